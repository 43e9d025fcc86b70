"""Which line of the file a row begins on, whatever its cells hold."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.facts.limits import DEFAULT
from accord.facts.reading import BadFile
from accord.facts.sniff import sample_of
from accord.facts.tabular import Header, Table

CELLS = st.text('ab\n\r," ', max_size=6)


def table(folder: str, text: str) -> Table:
    path = Path(folder) / "t.csv"
    path.write_bytes(text.encode())
    return Table(path, sample_of(path, DEFAULT), Header(0, ("one", "two"), {}))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=3, max_size=12), st.sampled_from(["\n", "\r\n"]), st.integers(1, 5))
def test_rows_are_numbered_by_the_line_they_begin_on(rows: list[tuple[str, str]], end: str, size: int) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([("one", "two"), *rows])
    reader = csv.reader(io.StringIO(text.getvalue(), newline=""))
    begins, last = [], 0
    for _ in reader:
        begins.append(last + 1)
        last = reader.line_num
    with TemporaryDirectory() as folder:
        chunks = list(table(folder, text.getvalue()).chunks(size))
    assert [number for chunk in chunks for number in chunk.numbers] == begins[1:]
    assert [tuple(row) for chunk in chunks for row in chunk.rows] == rows


def test_a_quote_left_open_is_told_with_the_line_it_begins_on(tmp_path: Path) -> None:
    text = 'one,two\n"a\nb",c\nd,"' + "e\n" * (DEFAULT.cell_chars // 2 + 1)
    with pytest.raises(BadFile, match="Is a quote left open") as bad:
        list(table(str(tmp_path), text).chunks())
    assert bad.value.row == 4
