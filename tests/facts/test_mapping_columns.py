"""By column and line by line, a mapping comes to the same orders."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.facts.convert_times import Times
from accord.facts.mapping_columns import Columns
from accord.facts.reading import Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, table_text, written

HEADER = ["No", "At", "Quantity", "Price", "Buyer", "Currency"]
MAPPING = "order_id=No,ordered_at=At,amount=Quantity*Price,customer_key=Buyer,currency=Currency,segment='made up'"
GIVEN = Given(zone="Europe/Berlin", locale="en_US", hash_key=KEY, options={"as": "orders", "map": MAPPING})

lines = st.lists(
    st.tuples(
        st.sampled_from(["A1", "A2", " A3 ", "A4", "A1\u200b", ""]),
        st.sampled_from(["2026-07-01 10:00", "2026-07-01 09:30", "2026-10-25 02:30", "2026-07-01T10:00Z", "someday"]),
        st.sampled_from(["1", "3", "-2", "1.5", "x", "99999999999999999"]),
        st.sampled_from(["5.00", "0.005", "1,234.50", "-0.10", "0", "99999999999999999"]),
        st.sampled_from(["ana", "ben", "", "--"]),
        st.sampled_from(["EUR", "EUR", "EUR", "USD", "JPY"]),
    ),
    min_size=1,
    max_size=8,
)
plain = st.lists(
    st.tuples(
        st.sampled_from(["A1", "A2", "A3"]),
        st.sampled_from(["2026-07-01 10:00", "2026-07-01 09:30", "2026-03-29 02:30"]),
        st.integers(-3, 9).map(str),
        st.decimals("-9.99", "999.99", places=3).map(str),
        st.sampled_from(["ana", "ben", ""]),
        st.just("EUR"),
    ),
    min_size=1,
    max_size=12,
)


def read(rows: list[Any], monkeypatch: pytest.MonkeyPatch, by_column: bool) -> Any:
    with TemporaryDirectory() as folder, monkeypatch.context() as patched:
        if not by_column:
            patched.setattr(Columns, "take", lambda self, chunk: False)
        path = written(Path(folder), "lines.csv", table_text(HEADER, rows))
        try:
            parsed = read_here(path, GIVEN, "mapped")
        except Exception as fault:  # both ways must end in the same words
            return type(fault), str(fault)
        return facts(parsed, "orders"), rejects(parsed), parsed.notes, parsed.rows_read


@settings(max_examples=60, deadline=None)
@given(st.one_of(lines, plain))
def test_by_column_and_line_by_line_say_the_same(rows: list[Any]) -> None:
    monkeypatch = pytest.MonkeyPatch()
    assert read(rows, monkeypatch, by_column=True) == read(rows, monkeypatch, by_column=False)


def test_plain_lines_are_taken_by_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"A{n // 3}", f"2026-07-01 10:{n % 60:02d}", n % 7, "1.25", "ana", "EUR"] for n in range(2500)]
    taken: list[bool] = []
    take = Columns.take
    monkeypatch.setattr(Columns, "take", lambda self, chunk: taken.append(take(self, chunk)) or taken[-1])
    parsed = read_here(written(tmp_path, "lines.csv", table_text(HEADER, rows)), GIVEN, "mapped")
    assert (parsed.counts, all(taken), len(taken)) == ({"orders": 834}, True, 3)
    assert parsed.money == {"EUR": sum(n % 7 for n in range(2500)) * 125}


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)),
    st.sampled_from(
        ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "UTC", "Asia/Kolkata"]
    ),
    st.sampled_from(["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"]),
)
def test_many_times_at_once_are_as_one_by_one(moment: datetime, zone: str, form: str) -> None:
    times = Times(False, zone)
    texts = [(moment + timedelta(hours=n)).strftime(form) for n in range(0, 48, 5)]
    found = times.micros(texts)
    if found is not None:
        one_by_one = [(times.utc(text) - datetime(1970, 1, 1)) // timedelta(microseconds=1) for text in texts]
        assert found.tolist() == one_by_one


def test_days_on_which_clocks_change_are_looked_at_one_by_one() -> None:
    times = Times(False, "Europe/Berlin")
    assert times.micros(["2026-10-25 02:30"]) is None
    assert times.micros(["2026-10-26 02:30"]) is not None
    assert times.micros(["2026-02-30 02:30"]) is None
    assert Times(False, None).micros(["2026-10-26 02:30"]) is None
