"""Google Ads' campaign report by day, as its spreadsheet download: UTF-16, tabs, a preamble and total lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from accord.worlds.spending import Spend

HEADER = ("Day", "Campaign status", "Campaign", "Budget", "Budget type", "Currency code", "Status", "Campaign type",
          "Impr.", "Clicks", "Avg. CPC", "Cost", "Conversions", "Cost / conv.", "Conv. value")  # fmt: skip


def write(path: Path, spends: Sequence[Spend], first: date, last: date) -> None:
    """One report over ``first <= day < last``; ``last`` itself is not in it."""
    shown = f'"{_long(first)} - {_long(date.fromordinal(last.toordinal() - 1))}"'
    lines = ["Campaign report (made up)", shown, "\t".join(HEADER)]
    lines += ["\t".join(_cells(s)) for s in spends]
    lines += ["\t".join(_total(label, spends)) for label in ("Total: Campaigns", "Total: Account", "Total: Search")]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("utf-16"))


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _cells(s: Spend) -> list[str]:
    per_click = _number(s.cost_minor / 100 / s.clicks) if s.clicks else " --"
    per_order = _number(s.cost_minor / 100 / s.conversions) if s.conversions else " --"
    counts = [f"{s.impressions:,}", f"{s.clicks:,}", per_click, _number(s.cost_minor / 100)]
    return [s.day.isoformat(), "Enabled", s.campaign, " --", "Daily", "EUR", "Eligible", "Search", *counts,
            _number(s.conversions), per_order, _number(s.conversions * 70)]  # fmt: skip


def _total(label: str, spends: Sequence[Spend]) -> list[str]:
    clicks, cost = sum(s.clicks for s in spends), sum(s.cost_minor for s in spends)
    orders = sum(s.conversions for s in spends)
    counts = [f"{sum(s.impressions for s in spends):,}", f"{clicks:,}", " --", _number(cost / 100)]
    return [
        label,
        " --",
        " --",
        " --",
        " --",
        "EUR",
        " --",
        " --",
        *counts,
        _number(orders),
        " --",
        _number(orders * 70),
    ]


def _number(value: float) -> str:
    return f"{value:,.2f}"
