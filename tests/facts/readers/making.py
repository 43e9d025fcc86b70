"""Made-up export files for the readers' tests. Every name and figure in them is invented."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest

from accord.facts.child import most_certain
from accord.facts.child_read import read
from accord.facts.limits import DEFAULT
from accord.facts.parse import Parsed, parse, parsed_of
from accord.facts.parse_discovery import reader_named
from accord.facts.reading import Given
from accord.facts.sniff import sample_of
from accord.facts.sniff_container import unpack

KEY = b"a made-up workspace key"


def table_text(header: Sequence[str], rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def table_of(header: Sequence[str], rows: Sequence[Mapping[str, object]], delimiter: str = ",") -> str:
    """Rows by column name; columns that a row does not name stay blank."""
    return table_text(header, [[row.get(name, "") for name in header] for row in rows], delimiter)


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def read_one(path: Path, given: Given | None = None, **more: Any) -> Parsed:
    """Parse a file that holds one table's worth, into a folder beside it."""
    given = given or Given(hash_key=KEY)
    (parsed,) = parse(path, given, path.parent / "out", **more)
    return parsed


def shared(name: str) -> Path:
    """A file of the shared real data; the test is skipped where there is none (``ACCORD_SHARED`` says where)."""
    root = Path(os.environ.get("ACCORD_SHARED", Path(__file__).parents[4] / "shared"))
    path = root / "data" / name
    if not path.exists():
        pytest.skip(f"the shared data set {name} is not here")
    return path


def read_here(path: Path, given: Given | None = None, reader: str | None = None, out: Path | None = None) -> Parsed:
    """As ``read_one``, in this process: quicker by the start of a child, and as exact in what is read."""
    given, out = given or Given(hash_key=KEY), out or path.parent / "out"
    out.mkdir(exist_ok=True)
    (member,) = unpack(path, out, DEFAULT)
    sample = sample_of(member.path, DEFAULT)
    chosen = reader_named(reader) if reader else most_certain(sample)
    assert chosen is not None, "no reader knows this file"
    return parsed_of(path, read(chosen, member, sample, given, out, DEFAULT, StringIO()))


def facts(parsed: Parsed, table: str) -> list[dict[str, Any]]:
    """All rows of one table, in the order of the file, without ``source_id``."""
    rows = duckdb.sql(f"SELECT * EXCLUDE (source_id) FROM '{parsed.tables[table]}' ORDER BY row_number")
    names = [column[0] for column in rows.description]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def rejects(parsed: Parsed) -> list[dict[str, str]]:
    if parsed.rejects is None:
        return []
    with parsed.rejects.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
