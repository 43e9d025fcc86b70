"""A union's numbers as whole units, so that whatever is split afterwards adds up without remainder."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from accord.methods.counterfactual.aftermath import Aftermath
from accord.methods.counterfactual.arrays import Bools, Floats, Ints
from accord.methods.counterfactual.classes import Told
from accord.methods.counterfactual.placebos import Windows
from accord.methods.counterfactual.signs import Signs

THOUSANDTHS = 1000  # counts are told in thousandths of an event


@dataclass(frozen=True)
class Totals:
    """Whole units of m unions: observed (m,); expected, came_back, lost as (m, 3) mid, low, high.

    Units are thousandths of an event, or minor units of money. known: (m,) False where nothing can be told.
    """

    observed: Ints
    expected: Ints
    came_back: Ints
    lost: Ints
    known: Bools


def event_totals(targets: Windows, told: Told, after: Aftermath, marks: Signs, confidence: float) -> Totals:
    """Totals of events in thousandths."""
    expected = np.column_stack([told.mid, told.low, told.high])
    _shut(expected, marks)
    net_low = np.minimum(after.net_low, expected[:, 1] - targets.seen)
    return _totals(targets.seen, expected, after, net_low, confidence, THOUSANDTHS)


def money_totals(targets: Windows, told: Told, after: Aftermath, marks: Signs, confidence: float) -> Totals:
    """Totals of money in minor units; unknown everywhere without order values."""
    seen = np.full(len(targets), np.nan) if targets.money is None else targets.money
    expected = np.column_stack([told.money_mid, told.money_low, told.money_high])
    _shut(expected, marks)
    return _totals(seen, expected, after, expected[:, 1] - seen, confidence, 1)


def _shut(expected: Floats, marks: Signs) -> None:
    """A closed day expects nothing; a day that may have been closed may have expected nothing."""
    expected[marks.closed] = 0.0
    expected[marks.doubtful, 1] = 0.0


def _totals(seen: Floats, expected: Floats, after: Aftermath, net_low: Floats, confidence: float, unit: int) -> Totals:
    missing = expected - seen[:, None]
    back, lost = _net(missing, after, net_low, NormalDist().inv_cdf(0.5 + confidence / 2.0))
    known = np.asarray(np.isfinite(missing).all(axis=1))
    observed, ends, came, stayed = (_whole(part, known, unit) for part in (seen, expected, back, lost))
    return Totals(observed, ends, came, stayed, known)


def _whole(part: Floats, known: Bools, unit: int) -> Ints:
    whole = np.zeros(part.shape, dtype=np.int64)
    whole[known] = np.rint(part[known] * unit)
    return whole


def _net(missing: Floats, after: Aftermath, net_low: Floats, z: float) -> tuple[Floats, Floats]:
    """What came back and what stayed lost, (m, 3) each, from what was not placed (m, 3).

    Errors of the loss and of the share are joined in quadrature (Zou and Donner 2008, 'MOVER').
    """
    mid, low, high = missing.T
    if after.pooled is None:
        nothing = np.zeros_like(mid)
        lost = np.column_stack([mid, np.minimum(net_low, low), high])
        return np.column_stack([nothing, nothing, np.maximum(high, 0.0)]), lost
    size = np.maximum(mid, 0.0)
    share, doubt = after.share, z * after.error * size
    back = share * size
    down = np.hypot(share * (mid - low), doubt), np.hypot((1.0 - share) * (mid - low), doubt)
    up = np.hypot(share * (high - mid), doubt), np.hypot((1.0 - share) * (high - mid), doubt)
    came = np.column_stack([back, np.maximum(back - down[0], 0.0), np.maximum(back + up[0], 0.0)])
    return came, np.column_stack([mid - back, mid - back - down[1], mid - back + up[1]])
