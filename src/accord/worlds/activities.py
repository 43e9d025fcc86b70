"""What the made-up retailer's departments do for revenue, as agreed, and made-up results of their experiments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """A made-up result of an experiment: weeks before the end, and incremental revenue for each unit of cost."""

    name: str
    activity: str
    method: str
    weeks: tuple[int, int]
    ratio: float
    low: float
    high: float


RESULTS = (
    Result("Newsletter holdout, autumn (made up)", "Newsletter", "holdout", (14, 10), 2.1, 1.5, 2.7),
    Result("Newsletter holdout, winter (made up)", "Newsletter", "holdout", (7, 3), 1.7, 1.2, 2.2),
    Result("Brand search off in four regions (made up)", "Brand search", "geo", (12, 8), 0.3, -0.1, 0.7),
    Result("Retargeting holdout, too short (made up)", "Retargeting", "holdout", (5, 4), 1.4, -0.9, 3.7),
)


def agreed(orders: int) -> list[dict[str, Any]]:
    """The clause. Costs of IT grow with the shop, so that a small world tells the same story."""
    return [
        {"name": "Paid search", "found_as": ["search", "google / search"], "needs": ["checkout", "search"]},
        {"name": "Paid social", "found_as": ["social", "instagram / social"], "needs": ["checkout"]},
        {
            "name": "Newsletter",
            "found_as": ["email", "newsletter / email"],
            "needs": ["checkout", "crm"],
            "cost_a_month": round(orders * 0.02),
        },
        {"name": "Brand search", "found_as": ["Brand always on"], "needs": ["checkout"]},
        {"name": "Retargeting", "found_as": ["Retargeting always on"], "needs": ["checkout"]},
        {
            "name": "Upkeep of the checkout",
            "side": "it",
            "found_as": ["checkout"],
            "cost_a_month": round(orders * 0.12),
        },
        {"name": "Upkeep of the app", "side": "it", "found_as": ["app-backend"], "cost_a_month": round(orders * 0.08)},
    ]


def results(last: date) -> list[dict[str, object]]:
    """The rows of the sheet of experiments, told on ``last``."""
    return [
        {
            "experiment_id": r.name,
            "activity": r.activity,
            "method": r.method,
            "started_at": (last - timedelta(weeks=r.weeks[0])).isoformat(),
            "ended_at": (last - timedelta(weeks=r.weeks[1])).isoformat(),
            "ratio": r.ratio,
            "ratio_low": r.low,
            "ratio_high": r.high,
            "confidence": 0.9,
        }
        for r in RESULTS
    ]
