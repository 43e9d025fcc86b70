"""Rewards that work against the company.

Question
    Is either side paid for what loses the company money, or spared what the other bears?

Method
    The formulas of the clause ``incentives`` are piecewise linear, so that every value at which one changes its course
    is known. Each metric is moved alone from bend to bend; each decision is tried on each scenario; each scenario is
    held against the usual month. Scenarios are the company's own months, drawn again together in blocks and blurred.
    Reported is each region in which one side gains while the company loses, with how likely a month is to lie there
    and both amounts, with 90 % intervals over the redrawn histories. The mend is the smallest move of money at stake
    (linear programme) after which every side's reward moves as the company's money does.

Assumes
    The clause says what the metrics are worth to the company; where it says nothing, revenue is worth the margin and
    each shared metric what its objective says a unit is worth. Months to come are like those of the past. A time frame
    is reckoned as if all its months were like the scenario; a decision moves the metrics of one month.

Do not trust it when
    There are fewer than two years of months, the business has changed its course since, or a reward turns on what no
    metric tells. With fewer than twelve months nothing is said of how likely anything is.

Source
    Kerr 1975 (Academy of Management Journal 18:769); Baker 1992 (Journal of Political Economy 100:598); Politis and
    Romano 1994 (JASA 89:1303); Silverman and Young 1987 (Biometrika 74:469); Schäfer and Strimmer 2005 (SAGMB 4:32);
    Huangfu and Hall 2018 (Mathematical Programming Computation 10:119).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from accord.clauses.charter import Charter
from accord.clauses.formula import FormulaError, checked_units
from accord.clauses.incentives import Incentive
from accord.clauses.objectives import Metric
from accord.engines.base import Engine
from accord.methods.incentives.mirror import Mirror, mirror
from accord.methods.incentives.reckoning import Array
from accord.methods.incentives.scenarios import Bounds
from accord.methods.metrics import Series, monthly
from accord.methods.metrics.series import SUMMED
from accord.units.money import digits

QUESTION = "Is either side paid for what loses the company money, or spared what the other bears?"


@dataclass(frozen=True)
class Checked:
    """The answer with what it rests on. ``months`` are those in which every metric is known; ``assumed`` are lines of
    worth that the clause does not say; ``unknown`` metrics have no history; ``doubts`` are units that do not fit."""

    mirror: Mirror
    metrics: Mapping[str, Metric]
    months: tuple[date, ...]
    assumed: tuple[Incentive, ...]
    unknown: tuple[str, ...]
    doubts: tuple[str, ...]


def mirror_check(
    engine: Engine, charter: Charter, until: datetime, *, more: tuple[Incentive, ...] = (), seed: int = 0
) -> Checked:
    """Hold the rewards of the charter against what the company earns, by the facts before ``until`` (UTC, naive).

    ``more`` are decisions to try beside those of the clause. Never part of the account that everybody reads: whoever
    asks must see to it that only those are told who may see the clause.
    """
    currency = charter.organisation.currency
    lines = (*charter.incentives, *more)
    assumed = () if any(line.kind == "worth" for line in lines) else _assumed(charter, lines)
    named = sorted({name for line in (*lines, *assumed) for name in line.metrics})
    metrics = {name: told for name in named if (told := charter.metric(name)) is not None}
    months, past = _past([monthly(engine, charter, metric, until) for metric in metrics.values()], currency)
    return Checked(
        mirror=mirror(
            (*lines, *assumed),
            past,
            currency=currency,
            totals=frozenset(name for name, metric in metrics.items() if metric.unit in SUMMED),
            bounds={name: _bounds(metric) for name, metric in metrics.items()},
            seed=seed,
        ),
        metrics=metrics,
        months=months,
        assumed=assumed,
        unknown=tuple(name for name in named if name not in past or not len(months)),
        doubts=tuple(_doubts(lines, metrics, currency)),
    )


def _assumed(charter: Charter, lines: tuple[Incentive, ...]) -> tuple[Incentive, ...]:
    """What the metrics are worth by the organisation's margin and by the objectives."""
    margin = charter.organisation.margin
    found = [Incentive("Margin of revenue", f"{margin or 1:.6f} * revenue", "worth", horizon="month")]
    for name in sorted({name for line in lines for name in line.metrics} - {"revenue"}):
        metric = charter.metric(name)
        if metric is not None and metric.worth_minor:
            unit = metric.worth_minor / 10.0 ** digits(charter.organisation.currency)
            whole = unit * (100 if metric.unit == "share" else 1)
            pays = f"{whole:.6f} * {name}" if metric.direction == "up" else f"-{whole:.6f} * {name}"
            # A count adds up over its frame, so that a unit is worth the same in each month.
            found.append(Incentive(f"Worth of {metric.title}", pays, "worth", horizon="month"))
    return tuple(found)


def _past(found: list[Series], currency: str) -> tuple[tuple[date, ...], Mapping[str, Array]]:
    """The months in which each metric has a value, oldest first; money in whole units."""
    known = [{m for m, there in zip(s.months, s.measured.tolist(), strict=True) if there} for s in found]
    months = tuple(sorted(set.intersection(*known))) if known else ()
    past = {}
    for series in found:
        by_month = dict(zip(series.months, series.values.tolist(), strict=True))
        scale = 10.0 ** digits(currency) if series.metric.unit == "money" else 1.0
        past[series.metric.name] = np.array([by_month[month] / scale for month in months], dtype=np.float64)
    return months, past


def _bounds(metric: Metric) -> Bounds:
    return Bounds(0.0, 1.0) if metric.unit == "share" else Bounds(0.0)


def _doubts(lines: tuple[Incentive, ...], metrics: Mapping[str, Metric], currency: str) -> list[str]:
    units = {name: metric.unit for name, metric in metrics.items()}
    found = []
    for line in lines:
        try:
            checked_units(line.formula, {name: str(unit) for name, unit in units.items()}, line.currency or currency)
        except FormulaError as fault:
            found.append(f"{line.name}: {fault.reason}. {fault.mend}")
    return found
