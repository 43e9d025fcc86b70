"""Typed columns from rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engines.base import EngineError, columns_of, length, rows


def test_types_are_read_off_the_values() -> None:
    got = columns_of(
        ["a", "b", "c", "d", "e"], [(1, 1.5, "x", True, datetime(2026, 1, 1)), (2, None, None, None, None)]
    )
    assert [a.dtype.str for a in got.values()] == ["<i8", "<f8", "|O", "|O", "<M8[us]"]
    assert rows(got)[0]["c"] == "x"
    assert got["d"].tolist() == [True, None]


def test_told_kinds_hold_for_columns_without_a_value() -> None:
    kinds = ("bigint", "double", "varchar", "boolean", "timestamp", "date")
    got = columns_of(list(kinds), [], kinds)
    assert [a.dtype.str for a in got.values()] == ["<i8", "<f8", "|O", "|b1", "<M8[us]", "<M8[us]"]
    assert length(got) == 0
    missing = columns_of(list(kinds), [(None,) * 6], kinds)
    assert [a.dtype.str for a in missing.values()] == ["<f8", "<f8", "|O", "|O", "<M8[us]", "<M8[us]"]


def test_a_decimal_without_decimals_is_whole_and_one_with_them_is_not() -> None:
    got = columns_of(["a", "b"], [(Decimal("12"), Decimal("12.0"))])
    assert got["a"].dtype == np.int64
    assert got["b"].dtype == np.float64


@given(st.integers(-(2**63), 2**63 - 1))
def test_an_integer_of_64_bits_is_exact(value: int) -> None:
    assert columns_of(["a"], [(Decimal(value),), (value,)])["a"].tolist() == [value, value]


def test_an_integer_beyond_64_bits_is_refused() -> None:
    with pytest.raises(EngineError, match="9223372036854775808 does not fit 64 bits"):
        columns_of(["a"], [(2**63,)])


def test_zoned_times_become_utc_and_days_midnight() -> None:
    zoned = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    got = columns_of(["t", "d"], [(zoned, date(2026, 1, 2)), (datetime(2026, 1, 1, tzinfo=UTC), None)])
    assert got["t"].tolist() == [datetime(2025, 12, 31, 23), datetime(2026, 1, 1)]
    assert str(got["d"].tolist()) == "[datetime.datetime(2026, 1, 2, 0, 0), None]"


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(EngineError, match="two columns are called 'a'"):
        columns_of(["a", "a"], [(1, 2)])
