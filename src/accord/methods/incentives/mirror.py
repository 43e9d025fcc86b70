"""The mirror check: does each side earn where the company earns, and lose where it loses?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from accord.clauses.charter import Side
from accord.clauses.incentives import Incentive
from accord.methods.incentives.found import Kind, Looked, Perversity
from accord.methods.incentives.mending import Mend, mended
from accord.methods.incentives.moves import wrong_ways
from accord.methods.incentives.outcomes import decisions, frames, one_side, together
from accord.methods.incentives.reckoning import Columns
from accord.methods.incentives.scenarios import Bounds, scenarios
from accord.methods.incentives.scheme import SIDES, Scheme

ORDER: tuple[Kind, ...] = ("decision", "wrong_way", "one_side", "together", "frames")
"""What is told first: what somebody decides, then what comes about."""


@dataclass(frozen=True)
class Mirror:
    """``found`` is in ``ORDER``, what weighs most first. ``mend`` is None where nothing is to be mended, or
    ``mendable`` is False: no weights would do. ``left`` is what the mend does not put right. ``weighed`` tells whether
    the history is long enough to say how likely a month is; ``months`` is its length, ``stakes`` what each side can
    gain or lose a year.
    """

    scheme: Scheme
    found: tuple[Perversity, ...]
    mend: Mend | None
    left: tuple[Perversity, ...]
    mendable: bool
    weighed: bool
    months: int
    stakes: Mapping[Side, float]


def mirror(
    lines: tuple[Incentive, ...],
    past: Columns,
    *,
    currency: str,
    totals: frozenset[str] = frozenset(),
    bounds: Mapping[str, Bounds] | None = None,
    seed: int = 0,
) -> Mirror:
    """Hold the rewards against what the company earns.

    ``past`` has each metric's monthly values, oldest first; metrics without any are looked at over what their formulas
    span. ``totals`` are the metrics that add up over months. The same arguments give the same answer.
    """
    scheme = Scheme(lines, currency, totals)
    looked = _looked(scheme, past, bounds, seed)
    found = _all(looked, seed)
    mend = mended(looked, found) if found else None
    left = _all(replace(looked, scheme=replace(scheme, lines=mend.lines)), seed) if mend else ()
    return Mirror(
        scheme=scheme,
        found=found,
        mend=mend if mend and mend.lines != lines else None,
        left=left,
        mendable=mend is not None or not found,
        weighed=looked.scenarios.weighed,
        months=looked.scenarios.months,
        stakes=looked.stakes,
    )


def _looked(scheme: Scheme, past: Columns, bounds: Mapping[str, Bounds] | None, seed: int) -> Looked:
    table = _whole(scheme.metrics, past)
    rng = np.random.default_rng([seed, 1])
    return Looked(scheme, scenarios(table, scheme.bends()[0], rng, bounds))


def _whole(metrics: tuple[str, ...], past: Columns) -> Columns:
    """The months in which every metric is known; none where a metric has no history."""
    if any(name not in past for name in metrics) or not metrics:
        return {name: np.zeros(0) for name in metrics}
    known = np.all([np.isfinite(past[name]) for name in metrics], axis=0)
    return {name: np.asarray(past[name], dtype=np.float64)[known] for name in metrics}


def _all(looked: Looked, seed: int) -> tuple[Perversity, ...]:
    if not looked.scheme.metrics:
        return ()
    rng = np.random.default_rng([seed, 2])
    found = [*decisions(looked), *frames(looked, rng)]
    if looked.scheme.worths and looked.stake > 0:
        found += [*wrong_ways(looked), *together(looked), *one_side(looked)]
    return tuple(sorted(found, key=lambda p: (ORDER.index(p.kind), -p.weight, SIDES.index(p.side), p.subject, p.way)))
