"""What the scorecard and the trees are made of, worked out once for all readers of the same facts and clauses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import numpy as np

from accord.clauses.charter import Charter
from accord.clauses.objectives import MONTHS, KeyResult, key_results
from accord.engines.base import Engine
from accord.methods.forecasts import CannotTell, Forecast, NotInstalled, forecast
from accord.methods.metrics import Series, monthly, over
from accord.methods.metrics.moved import Moved, NotTold, moved
from accord.methods.metrics.series import month_of
from accord.pages.account import NoFacts, Open, opened, period_of
from accord.pages.goals.ahead import made_ahead
from accord.pages.outlook import stamp_of
from accord.pages.worked_out import worked_out_once
from accord.workspace.folder import Workspace

SEED = 20_251_101
GRACE = timedelta(hours=1)
"""Facts of a month's very last minutes may come after midnight: so much more than they reach makes that month whole."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A key result as the facts have it.

    ``value`` over its own stretch of months (``told``), or of the last month where the stretch is not whole. ``money``
    is what is lost by it in that time, minor units. ``rails`` say for each guard rail the last month's value.
    """

    result: KeyResult
    series: Series
    value: float | None
    told: tuple[date, ...]
    forecast: Forecast | CannotTell
    moved: Moved | NotTold
    money: float | None
    rails: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Goals:
    """All key results, by their names, with the charter that they stand in and where the facts end."""

    charter: Charter
    as_of: datetime | None
    standings: dict[str, Standing]


def goals_of(workspace: Workspace, now: datetime) -> Goals:
    """How each key result stands. ``now`` is naive UTC; without facts each says that nothing was measured."""
    return _goals(workspace, stamp_of(workspace), reached(workspace, now))


def reached(workspace: Workspace, now: datetime) -> datetime | None:
    """The moment to which the facts reach; None without any. A month counts as whole ``GRACE`` before its end."""
    return _reached(workspace, stamp_of(workspace), now.replace(minute=0, second=0, microsecond=0))


def forecast_ahead(workspace: Workspace, now: datetime) -> None:
    """Make and keep the forecasts that pages will show."""
    with opened(workspace) as here:
        as_of = _as_of(here, now)
        if as_of is None:
            return
        known: dict[str, Series] = {}
        for result in key_results(here.charter.objectives):
            series = _series(here.engine, here.charter, result.name, as_of + GRACE, known)
            _foretold(workspace, series, result, keep=True)


@worked_out_once(most=4)
def _reached(workspace: Workspace, stamp: Any, now: datetime) -> datetime | None:
    with opened(workspace) as here:
        return _as_of(here, now)


def _as_of(here: Open, now: datetime) -> datetime | None:
    """The moment to which the facts reach; None without any."""
    try:
        return period_of(here, now, None, None)[1]
    except NoFacts:
        return None


@worked_out_once(most=4)
def _goals(workspace: Workspace, stamp: Any, as_of: datetime | None) -> Goals:
    with opened(workspace) as here:
        charter, engine = here.charter, here.engine
        if as_of is None:
            return Goals(charter, None, {})
        known: dict[str, Series] = {}
        found = {}
        for result in key_results(charter.objectives):
            told = _foretold(workspace, _series(engine, charter, result.name, as_of + GRACE, known), result)
            found[result.name] = standing(engine, charter, result, as_of + GRACE, known, told)
        return Goals(charter, as_of, found)


def _foretold(workspace: Workspace, series: Series, result: KeyResult, *, keep: bool = False) -> Forecast | CannotTell:
    try:
        return made_ahead(workspace.drawn, series, result, partial(_forecast, series, result), keep=keep)
    except NotInstalled as fault:
        # Never kept: it would still be read once the library is there.
        return CannotTell(str(fault))


def _series(engine: Engine, charter: Charter, name: str, until: datetime, known: dict[str, Series]) -> Series:
    if name not in known:
        known[name] = monthly(engine, charter, name, until)
    return known[name]


def standing(
    engine: Engine,
    charter: Charter,
    result: KeyResult,
    until: datetime,
    known: dict[str, Series],
    told: Forecast | CannotTell | None = None,
) -> Standing:
    """How one key result stands; ``known`` keeps histories that several ask for, ``told`` is its forecast."""
    series = _series(engine, charter, result.name, until, known)
    value, months = value_of(series, result)
    rails = tuple(_last(_series(engine, charter, rail.metric, until, known)) for rail in result.guard_rails)
    revenue = _series(engine, charter, "revenue", until, known)
    return Standing(
        result,
        series,
        value,
        months,
        told or _forecast(series, result),
        moved(engine, charter, series, result.over, until),
        _money(result, value, months, revenue),
        rails,
    )


def value_of(series: Series, result: KeyResult) -> tuple[float | None, tuple[date, ...]]:
    """A key result's value and the months that it tells of: its own stretch, or the last one where it is not whole."""
    whole = over(series.values, series.metric.unit, result.over)
    if len(whole) and np.isfinite(whole[-1]):
        return float(whole[-1]), series.months[-MONTHS[result.over] :]
    known = np.flatnonzero(np.isfinite(series.values))
    if not len(known):
        return None, ()
    return float(series.values[known[-1]]), (series.months[known[-1]],)


def _last(series: Series) -> float | None:
    known = series.values[np.isfinite(series.values)]
    return float(known[-1]) if len(known) else None


def _forecast(series: Series, result: KeyResult) -> Forecast | CannotTell:
    """Raises ``NotInstalled``."""
    if result.by is None:
        return CannotTell("It is only watched: there is no deadline.")
    if not len(series.months):
        return CannotTell(series.notes[0] if series.notes else "No month was measured yet.")
    by, last = month_of(result.by), series.months[-1]
    ahead = (by.year - last.year) * 12 + by.month - last.month
    metric = result.metric
    rng = np.random.default_rng([SEED, len(series.months)])
    return forecast(series.values, metric.unit, result.over, ahead, result.target, metric.direction, rng)


def _money(result: KeyResult, value: float | None, told: tuple[date, ...], revenue: Series) -> float | None:
    """Orders not placed, for shoppers who could not buy; else what misses the target, by what a unit is worth."""
    metric = result.metric
    if value is None:
        return None
    if metric.source == "shoppers_who_could_buy":
        sums = [revenue.value(month) for month in told]
        whole = sum(s for s in sums if s is not None) if None not in sums else None
        return whole * (1 - value) / value if whole is not None and value > 0 else None
    if metric.worth_minor is None or result.target is None:
        return None
    missing = result.target - value if metric.direction == "up" else value - result.target
    units = missing * 100 if metric.unit == "share" else missing
    return max(0.0, units) * metric.worth_minor * len(told)
