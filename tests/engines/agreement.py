"""When two engines agree: same names, same types, same rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analyses.run import in_order
from accord.engines.base import Columns


def assert_equal(ours: Columns, theirs: Columns, *, ordered: bool) -> None:
    """Names, types, integers, texts and times exactly; other numbers to 1e-12 of their size."""
    assert list(ours) == list(theirs)
    one, other = (ours, theirs) if ordered else (in_order(ours), in_order(theirs))
    for name in one:
        assert one[name].dtype == other[name].dtype, name
        assert len(one[name]) == len(other[name]), name
        _assert_column_equal(name, one[name], other[name])


def _assert_column_equal(name: str, one: NDArray[Any], other: NDArray[Any]) -> None:
    if one.dtype.kind == "f":
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=0, equal_nan=True, err_msg=name)
    else:
        np.testing.assert_array_equal(one, other, err_msg=name)
