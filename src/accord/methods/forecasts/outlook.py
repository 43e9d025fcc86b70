"""A key result's value at its deadline: an interval, the chance of reaching the target, and how often such have held.

The spread that the models claim is held against their own past errors, month by month as if the rest were not known
(rolling origin; Tashman 2000): few errors count little, many decide. Errors of neighbouring months go together as they
did before. The shown hit rate is that of intervals made in the same way for the same quantity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.clauses.objectives import MONTHS, Over, Unit
from accord.methods.forecasts.models import Fit, fit
from accord.methods.forecasts.scales import Scale, scale_of
from accord.methods.metrics.series import over
from accord.units.interval import CONFIDENCE, Interval

Floats = NDArray[np.float64]

LEAST_MONTHS = 12
LEAST_FOR_FIT = 8
FURTHEST = 18
MOST_LOOKED_BACK = 24
MOST_GAPS = 0.2
PRIOR_ERRORS, PRIOR_SCALE = 4.0, 1.3
"""What the models' own spread counts for: so many errors, by so much too narrow (they are known to be, from M4 on)."""
DRAWS = 4000


@dataclass(frozen=True, slots=True)
class Forecast:
    """``value`` at the deadline, ``chance`` of the target (None without one), and of ``tested`` intervals made in the
    same way how many held."""

    value: Interval
    chance: float | None
    ahead: int
    held: int
    tested: int


@dataclass(frozen=True, slots=True)
class CannotTell:
    """No forecast, and why."""

    reason: str


def forecast(
    values: Floats,
    unit: Unit,
    window: Over,
    ahead: int,
    target: float | None,
    better: str,
    rng: np.random.Generator,
) -> Forecast | CannotTell:
    """The value over ``window`` that ends ``ahead`` months after the history.

    ``values`` (months,) is the history, NaN where there is none; ``target`` is in the metric's unit, and
    ``better`` is ``up`` or ``down``.
    """
    refusal = _refusal(values, ahead)
    if refusal:
        return CannotTell(refusal)
    history = _whole(values)
    scale = scale_of(history, unit)
    y = scale.there(history)
    fits = {n: fit(y[:n], ahead) for n in range(_first(len(y)), len(y) + 1)}
    drawn = _drawn(y, history, fits, len(y), ahead, unit, window, scale, rng)
    if drawn is None:
        return CannotTell(f"The months known do not fill the {window} yet.")
    low, mid, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, 0.5, (1 + CONFIDENCE) / 2]).tolist()
    held, tested = _tested(y, history, fits, ahead, unit, window, scale, rng)
    chance = None if target is None else float((drawn >= target if better == "up" else drawn <= target).mean())
    return Forecast(Interval(mid, low, high), chance, ahead, held, tested)


def _first(months: int) -> int:
    """The first month from which the past is looked back on."""
    return max(LEAST_FOR_FIT, months - MOST_LOOKED_BACK)


def _refusal(values: Floats, ahead: int) -> str:
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return "No month was measured yet."
    span = int(known[-1] - known[0] + 1)
    if len(known) < LEAST_MONTHS:
        return f"{len(known)} months were measured; a forecast needs {LEAST_MONTHS}."
    if 1 - len(known) / span > MOST_GAPS:
        return f"{span - len(known)} of {span} months were not measured: too many gaps."
    if known[-1] < len(values) - 1:
        return "The last month was not measured."
    if ahead < 1:
        return "The deadline has passed."
    if ahead > min(FURTHEST, span // 2 + 1):
        return f"The deadline is {ahead} months ahead, too far for {span} months of history."
    return ""


def _whole(values: Floats) -> Floats:
    """From the first known month on, gaps bridged in a straight line."""
    known = np.flatnonzero(np.isfinite(values))
    return np.interp(np.arange(known[0], len(values)), known, values[known]).astype(np.float64)


def _drawn(
    y: Floats,
    history: Floats,
    fits: dict[int, Fit],
    end: int,
    ahead: int,
    unit: Unit,
    window: Over,
    scale: Scale,
    rng: np.random.Generator,
) -> Floats | None:
    """Draws of the window's value, as seen after ``end`` months; None where known months do not fill the window."""
    lacking = MONTHS[window] - ahead
    if lacking > end:
        return None
    paths = scale.back(_paths(y, fits, end, ahead, rng))
    if lacking > 0:
        paths = np.concatenate([np.broadcast_to(history[end - lacking : end], (len(paths), lacking)), paths], axis=1)
    return over(paths, unit, window)[:, -1]


def _paths(y: Floats, fits: dict[int, Fit], end: int, ahead: int, rng: np.random.Generator) -> Floats:
    """(draws, ahead): months ahead drawn together, with the spread that past errors tell."""
    errors, together = _past_errors(y, fits, end, ahead)
    weight = len(errors)
    squares = float(np.sum([np.mean(e**2) for e in errors])) if errors else 0.0
    freedom = PRIOR_ERRORS + weight
    variance = (PRIOR_ERRORS * PRIOR_SCALE**2 + squares) / freedom
    steps = np.abs(np.subtract.outer(np.arange(ahead), np.arange(ahead)))
    root = np.linalg.cholesky(together**steps + 1e-9 * np.eye(ahead))
    normal = rng.standard_normal((DRAWS, ahead)) @ root.T
    heavy = np.sqrt(freedom / rng.chisquare(freedom, (DRAWS, 1)))
    now = fits[end]
    return np.asarray(now.mean + now.spread * np.sqrt(variance) * heavy * normal)


def _past_errors(y: Floats, fits: dict[int, Fit], end: int, ahead: int) -> tuple[list[Floats], float]:
    """Errors of each earlier month's forecast in units of its own spread, and how alike neighbouring months' are."""
    errors = []
    for n in range(min(fits), end):
        reach = min(ahead, end - n)
        errors.append((y[n : n + reach] - fits[n].mean[:reach]) / fits[n].spread[:reach])
    pairs = [(e[:-1], e[1:]) for e in errors if len(e) > 1]
    first, second = (np.concatenate([p[i] for p in pairs]) if pairs else np.zeros(0) for i in (0, 1))
    power = float(np.sqrt((first**2).sum() * (second**2).sum()))
    alike = float((first * second).sum()) / power if power > 0 else 0.0
    shrunk = (0.6 * PRIOR_ERRORS + alike * len(pairs)) / (PRIOR_ERRORS + len(pairs))
    return errors, float(np.clip(shrunk, 0.0, 0.95))


def _tested(
    y: Floats,
    history: Floats,
    fits: dict[int, Fit],
    ahead: int,
    unit: Unit,
    window: Over,
    scale: Scale,
    rng: np.random.Generator,
) -> tuple[int, int]:
    """How many intervals made at earlier months held, and of how many."""
    truth = over(history, unit, window)
    held = tested = 0
    for end in range(min(fits) + 1, len(y) - ahead + 1):
        drawn = _drawn(y, history, fits, end, ahead, unit, window, scale, rng)
        if drawn is None or not np.isfinite(truth[end + ahead - 1]):
            continue
        low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
        held += int(low <= truth[end + ahead - 1] <= high)
        tested += 1
    return held, tested
