"""Read a file as the child process does, and check every batch against its table's contract."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from accord.facts.limits import DEFAULT
from accord.facts.reading import Batch, Given, Note, Offer, Reader, Reject, Sample, Understood
from accord.facts.sniff import sample_of
from accord.facts.tables import TABLES, Type

PYTHON = {
    Type.TEXT: str,
    Type.INTEGER: int,
    Type.REAL: float,
    Type.TIME: datetime,
    Type.DAY: date,
    Type.YES_NO: bool,
}


@dataclass
class Outcome:
    """What came of a file, rows as dicts with their ``row_number``."""

    batches: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    preliminary: bool = False

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.batches.get(table, [])


def shared(*parts: str) -> Path:
    """A folder of real data that lies beside the project; the test skips where it is not."""
    root = Path(os.environ.get("ACCORD_SHARED", Path(__file__).parents[4] / "shared"))
    folder = root.joinpath("data", *parts)
    if not folder.exists():
        pytest.skip(f"the real data set {'/'.join(parts)} is not here (set ACCORD_SHARED)")
    return folder


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(reader: Reader, path: Path, given: Given | None = None) -> Outcome:
    """Everything that the reader yields of a file."""
    return collect(reader, sample_of(path, DEFAULT), given or Given())


def collect(reader: Reader, sample: Sample, given: Given) -> Outcome:
    outcome = Outcome()
    for piece in reader.read(sample.path, sample, given):
        if isinstance(piece, Batch):
            assert piece.table in reader.tables
            outcome.batches.setdefault(piece.table, []).extend(_checked(piece))
        elif isinstance(piece, Reject):
            outcome.rejects.append(piece)
        elif isinstance(piece, Note):
            outcome.notes.append(piece.text)
        elif isinstance(piece, Offer):
            outcome.offers.append(piece)
        elif isinstance(piece, Understood):
            outcome.preliminary = piece.preliminary
    return outcome


def _checked(batch: Batch) -> list[dict[str, Any]]:
    table = TABLES[batch.table]
    assert set(batch.columns) == set(table.names)
    assert {len(column) for column in batch.columns.values()} == {len(batch.row_numbers)}
    for column in table.columns:
        for value in batch.columns[column.name]:
            assert value is None if value is None and column.optional else type(value) is PYTHON[column.type], (
                column.name,
                value,
            )
            assert not isinstance(value, datetime) or value.tzinfo is None
    names = [*table.names, "row_number"]
    return [
        dict(zip(names, row, strict=True))
        for row in zip(*(batch.columns[n] for n in table.names), batch.row_numbers, strict=True)
    ]
