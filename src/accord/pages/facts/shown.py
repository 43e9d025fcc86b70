"""What a report says, as pages show it: each number raw, beside its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from accord.facts.manifest import Import
from accord.facts.parse_discovery import readers
from accord.facts.report import FileReport, Question
from accord.facts.tables import TABLES, Type
from accord.findings.format import Format
from accord.pages.shown import Column, plural
from accord.record.work import Progress

SIDE_WORDS = {"marketing": "Marketing", "it": "IT"}
_UNKNOWN = "no reader recognises"
_QUESTIONS_AS = {"zone": "zone", "currency": "currency", "locale": "locale", "day_first": "choice", "reader": "choice"}
_CLAUSES = {"services": "services with their service levels"}
_CHOICES = {
    "day": ("Day first", "03/04/2026 is 3 April"),
    "month": ("Month first", "03/04/2026 is March 4"),
    "en_US": ("1,234.56", "as in English"),
    "de_DE": ("1.234,56", "as in German"),
    "fr_FR": ("1 234,56", "as in French"),
}


@cache
def titles() -> dict[str, str]:
    """Readers' names in plain words."""
    return {r.name: r.title for r in readers()}


def recognised(reader: str | None) -> str:
    return titles().get(reader or "", (reader or "").replace("_", " "))


def span(form: Format, first: datetime | None, last: datetime | None) -> str:
    """'Aug 1 to Oct 31', by days; nothing where no time is known."""
    if first is None or last is None:
        return ""
    a, b = form.day(first), form.day(last)
    return a if a == b else f"{a} to {b}"


def money_text(form: Format, money: Mapping[str, int]) -> str:
    return ", ".join(form.exact_money(value, currency) for currency, value in sorted(money.items()))


@dataclass(frozen=True, slots=True)
class ProgressShown:
    """How work stands. ``percent`` is None while nobody knows how much there is."""

    id: UUID
    title: str
    state: str
    open: bool
    percent: int | None
    step: str
    error: str
    cancel_asked: bool
    by: str
    queued_at: datetime
    at: str


def progress_shown(job: Progress, title: str, form: Format) -> ProgressShown:
    percent = None if job.share is None else round(100 * job.share)
    waits = "waiting for its turn" if job.state == "queued" else job.step or "beginning"
    at = form.time(job.queued_at)
    return ProgressShown(
        job.id,
        title,
        job.state,
        job.open,
        percent,
        waits,
        job.error,
        job.cancel_asked,
        job.by_name,
        job.queued_at,
        at,
    )


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    value: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question about a file, and the field that answers it. ``widget`` is choice, zone, currency, locale or text."""

    field: str
    file: str
    text: str
    where: str
    widget: str
    choices: tuple[ChoiceShown, ...]


def question_shown(file: str, asked: Question, form: Format) -> QuestionShown:
    where = ""
    if asked.row:
        column = f", column {asked.column}" if asked.column else ""
        value = f": {asked.value}" if asked.value else ""
        where = f"row {form.count_all(asked.row)}{column}{value}"
    choices = tuple(_choice(value) for value in asked.choices)
    widget = "choice" if choices else _QUESTIONS_AS.get(asked.setting, "text")
    return QuestionShown(f"{file}|{asked.setting}", file, asked.text, where, widget, choices)


def _choice(value: str) -> ChoiceShown:
    label, hint = _CHOICES.get(value, (titles().get(value, value), ""))
    return ChoiceShown(value, label, hint)


@dataclass(frozen=True, slots=True)
class MappingField:
    """One field of a table, and the column that may fill it."""

    field: str
    label: str
    needed: bool
    suggested: str


@dataclass(frozen=True, slots=True)
class MappingShown:
    """A table that a file may be, with what would fill it; ``samples`` are the file's columns with first values."""

    file: str
    table: str
    fields: tuple[MappingField, ...]
    samples: tuple[tuple[str, str], ...]


def mappings_shown(report: FileReport) -> tuple[MappingShown, ...]:
    """The likeliest tables of a file that no reader knows, the best first."""
    return tuple(_mapping(report.file, s) for s in report.suggestions[:1])


def _mapping(file: str, suggestion: Any) -> MappingShown:
    table, found = TABLES[suggestion.table], dict(suggestion.mapping)
    fields = []
    for column in table.columns:
        name = column.name.removesuffix("_minor")
        needed = name in suggestion.missing or (not column.optional and name in found)
        fields.append(MappingField(name, f"{name.replace('_', ' ')} ({column.meaning})", needed, found.get(name, "")))
    samples = tuple((name, ", ".join(values[:3])) for name, values in suggestion.samples)
    return MappingShown(file, table.name, tuple(fields), samples)


@dataclass(frozen=True, slots=True)
class RowsShown:
    """The first rows of a table as they were understood."""

    table: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def first_rows(told: Iterable[Mapping[str, Any]], file: str, member: str, form: Format) -> tuple[RowsShown, ...]:
    """Those of one file; ``told`` is what looking kept."""
    name = file.rpartition("/")[2]
    return tuple(_rows(t, form) for t in told if (t["file"], t["member"]) == (name, member))


def _rows(told: Mapping[str, Any], form: Format) -> RowsShown:
    types = {c.name: c for c in TABLES[told["table"]].columns}
    columns = [Column("row_number", "Row", False)]
    for name in told["columns"]:
        number = types[name].type in (Type.INTEGER, Type.REAL)
        columns.append(Column(name, name.removesuffix("_minor").replace("_", " "), number))
    rows = tuple(_row(row, told["columns"], form) for row in told["rows"])
    return RowsShown(told["table"].replace("_", " "), tuple(columns), rows)


def _row(row: list[Any], names: list[str], form: Format) -> tuple[str, ...]:
    values = dict(zip(names, row[1:], strict=True))
    table = {c.name: c for t in TABLES.values() for c in t.columns}
    return (form.count_all(row[0]), *(_cell(values[n], table[n].type, n, values.get("currency"), form) for n in names))


def _cell(value: Any, kind: Type, name: str, currency: str | None, form: Format) -> str:
    if value is None:
        return ""
    if kind is Type.TIME:
        return form.time(datetime.fromisoformat(value))
    if kind is Type.INTEGER and name.endswith("_minor"):
        return form.exact_money(value, currency)
    if kind is Type.INTEGER:
        return form.count_all(value)
    return str(value)


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file of a report. ``status`` is read, here already, asks or refused."""

    file: str
    title: str
    recognised: str
    side: str
    status: str
    covers: str
    money: str
    rows: int
    rows_text: str
    new: int
    new_text: str
    changed: int
    changed_text: str
    same: int
    same_text: str
    rejected: int
    rejected_text: str
    rejected_rows: str
    rejects: tuple[tuple[str, str, str, str], ...]
    import_id: str
    how: tuple[tuple[str, str], ...]
    matched: tuple[tuple[str, str], ...]
    left: tuple[str, ...]
    notes: tuple[str, ...]
    error: str
    question: QuestionShown | None
    mappings: tuple[MappingShown, ...]
    unknown: bool
    rows_first: tuple[RowsShown, ...]


def file_shown(f: FileReport, form: Format, told: Iterable[Mapping[str, Any]] = ()) -> FileShown:
    return FileShown(
        file=f.file,
        title=f"{f.file} / {f.member}" if f.member else f.file,
        recognised=recognised(f.reader),
        side=SIDE_WORDS.get(f.side or "", ""),
        status=f.status,
        covers=span(form, f.first, f.last),
        money=money_text(form, f.money),
        rows=f.rows_read,
        rows_text=form.count_all(f.rows_read),
        new=f.new,
        new_text=form.count_all(f.new),
        changed=f.changed,
        changed_text=form.count_all(f.changed),
        same=f.same,
        same_text=form.count_all(f.same),
        rejected=f.rejected,
        rejected_text=form.count_all(f.rejected),
        rejected_rows=plural(f.rejected, "row", form),
        rejects=tuple((r.row, r.column, r.value, r.reason) for r in f.rejects),
        import_id=f.import_id or "",
        how=how_read(f.zone, f.locale, f.encoding, f.account),
        matched=f.columns_matched,
        left=f.columns_left,
        notes=(*f.notes, *_offered(f)),
        error=_error(f),
        question=question_shown(f.file, f.question, form) if f.question else None,
        mappings=mappings_shown(f),
        unknown=f.status == "refused" and _UNKNOWN in (f.error or "") and not f.suggestions,
        rows_first=first_rows(told, f.file, f.member, form),
    )


def _offered(f: FileReport) -> tuple[str, ...]:
    """What is agreed comes as no rows; without a word about it, such a file looked empty."""
    said = "It holds {}, which are agreed and signed and bring no rows: Charter, Take up a file makes them a draft."
    return tuple(said.format(_CLAUSES.get(o.clause, o.clause)) for o in f.offers)


def _error(f: FileReport) -> str:
    """The fault as people read it; a command's flags say nothing here."""
    if f.status == "refused" and _UNKNOWN in (f.error or ""):
        return "No reader recognises this file. Say which table it is and which column is what, or leave it out."
    return f.error or ""


def how_read(
    zone: str | None, locale: str | None, encoding: str | None, account: str | None
) -> tuple[tuple[str, str], ...]:
    """How a file was understood, as pairs; what it does not need is left out."""
    numbers = ", ".join(_CHOICES[locale]) if locale in _CHOICES else locale
    pairs = (("Shop or account", account), ("Time zone", zone), ("Numbers", numbers), ("Encoding", encoding))
    return tuple((label, value) for label, value in pairs if value)


def import_title(one: Import) -> str:
    return f"{one.name} / {one.member}" if one.member else one.name


def rows_of(one: Import) -> int:
    return sum(one.yielded.values())
