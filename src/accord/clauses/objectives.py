"""What both sides want to reach together: objectives, their key results, and the metrics that tell.

The form follows Objectives and Key Results (Grove 1983, High Output Management; Doerr 2018, Measure What Matters), with
an owner on each side and guard rails: what must not give way while the target is chased.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Unit = Literal["share", "days", "hours", "money", "count"]
Direction = Literal["up", "down"]
Over = Literal["month", "quarter", "year"]
MONTHS: dict[Over, int] = {"month": 1, "quarter": 3, "year": 12}

MEASURED = "measured"
"""The source of a metric that is measured elsewhere: the facts ``metric_values`` hold it."""
AVAILABILITY = "availability"
NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
"""A metric's name, so that formulas can say it."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that is told month by month, and which way is better.

    ``source`` is a built-in one (``BUILT_IN``), ``availability`` of ``service``, or ``measured``. Values are shares
    (0 to 1), days, hours, counts, or minor units of the organisation's currency. ``says_*`` are wordings for one
    reader, in which ``{value}`` stands for the value, ``{one_in}`` for 'one in 2,000' and ``{money}`` for what is lost;
    ``worth_minor`` is what one unit (one hundredth of a share) is worth in a month. ``drivers`` are lines such as
    ``revenue = visits * conversion`` and ``conversion: it``.
    """

    name: str
    unit: Unit
    direction: Direction
    source: str = MEASURED
    label: str | None = None
    service: str | None = None
    says_marketing: str | None = None
    says_it: str | None = None
    says_finance: str | None = None
    worth_minor: int | None = None
    drivers: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What people read: its label, else its name in words."""
        return self.label or LABELS.get(self.name) or self.name.replace("_", " ").capitalize()

    def better(self, value: float, than: float) -> bool:
        """Whether ``value`` is at least as good as ``than``."""
        return value >= than if self.direction == "up" else value <= than


@dataclass(frozen=True, slots=True)
class GuardRail:
    """A bound that another metric must keep: at least (or at most) ``limit``, in that metric's unit."""

    metric: str
    limit: float
    at_least: bool

    def keeps(self, value: float) -> bool:
        """Whether a value is on the right side of the bound; the bound itself is."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True, slots=True)
class KeyResult:
    """A metric's value to be reached ``by`` a day, with who answers for it on each side, by role.

    Without ``target`` the metric is only watched. ``over`` is the stretch that ends with the deadline's month over
    which the value is told: sums of money and counts, means of all else. ``start`` is the value when it was agreed.
    """

    metric: Metric
    target: float | None
    by: date | None
    owner_marketing: str
    owner_it: str
    start: float | None = None
    guard_rails: tuple[GuardRail, ...] = ()
    over: Over = "month"

    @property
    def name(self) -> str:
        return self.metric.name

    def reached(self, value: float) -> bool | None:
        """Whether a value meets the target; None where there is none."""
        return None if self.target is None else self.metric.better(value, self.target)


@dataclass(frozen=True, slots=True)
class Objective:
    """What both sides want, in words, and the key results that tell whether they have it."""

    name: str
    key_results: tuple[KeyResult, ...] = ()


LABELS = {
    "shoppers_who_could_buy": "Shoppers who could buy",
    "idea_to_live": "Idea to live",
    "first_response": "First response to marketing",
    "revenue": "Revenue",
    "launches_on_time": "Launches on time",
    "right_first_time": "Requests right first time",
    "data_hygiene": "Data hygiene",
}

BUILT_IN: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("shoppers_who_could_buy", "share", "up", "shoppers_who_could_buy"),
        Metric("idea_to_live", "days", "down", "idea_to_live"),
        Metric("first_response", "hours", "down", "first_response"),
        Metric("revenue", "money", "up", "revenue"),
        Metric("launches_on_time", "share", "up", "launches_on_time"),
        Metric("right_first_time", "share", "up", "right_first_time"),
        Metric("data_hygiene", "share", "up", "data_hygiene"),
    )
}
"""The metrics that are computed from facts, by name."""

SOURCES = (*BUILT_IN, AVAILABILITY, MEASURED)


def built_in(name: str) -> Metric | None:
    """The metric of that name that needs no definition: ``revenue``, or ``availability_checkout`` of a service."""
    service = name.removeprefix(f"{AVAILABILITY}_")
    if name.startswith(f"{AVAILABILITY}_") and service:
        return Metric(name, "share", "up", AVAILABILITY, f"Availability of {service.replace('_', ' ')}", service)
    return BUILT_IN.get(name)


def slug(text: str) -> str:
    """A text as a metric's name: 'Time to market (days)' is ``time_to_market_days``; '' where nothing is left."""
    words = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return (f"m_{words}" if words[:1].isdigit() else words)[:80].rstrip("_")


def key_results(objectives: tuple[Objective, ...]) -> tuple[KeyResult, ...]:
    """All key results, in the order of the clause."""
    return tuple(result for objective in objectives for result in objective.key_results)


def metric_of(objectives: tuple[Objective, ...], name: str) -> Metric | None:
    """The metric of that name: as a key result defines it, else the built-in one."""
    told = (result.metric for result in key_results(objectives) if result.name == name)
    return next(told, None) or built_in(name)
