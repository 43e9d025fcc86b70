"""Array types and the running sums that every window and every ratio is read from."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Counts: TypeAlias = npt.NDArray[np.int32]
Bools: TypeAlias = npt.NDArray[np.bool_]


def running(values: npt.NDArray[np.generic]) -> Floats:
    """Running sums with a leading 0, so that `out[e] - out[s]` is the sum over `[s, e)`; (n,) to (n + 1,)."""
    out = np.zeros(len(values) + 1)
    np.cumsum(values, out=out[1:], dtype=np.float64)
    return out


def counting(flags: Bools) -> Counts:
    """Running numbers of True with a leading 0, (n,) to (n + 1,); half the memory of `running`."""
    out = np.zeros(len(flags) + 1, dtype=np.int32)
    np.cumsum(flags, out=out[1:], dtype=np.int32)
    return out


def between(sums: Floats | Counts, starts: Ints, ends: Ints) -> Floats:
    """Sums over the windows `[starts, ends)`, both (m,) in bins; two look-ups each. Returns (m,)."""
    return np.asarray(sums.take(ends) - sums.take(starts), dtype=np.float64)
