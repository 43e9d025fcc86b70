"""Whole cents that add up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from accord.methods.decomposition.tree import Floats

Whole = npt.NDArray[np.int64]


def apportion(parts: Floats, totals: npt.ArrayLike) -> Whole:
    """Round ``parts`` (n, ...) to whole numbers that add up to ``totals`` (...), by largest remainder.

    What the parts miss of their total is first spread evenly; then each is rounded up or down, so that
    each is less than 1 (plus its even share of the miss) from its unrounded value. Ties go to the first.
    Source: Hamilton's method, see Balinski and Young (1982), Fair Representation.
    """
    wanted = np.asarray(totals, np.int64)
    even = np.asarray(parts, float) + (wanted - np.sum(parts, axis=0)) / len(parts)
    if not np.isfinite(even).all():
        raise ValueError("only finite parts can be rounded")
    whole = np.floor(even).astype(np.int64)
    lacking = wanted - whole.sum(axis=0)
    order = np.argsort(-(even - whole), axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    # beyond 2^53 floats are coarser than cents, and a rest may exceed one for each part
    each, rest = np.divmod(lacking, len(parts))
    return np.asarray(whole + each + (rank < rest), np.int64)
