"""Meta Ads Manager's export by day; the account is billed in US dollars, which only the header says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from accord.worlds.exports.ecb import rate_on
from accord.worlds.exports.files import write_csv
from accord.worlds.spending import Spend

CURRENCY = "USD"
HEADER = (
    "Reporting starts", "Reporting ends", "Campaign name", "Campaign delivery", "Reach", "Impressions", "Frequency",
    f"Amount spent ({CURRENCY})", "Link clicks", "Clicks (all)", "CTR (all)", f"CPC (cost per link click) ({CURRENCY})",
    f"CPM (cost per 1,000 impressions) ({CURRENCY})", "Results", "Purchases", "Purchases conversion value",
)  # fmt: skip


def write(path: Path, spends: Sequence[Spend], rates: dict[date, dict[str, float]]) -> None:
    """One row for each campaign and day, costs turned into dollars by the rate of the day."""
    write_csv(path, HEADER, (_cells(s, rate_on(rates, CURRENCY, s.day)) for s in spends))


def _cells(s: Spend, rate: float) -> list[object]:
    day, cost = s.day.isoformat(), s.cost_minor / 100 * rate
    reach = round(s.impressions / 1.4)
    per_click = f"{cost / s.clicks:.2f}" if s.clicks else None
    per_thousand = f"{1000 * cost / s.impressions:.2f}" if s.impressions else None
    often = f"{s.impressions / reach:.2f}" if reach else None
    share = f"{120 * s.clicks / s.impressions:.2f}" if s.impressions else None
    bought = round(s.conversions)
    return [day, day, s.campaign, "active", reach, s.impressions, often, f"{cost:.2f}", s.clicks, round(s.clicks * 1.2),
            share, per_click, per_thousand, bought, bought, f"{bought * 70 * rate:.2f}"]  # fmt: skip
