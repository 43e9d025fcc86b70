"""Studies from what happened: starts, stops and pauses of activities, and outages of what they need.

Each activity is told with the outages of its own services as controls, and with one and the same luck, so that what
befalls a service that it does not need changes nothing of what is told of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from accord.clauses.activities import Activity
from accord.clauses.charter import Charter
from accord.engines.base import Columns
from accord.methods import counterfactual
from accord.methods.counterfactual import Incident, Price, Series
from accord.methods.incidents import Case
from accord.methods.incrementality import gathering
from accord.methods.incrementality.controlling import Told
from accord.methods.incrementality.gathering import MONTH_DAYS, Costs, agreed
from accord.methods.incrementality.natural import Change, studies
from accord.methods.incrementality.needing import Services, needed, telling
from accord.methods.incrementality.studies import Floats, Study, spread_of

LARGEST_SEED = 2**62


@dataclass(frozen=True, slots=True)
class Happened:
    """The facts that studies are made of; ``luck`` is the seed of every one of them."""

    rows: Mapping[str, Columns]
    charter: Charter
    series: Series
    special: npt.NDArray[np.datetime64]
    costs: Costs
    as_of: datetime
    luck: int

    def rng(self) -> np.random.Generator:
        """The same draws for each activity."""
        return np.random.default_rng(self.luck)

    def told(self) -> Told:
        """The facts that tell which hours say nothing of an activity."""
        return Told(self.rows, self.charter, self.as_of)

    def changes(self) -> list[Change]:
        """Campaigns and pauses that began so far, within the series."""
        until = np.datetime64(self.as_of, "us")
        campaigns = gathering.starts(self.rows["campaigns"], self.charter, self.costs, until)
        found = [*campaigns, *gathering.stops(self.costs)]
        return [c for c in found if c.start < min(c.end, until) and c.end > self.series.start]


def happened(facts: Happened) -> Iterator[Study]:
    """All studies, first of starts, stops and pauses, then of outages."""
    yield from _changes(facts)
    if facts.series.money is not None:
        yield from _outages(facts, facts.series.money)


def _changes(facts: Happened) -> Iterator[Study]:
    """Starts, stops and pauses. Overlapping campaigns that cost nothing known still hide each other."""
    changes, told_by = facts.changes(), facts.told()
    hidden = {name: told_by.controls(agreed(facts.charter, name)) for name in sorted({c.activity for c in changes})}
    told: dict[tuple[Incident, ...], list[Study | None]] = {}
    for place, change in enumerate(changes):
        controls = hidden[change.activity]
        if controls not in told:
            told[controls] = _told(facts, changes, controls)
        study = told[controls][place]
        if study is not None:
            yield study


def _told(facts: Happened, changes: list[Change], controls: tuple[Incident, ...]) -> list[Study | None]:
    return studies(facts.series, changes, controls=controls, special_days=facts.special, rng=facts.rng())


def _outages(facts: Happened, money: Floats) -> Iterator[Study]:
    """Each outage that stops one activity: the share of orders that go with it, over the cost."""
    month = float(np.nansum(money)) / (len(money) * facts.series.bin_seconds) * MONTH_DAYS * 86_400
    told: dict[Services, list[tuple[Case, Price]]] = {}
    for activity in facts.charter.activities:
        own = telling(facts.charter, activity)
        services = tuple(s for s in facts.charter.services if s in own or s in needed(facts.charter, activity))
        if own and services not in told:
            told[services] = _priced(facts, services)
        for case, price in told.get(services, []) if own else []:
            cost = _cost(facts, activity, case) if case.service in own else 0.0
            study = _outage(activity, case, price, month, cost)
            if study is not None:
                yield study


def _priced(facts: Happened, services: Services) -> list[tuple[Case, Price]]:
    felt = [c for c in facts.told().cases(services) if c.priced]
    if not felt:
        return []
    spans = [Incident(str(i), c.start, c.end) for i, c in enumerate(felt)]
    pricing = counterfactual.price(facts.series, spans, special_days=facts.special, rng=facts.rng())
    return list(zip(felt, pricing.prices, strict=True))


def _outage(activity: Activity, case: Case, price: Price, month: float, cost: float) -> Study | None:
    """``month``: what all orders of a month are worth, ``cost``: what the activity costs in one."""
    expected, lost = price.expected, price.not_placed
    alone = "overlaps" not in price.flags
    if not (cost and alone and expected and expected.mid and lost and lost.high > lost.low):
        return None
    # Where no point is told the interval holds 0; leaving such outages out would tell only of the worst.
    middle = (lost.low + lost.high) / 2 if lost.mid is None else lost.mid
    scale = month / cost / expected.mid
    name = f"{case.service.name} {case.start}"
    return Study(activity.name, "outage", name, middle * scale, spread_of(lost.low, lost.high) * scale)


def _cost(facts: Happened, activity: Activity, case: Case) -> float:
    """What a month costs at the rate of the outage's days; 0 where the outage tells nothing of the activity.

    Of marketing only the facts say that it ran, and a campaign or a pause at the same time would be counted with it.
    """
    if activity.side == "it":
        return float(activity.cost_a_month_minor or 0)
    days, money = facts.costs.by_day(activity.name)
    during = (days >= case.start.astype("datetime64[D]")) & (days <= case.end.astype("datetime64[D]"))
    ran = bool(during.any()) and bool((money[during] > 0).all())
    alone = not any(c.start < case.end and c.end > case.start for c in facts.changes())
    return float(money[during].mean()) * MONTH_DAYS if ran and alone else 0.0
