"""The calendar's tables as they are handed out."""

from __future__ import annotations

from collections.abc import Sequence

from accord.findings.format import Format
from accord.methods.calendars import Entry
from accord.pages.joint_calendar.marks import KIND_WORDS, SIDE_LABELS, hours
from accord.pages.joint_calendar.met import ClashLine
from accord.pages.outlook import side_of
from accord.pages.sheet import NOTHING, SheetTable, cell_text, cell_time, cells_amount
from accord.pages.shown import Column, plural


def _columns(*labels: str) -> tuple[Column, ...]:
    numbers = ("At risk", "At least", "At most")
    return tuple(Column(label.lower().replace(" ", "_"), label, label in numbers) for label in labels)


def entries_table(entries: Sequence[Entry], form: Format) -> SheetTable:
    """Entries as they stand in the weeks."""
    columns = _columns("From", "To", "Hours", "Side", "Kind", "Title", "Service", "Id")
    rows = tuple(
        (
            cell_time(form, e.start),
            cell_time(form, e.end),
            cell_text(hours(e, form)),
            cell_text(SIDE_LABELS[side_of(e)]),
            cell_text(KIND_WORDS[e.kind]),
            cell_text(e.title),
            cell_text(e.service) if e.service else NOTHING,
            cell_text(e.id),
        )
        for e in entries
    )
    return SheetTable("entries", "What both sides plan", columns, rows)


def clashes_table(lines: Sequence[ClashLine], form: Format) -> SheetTable:
    """Clashes with their price."""
    columns = _columns("From", "To", "One", "Meets", "At risk", "At least", "At most", "Why no price", "Finding")
    rows = tuple(
        (
            cell_time(form, line.start),
            cell_time(form, line.end),
            cell_text(line.one.title),
            cell_text(line.other.title),
            *cells_amount(form, line.amount),
            cell_text(line.verdict),
            cell_text(line.finding),
        )
        for line in lines
    )
    return SheetTable("clashes", f"Where plans clash: {plural(len(lines), 'clash', form, 'clashes')}", columns, rows)
