"""What reading files came to: one line a file, equal in preview and commit."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Literal

from accord.facts.found import Found
from accord.facts.manifest import Import
from accord.facts.mapping_suggest import Suggestion
from accord.facts.merge import Counts
from accord.facts.reading import Offer

REJECTS_SHOWN = 20
Status = Literal["read", "here already", "asks", "refused"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken, as the reject file has it."""

    row: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """What must be answered before a file can be read: what is asked, the choices, the flag that answers it.

    ``choices`` are all there are; where anything may be answered they are none, and ``likely`` names a few.
    """

    setting: str
    text: str
    choices: tuple[str, ...]
    flag: str
    row: int = 0
    column: str = ""
    value: str = ""
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, or of one member of an archive.

    ``status`` is ``read``, ``here already`` (nothing of it is new, and nothing was stored), ``asks`` (see
    ``question``) or ``refused`` (see ``error``). ``tables`` has the counts of each table. ``first`` and ``last``
    are UTC, ``money`` sums by currency in minor units. ``rejects`` are the first rows not taken, ``rejects_file``
    the name in the workspace's ``rejects/`` of the file with all of them, once committed. ``offers`` are clauses
    that the file proposes. ``replaces`` tells that the file had been read before, with other answers.
    ``suggestions`` are mappings that would fit a file no reader knows, best first. ``account`` is the shop or account
    that was told.
    """

    file: str
    member: str
    side: str | None
    status: Status
    import_id: str | None = None
    reader: str | None = None
    rows_read: int = 0
    tables: dict[str, Counts] = field(default_factory=dict)
    rejected: int = 0
    rejects: tuple[Rejected, ...] = ()
    rejects_file: str | None = None
    first: datetime | None = None
    last: datetime | None = None
    money: dict[str, int] = field(default_factory=dict)
    zone: str | None = None
    locale: str | None = None
    encoding: str | None = None
    columns_matched: tuple[tuple[str, str], ...] = ()
    columns_left: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    replaces: bool = False
    question: Question | None = None
    error: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    account: str | None = None

    @property
    def new(self) -> int:
        return sum(c.new for c in self.tables.values())

    @property
    def changed(self) -> int:
        return sum(c.changed for c in self.tables.values())

    @property
    def same(self) -> int:
        return sum(c.same for c in self.tables.values())


@dataclass(frozen=True, slots=True)
class Report:
    """What a call came to. ``committed`` is False for a preview, and where ``strict`` let nothing through.

    ``snapshot`` names the facts in force afterwards, which a preview leaves as they were.
    """

    files: tuple[FileReport, ...]
    committed: bool
    snapshot: str

    @property
    def imports(self) -> tuple[str, ...]:
        """Ids of what was imported, for undo."""
        return tuple(f.import_id for f in self.files if f.status == "read" and f.import_id)

    @property
    def questions(self) -> tuple[FileReport, ...]:
        return tuple(f for f in self.files if f.status == "asks")

    @property
    def refused(self) -> tuple[FileReport, ...]:
        return tuple(f for f in self.files if f.status == "refused")


def report_of(one: Import, found: Found, status: Status, counts: dict[str, Counts], rejects: Path) -> FileReport:
    """The report on an import, read from ``found``; its reject file, if it has one, lies in the folder ``rejects``."""
    file = f"{one.rejects}.csv" if one.rejects else None
    return FileReport(
        file=found.shown,
        member=one.member,
        side=one.side,
        status=status,
        import_id=one.id,
        reader=one.reader,
        rows_read=one.rows_read,
        tables=counts,
        rejected=one.rejected,
        rejects=_first_rejects(rejects / file) if file and (rejects / file).exists() else (),
        rejects_file=file,
        first=one.first,
        last=one.last,
        money=one.money,
        zone=one.zone,
        locale=one.locale,
        encoding=one.encoding,
        columns_matched=one.columns_matched,
        columns_left=one.columns_left,
        notes=(*one.notes, *_of_overlap(counts)),
        offers=tuple(Offer(o["clause"], o["data"]) for o in one.offers),
        account=one.settled.get("options", {}).get("account"),
    )


def _of_overlap(counts: dict[str, Counts]) -> tuple[str, ...]:
    gone = [
        f"{c.gone:,} rows of {t} are no longer in what this file tells anew, and are out"
        for t, c in counts.items()
        if c.gone
    ]
    twice = [
        f"{c.repeated:,} rows of {t} come again later in the file; the later ones count"
        for t, c in counts.items()
        if c.repeated
    ]
    passed = [
        f"{c.passed:,} rows of {t} are of a time that a final export has told already, and are passed over"
        for t, c in counts.items()
        if c.passed
    ]
    return (*gone, *twice, *passed)


def _first_rejects(path: Path) -> tuple[Rejected, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Rejected(*row) for row in islice(csv.reader(file), 1, REJECTS_SHOWN + 1))
