"""The hours after an outage: how much more than expected was seen, told from before it began."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from accord.methods.counterfactual.arrays import Bools, Floats, Ints, between
from accord.methods.counterfactual.classes import Told
from accord.methods.counterfactual.expectation import Class, outcome
from accord.methods.counterfactual.ground import Ground
from accord.methods.counterfactual.mean import fit_mean
from accord.methods.counterfactual.outages import Outages
from accord.methods.counterfactual.placebos import Windows, independent
from accord.methods.counterfactual.recapture import DRAWS, After, Pool, pool, shrunk

LEAST_PAIRS = 20
WHOLE = 0.95


@dataclass(frozen=True)
class Aftermath:
    """Share that came back of each of m outages with its standard error (m,), or no pool at all.

    loss_mid etc. belong to the union. net_low: the least net loss that one's own aftermath still allows, (m,).
    """

    pooled: Pool | None
    clear: int
    share: Floats
    error: Floats
    net_low: Floats
    seen: Bools


def aftermath(
    ground: Ground,
    outages: Outages,
    targets: Windows,
    told: Told,
    unclear: Bools,
    horizon: int,
    confidence: float,
    rng: np.random.Generator,
) -> Aftermath:
    """Pool what came back within `horizon` bins over clear outages and shrink each one to the pool."""
    after, seen = _readings(ground, outages, targets, told, unclear, horizon, rng)
    pooled = pool(after, confidence)
    zero = np.zeros(len(targets))
    share, error = (zero, zero) if pooled is None else shrunk(after, pooled)
    return Aftermath(pooled, int(after.clear.sum()), share, error, _least(after, told, targets), seen)


def _readings(
    ground: Ground,
    outages: Outages,
    targets: Windows,
    told: Told,
    unclear: Bools,
    horizon: int,
    rng: np.random.Generator,
) -> tuple[After, Bools]:
    m = len(targets)
    after = After.blank(told.mid - targets.seen)
    ends = np.minimum(outages.ends + horizon, ground.n)
    next_start = np.append(outages.starts[1:], ground.n + horizon) if m else outages.starts
    spans = ground.observed[ends] - ground.observed[outages.ends]
    seen = (spans >= WHOLE * horizon) & (next_start >= outages.ends + horizon)
    for rows, known in told.classes:
        _read_class(ground, targets, told, known, rows[seen[rows]], horizon, after, rng)
    low = told.low - targets.seen
    after.clear[:] = seen & np.isfinite(after.surplus) & ~unclear & (low > 0.25 * after.loss) & (after.loss > 0)
    return after, seen


def _read_class(
    ground: Ground,
    targets: Windows,
    told: Told,
    known: Class,
    rows: Ints,
    horizon: int,
    after: After,
    rng: np.random.Generator,
) -> None:
    starts = known.bank.ends
    pairs = np.flatnonzero(starts + horizon <= ground.n)
    pairs = pairs[(ground.blocked[starts[pairs] + horizon] - ground.blocked[starts[pairs]]) == 0]
    if len(pairs) < LEAST_PAIRS or not len(rows):
        return
    bank = _shifted(ground, known.bank.take(pairs), horizon)
    number = independent(bank.starts, horizon)
    mean = fit_mean(bank.seen, bank.usual, bank.features, number)
    misses = outcome(bank.seen, mean.of(bank.usual, bank.features), bank, number)
    own = _shifted(ground, targets.take(rows), horizon)
    expected = mean.of(own.usual, own.features)
    scale = misses.spread.scale(expected, own.rough)
    before = known.events.residuals[pairs]
    after.surplus[rows] = own.seen - expected
    after.surplus_noise[rows] = scale * float(misses.residuals.std())
    after.loss_noise[rows] = told.scale[rows] * float(before.std())
    picked = rng.integers(0, len(pairs), (len(rows), DRAWS))
    after.loss_draws[rows] = -before[picked] * told.scale[rows][:, None]
    after.surplus_draws[rows] = misses.residuals[picked] * scale[:, None]


def _shifted(ground: Ground, windows: Windows, horizon: int) -> Windows:
    """The `horizon` bins after each window, still known only by what was known before it."""
    starts, ends = windows.ends, windows.ends + horizon
    seen, usual = between(ground.seen, starts, ends), between(ground.usual, starts, ends)
    return replace(windows, starts=starts, ends=ends, seen=seen, usual=usual)


def _least(after: After, told: Told, targets: Windows) -> Floats:
    """Lowest net loss that the outage's own aftermath allows, never above the low end of what was not placed."""
    low = told.low - targets.seen
    noise = 1.645 * np.sqrt(after.loss_noise**2 + after.surplus_noise**2)
    own = after.loss - np.maximum(after.surplus, 0.0) - noise
    return np.where(np.isfinite(own), np.minimum(low, np.maximum(own, np.minimum(low, 0.0))), low)
