"""The contract between an export and the facts: what a reader is given and what it yields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Sample:
    """What recognition sees of a file: its name, its first bytes, and what they decode to.

    ``kind`` is the container found by content: ``csv``, ``xlsx``, ``json``, ``jsonl``, ``ics``, ``yaml``,
    ``parquet``, ``netcdf``, or a document's format. ``rows`` are the first 20 records of a tabular file (lists of
    text), ``text`` the first 64 KiB decoded, ``data`` the parsed document where it is small enough (JSON, YAML), else
    None.
    """

    path: Path
    kind: str
    head: bytes
    encoding: str = "utf-8"
    delimiter: str = ","
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    data: Any = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the organisation settled about a file; None means that it was not settled.

    ``zone`` is an IANA name for times without offset, ``locale`` (``en_US``, ``de_DE``) for numbers and
    dates, ``day_first`` for 03/04/2026, ``currency`` for files without one, ``side`` of its folder,
    ``hash_key`` the workspace's secret for people, ``options`` what a reader asks for (a mapping, a service),
    ``path`` the file's path within its side's folder ('' where it is not known).
    """

    zone: str | None = None
    locale: str | None = None
    day_first: bool | None = None
    currency: str | None = None
    side: str | None = None
    hash_key: bytes = b""
    options: dict[str, str] = field(default_factory=dict)
    path: str = ""


@dataclass(slots=True)
class Batch:
    """Rows of one table, by column: equal-length lists of canonical Python values.

    Text ``str``, INTEGER ``int``, REAL ``float``, TIME naive UTC ``datetime`` (or a ``datetime64`` array),
    DAY ``date``, YES_NO ``bool``; ``None`` where optional. A column may also be a NumPy array of the
    canonical type. ``row_numbers`` are lines of the file, counted from 1.
    """

    table: str
    columns: dict[str, Any]
    row_numbers: Any


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken: where, what stood there, why, and the mend."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know about how the file was read (``N total lines left out``)."""

    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A clause that a file proposes (services and targets of an OpenSLO file), as data for charter.yaml."""

    clause: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Understood:
    """How a reader understood the file; a tabular reader yields it once, before any batch.

    ``matched`` pairs each column of the file with the field it fills, ``left`` names the columns that
    nothing was taken from, ``fingerprint`` is a hash of the normalised header names. ``preliminary`` says that a
    final export of the same time will come (or has come), which this one never replaces.
    """

    zone: str | None = None
    locale: str | None = None
    matched: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()
    fingerprint: str = ""
    preliminary: bool = False


Piece = Batch | Reject | Note | Offer | Understood


def _place(file: str, row: int, column: str) -> str:
    parts = [file, f"row {row}" if row else "", f"column {column}" if column else ""]
    told = ", ".join(part for part in parts if part)
    return f"{told}: " if told else ""


class Ask(Exception):  # noqa: N818 - a question, not a fault
    """The file cannot be read without an answer: what is asked, the choices, and the flag that gives it."""

    def __init__(
        self,
        setting: str,
        question: str,
        choices: tuple[str, ...],
        flag: str,
        row: int = 0,
        column: str = "",
        value: str = "",
        file: str = "",
    ) -> None:
        super().__init__(question)
        self.setting, self.question, self.choices, self.flag = setting, question, choices, flag
        self.row, self.column, self.value, self.file = row, column, value, file

    def __str__(self) -> str:
        answers = f" ({' or '.join(self.choices)})" if self.choices else ""
        return f"{_place(self.file, self.row, self.column)}{self.question} Say it with {self.flag}{answers}."


class BadFile(Exception):  # noqa: N818 - the file is at fault, and the message says how
    """The file as a whole cannot be read: reason and mend, with row and column where known."""

    def __init__(self, reason: str, mend: str, row: int = 0, column: str = "", file: str = "") -> None:
        super().__init__(f"{reason}. {mend}")
        self.reason, self.mend, self.row, self.column, self.file = reason, mend, row, column, file

    def __str__(self) -> str:
        return f"{_place(self.file, self.row, self.column)}{self.reason}. {self.mend}"


class Reader(Protocol):
    """One kind of export. Lives in its own file in ``readers/`` and is found by listing that folder."""

    name: str
    """``shopify_orders``: file name, name in the manifest and of its page."""
    title: str
    """``Shopify orders``: what people call the export."""
    side: str | None
    """Whose export it normally is; None where either side has one."""
    tables: tuple[str, ...]
    """Fact tables that it fills."""
    how_to_get: str
    """Where in the tool the export is found, in plain words."""

    def recognise(self, sample: Sample) -> float:
        """0 (not mine) to 1 (certain). Never raises on foreign content."""
        ...

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield batches, rejects, notes and offers. Raises ``Ask`` or ``BadFile`` before any harm."""
        ...
