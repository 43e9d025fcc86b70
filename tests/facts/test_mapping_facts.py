"""By column and row by row, a table of facts comes to the same facts."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.facts.mapping_facts import FactColumns
from accord.facts.reading import Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, table_text, written

GIVEN = Given(zone="Europe/Berlin", locale="en_US", side="it", hash_key=KEY)
TIMES = st.sampled_from(["2026-07-01 10:00", "2026-10-25 02:30", "2026-07-01T10:00:00.5Z", "1 July 2026", "", "soon"])
MONEY = st.sampled_from(["5.00", "5", "1,234.50", "-0.10", "0.001", "", "--", "EUR 3", "x", "9" * 20])
CODES = st.sampled_from(["EUR", "EUR", "eur", "JPY", "USD", "", "euro"])
WORDS = st.sampled_from(["ana", " ben ", "", "--", "a\u200bna", "=1"])
TABLES: dict[str, dict[str, Any]] = {
    "orders": {
        "order_id": st.sampled_from(["A1", "A2", "A3", "A4", "", "A\u200b"]),
        "ordered_at": TIMES,
        "amount": MONEY,
        "currency": CODES,
        "customer_key": WORDS,
        "channel": WORDS,
        "status": st.sampled_from(["placed", "Paid", "refunded", "", "unknown"]),
    },
    "payments": {
        "payment_id": WORDS,
        "paid_at": TIMES,
        "amount_minor": st.sampled_from(["5", "12.5", "", "x"]),
        "currency": CODES,
        "status": st.sampled_from(["paid", "failed", ""]),
    },
    "visits": {
        "bin_start": TIMES,
        "bin_seconds": st.sampled_from(["3600", "60", "1.5", ""]),
        "visits": st.sampled_from(["7", "1,200", "", "x", "9" * 20]),
        "channel": WORDS,
    },
    "changes": {"change_id": WORDS, "service": WORDS, "planned_start": TIMES, "planned_end": TIMES, "kind": WORDS},
    "rates": {
        "day": st.sampled_from(["2026-07-01", "1 July 2026", "", "x"]),
        "currency": CODES,
        "per_base": st.sampled_from(["1.08", "", "x"]),
    },
    "calendar": {"kind": WORDS, "title": WORDS, "starts_at": TIMES, "ends_at": TIMES, "side": WORDS},
}
PLAIN = {
    "orders": {
        "order_id": st.sampled_from(["A1", "A2", "A3", "A4", "A5"]),
        "ordered_at": st.sampled_from(["2026-07-01 10:00", "2026-07-02 10:00"]),
        "amount": st.sampled_from(["5.00", "6.00"]),
        "currency": st.just("EUR"),
        "status": st.sampled_from(["placed", "refunded"]),
    }
}


def cases(tables: dict[str, dict[str, Any]]) -> Any:
    return st.sampled_from(sorted(tables)).flatmap(
        lambda table: st.tuples(st.just(table), st.lists(st.tuples(*tables[table].values()), min_size=1, max_size=6))
    )


def read(table: str, rows: list[Any], reader: str, by_column: bool) -> Any:
    header = list(TABLES[table] if len(rows[0]) == len(TABLES[table]) else PLAIN[table])
    options = {"as": table, "map": ",".join(f"{name}={name}" for name in header)} if reader == "mapped" else {}
    given = Given(GIVEN.zone, GIVEN.locale, None, None, GIVEN.side, KEY, options)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        if not by_column:
            patched.setattr(FactColumns, "take", lambda self, chunk: None)
        path = written(Path(folder), "t.csv", table_text(header, rows))
        try:
            parsed = read_here(path, given, reader)
        except Exception as fault:  # both ways must end in the same words
            return type(fault), str(fault)
        told = facts(parsed, table) if table in parsed.tables else []
        return told, rejects(parsed), parsed.notes, parsed.money


@settings(max_examples=120, deadline=None)
@given(st.one_of(cases(TABLES), cases(PLAIN)), st.sampled_from(["plain_table", "mapped"]))
def test_by_column_and_row_by_row_say_the_same(case: tuple[str, list[Any]], reader: str) -> None:
    table, rows = case
    assert read(table, rows, reader, by_column=True) == read(table, rows, reader, by_column=False)


def test_plain_rows_are_taken_by_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"A{n}", f"2026-07-01T10:{n % 60:02d}:00Z", "1.25", "EUR"] for n in range(2500)]
    taken: list[bool] = []
    take = FactColumns.take

    def watched(self: FactColumns, chunk: Any) -> Any:
        batch = take(self, chunk)
        taken.append(batch is not None or not chunk.rows)
        return batch

    monkeypatch.setattr(FactColumns, "take", watched)
    text = table_text(["order_id", "ordered_at", "amount", "currency"], rows)
    parsed = read_here(written(tmp_path, "orders.csv", text), GIVEN)
    assert (parsed.reader, parsed.counts, parsed.money) == ("plain_table", {"orders": 2500}, {"EUR": 312500})
    assert (all(taken), len(taken)) == (True, 3)
