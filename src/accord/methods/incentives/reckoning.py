"""Formulas over many scenarios at once, and the points at which they change their course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from accord.clauses.formula import JOINED, Call, Formula, Metric, Number, Together, metrics, parts

Array = NDArray[np.float64]
Columns = Mapping[str, Array]
"""By metric, its value in each scenario; all of one shape."""


def reckoned(of: Formula, columns: Columns) -> Array:
    """What a formula comes to in each scenario. Raises ``KeyError`` for a metric that has no column."""
    match of:
        case Number():
            return np.float64(of.value) * np.ones(_shape(columns))
        case Metric():
            return np.asarray(columns[of.name], dtype=np.float64)
        case Call():
            return _called(of.of, [reckoned(part, columns) for part in of.parts])
    left, right = reckoned(of.left, columns), reckoned(of.right, columns)
    found: Array = JOINED[of.by](left, right)
    return found


def _shape(columns: Columns) -> tuple[int, ...]:
    return next((column.shape for column in columns.values()), ())


def _called(name: str, given: list[Array]) -> Array:
    match name:
        case "min":
            return reduce(np.minimum, given)
        case "max":
            return reduce(np.maximum, given)
        case "clamp":
            return np.minimum(np.maximum(given[0], given[1]), given[2])
        case "step":
            return np.asarray(given[0] >= given[1], dtype=np.float64)
    share: Array = np.clip((given[0] - given[1]) / (given[2] - given[1]), 0.0, 1.0)
    return share


def knots(of: Formula) -> tuple[dict[str, set[float]], set[str]]:
    """By metric, the values at which the formula changes its course; and the metrics that change it together.

    The first are exact. The second stand in a choice between two terms over several metrics, whose place moves.
    """
    alone: dict[str, set[float]] = {}
    mixed: set[str] = set()
    for difference in _choices(of):
        names = metrics(difference)
        if len(names) == 1:
            alone.setdefault(names[0], set()).update(roots(difference, names[0], alone.get(names[0], set())))
        mixed.update(names if len(names) > 1 else ())
    return alone, mixed


def _choices(of: Formula) -> Iterator[Formula]:
    """Each difference at whose change of sign the formula takes another course, the inner ones first."""
    for one in reversed(list(parts(of))):
        if not isinstance(one, Call):
            continue
        if one.of in ("min", "max"):
            pairs = ((a, b) for i, a in enumerate(one.parts) for b in one.parts[i + 1 :])
        else:
            pairs = ((one.parts[0], bound) for bound in one.parts[1:])
        yield from (Together("-", a, b) for a, b in pairs)


def roots(of: Formula, metric: str, within: set[float]) -> set[float]:
    """Where a formula of one metric, which bends only at ``within``, is zero: exactly, piece by piece."""
    edges = sorted(within) or [0.0]
    span = max(edges[-1] - edges[0], abs(edges[0]), 1.0)
    found = set()
    for low, high in zip([edges[0] - span, *edges], [*edges, edges[-1] + span], strict=True):
        inner = np.array([low + (high - low) / 3, high - (high - low) / 3])
        first, second = reckoned(of, {metric: inner}).tolist()
        if first == second:
            continue
        root = inner[0] - first * (inner[1] - inner[0]) / (second - first)
        if (low == edges[0] - span or root >= low - 1e-12 * span) and (
            high == edges[-1] + span or root <= high + 1e-12 * span
        ):
            found.add(_rounded(float(root), span))
    return found


def _rounded(value: float, span: float) -> float:
    """Without the dust of a division, so that 0.99 stays 0.99."""
    places = max(0, 12 - int(np.ceil(np.log10(max(span, abs(value), 1e-9)))))
    return round(value, min(places, 12))


def steps(of: Formula) -> bool:
    """Whether a formula jumps anywhere."""
    return any(isinstance(one, Call) and one.of == "step" for one in parts(of))
