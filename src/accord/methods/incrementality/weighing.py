"""All activities of an organisation weighed: their studies, class, cost, what a test is worth, what moving brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from accord.clauses.activities import Activity
from accord.clauses.charter import Charter
from accord.engines.base import Columns
from accord.methods.counterfactual import Series
from accord.methods.incrementality import gathering
from accord.methods.incrementality.classes import Thresholds, Verdict, likely, stake, verdict
from accord.methods.incrementality.gathering import Costs, agreed
from accord.methods.incrementality.happened import LARGEST_SEED, Happened, happened
from accord.methods.incrementality.measured import Slow
from accord.methods.incrementality.moving import Budget, Moved, best
from accord.methods.incrementality.needing import needed
from accord.methods.incrementality.studies import Floats, Study
from accord.methods.streams import coarser
from accord.methods.trade import converted, long_enough, special_dates, trades
from accord.units.interval import Interval
from accord.units.period import Period

Rows = Mapping[str, Columns]
BIN_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Weighed:
    """An activity. ``cost`` is a usual month's in minor units, None where nobody told it; ``stake`` what deciding
    without knowing costs next month, its middle the most that a test can be worth."""

    agreed: Activity
    studies: tuple[Study, ...]
    verdict: Verdict
    cost: float | None
    stake: Interval | None


@dataclass(frozen=True, slots=True)
class Weighing:
    """All activities, those of most cost first, next month's best moves, and what was measured below its target."""

    activities: tuple[Weighed, ...]
    moved: Moved | None
    currency: str
    slow: tuple[Slow, ...] = ()

    @property
    def first_test(self) -> Weighed | None:
        """The activity without a class for which most is at stake."""
        open_ = [a for a in self.activities if a.verdict.class_ is None and a.stake is not None and a.stake.mid > 0]
        return max(open_, key=lambda a: (a.stake.mid if a.stake else 0, a.agreed.name), default=None)


def weighed(rows: Rows, charter: Charter, period: Period, as_of: datetime, rng: np.random.Generator) -> Weighing | None:
    """None where fewer than two weeks of orders are known, or no activity is."""
    base = charter.organisation.currency
    found = trades(rows["orders"], rows["rates"], base=base, until=np.datetime64(as_of, "s"))
    if not long_enough(found) or found[0].currency != base:
        return None
    stream = coarser(found[0].stream, BIN_SECONDS)
    series = Series(stream.start, stream.bin_seconds, stream.counts, stream.money, charter.organisation.zone)
    special = special_dates(charter, stream.start, as_of.date())
    costs = gathering.costs_of(rows["costs"], rows["campaigns"], charter, lambda r: _money(r, rows, base))
    facts = Happened(rows, charter, series, special, costs, as_of, int(rng.integers(LARGEST_SEED)))
    told = [*gathering.imported(rows["experiments"], charter), *happened(facts)]
    names = sorted({*(s.activity for s in told), *costs.activity.tolist(), *(a.name for a in charter.activities)})
    if not told and not len(costs.day):
        return None
    all_of = [_weighed(agreed(charter, name), told, costs, rng) for name in names if name]
    ordered = tuple(sorted(all_of, key=lambda a: (-(a.cost or 0.0), a.agreed.name)))
    services = {s for a in ordered for s in needed(charter, a.agreed)}
    slow = tuple(facts.told().slow(tuple(s for s in charter.services if s in services)))
    return Weighing(ordered, _moved(ordered, costs, rng), base, slow)


def _money(rows: Columns, all_rows: Rows, base: str) -> tuple[Floats, npt.NDArray[np.bool_]]:
    return converted(rows["cost_minor"], rows["currency"], rows["day"], all_rows["rates"], base)


def _weighed(of: Activity, told: list[Study], costs: Costs, rng: np.random.Generator) -> Weighed:
    mine = tuple(s for s in told if s.activity == of.name)
    thresholds = Thresholds(of.crucial, of.secondary)
    found = verdict(mine, thresholds)
    months = costs.months(of.name)
    cost = float(months[-12:].mean()) if len(months) else None
    cost = float(of.cost_a_month_minor) if of.cost_a_month_minor is not None else cost or None
    return Weighed(
        of, mine, found, cost, stake(found.evidence, cost, thresholds, move=of.move, rng=rng) if cost else None
    )


def _moved(activities: tuple[Weighed, ...], costs: Costs, rng: np.random.Generator) -> Moved | None:
    """Only activities with evidence and a cost in the facts take part; none leaves the months that were seen."""
    budgets = []
    for one in activities:
        months = costs.months(one.agreed.name)
        now, move = float(months[-12:].mean()) if len(months) else 0.0, one.agreed.move
        if one.verdict.evidence is None or len(months) < 2 or now <= 0:
            continue
        least, most = max(float(months.min()), now * (1 - move)), min(float(months.max()), now * (1 + move))
        thresholds = Thresholds(one.agreed.crucial, one.agreed.secondary)
        ratios = likely(one.verdict.evidence, thresholds, rng)
        budgets.append(Budget(one.agreed.name, now, min(least, now), max(most, now), ratios))
    return best(budgets, rng) if len(budgets) > 1 else None
