"""Activity: what was done, by whom and when; nobody can change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from accord.findings.format import Format
from accord.pages.sheet import Sheet, SheetTable, cell_text, cell_time, utc
from accord.pages.shown import Column
from accord.people.names import initials

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accord.people.models import Person
    from accord.record.models import Activity

MOST = 100


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One row. ``address`` leads to what it was done to, where that has a page."""

    id: int
    at: datetime
    when: str
    initials: str
    name: str
    side: str
    verb: str
    subject_kind: str
    subject: str
    says: str
    address: str
    request_id: str


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """Rows, newest first. ``everybody``: whether the reader sees others' rows; ``after``: the address of older ones."""

    title: str
    everybody: bool
    who: str
    about: str
    kinds: tuple[str, ...]
    lines: tuple[ActivityLine, ...]
    after: str
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        heads = (
            ("at", "When"),
            ("who", "Who"),
            ("side", "Side"),
            ("did", "Did"),
            ("kind", "To a"),
            ("id", "Named"),
            ("says", "What"),
            ("request", "Request"),
        )
        rows = tuple(
            (
                cell_time(self.form, line.at),
                *(
                    cell_text(t)
                    for t in (
                        line.name,
                        line.side,
                        line.verb,
                        line.subject_kind,
                        line.subject,
                        line.says,
                        line.request_id,
                    )
                ),
            )
            for line in self.lines
        )
        table = SheetTable("activity", "Activity", tuple(Column(n, t, False) for n, t in heads), rows)
        return Sheet("activity", self.title, self.form, made_up=self.made_up, tables=(table,))


def activity_page(person: Person, *, who: str, about: str, before: int, form: Format, made_up: str) -> ActivityPage:
    """Everybody's activity for those who may audit, one's own for others. ``before`` is a row's id, 0 for the newest.

    ``who`` is a part of a name, ``about`` a kind of thing ('decision'). Raises ``NotAllowed``.
    """
    from accord.people.rights import Right, may, require
    from accord.record.models import Activity

    require(person, Right.READ)
    everybody = may(person, Right.AUDIT)
    rows: QuerySet[Activity] = Activity.objects.order_by("-id")
    if not everybody:
        rows = rows.filter(actor=person.pk)
    kinds = tuple(sorted(rows.order_by("subject_kind").values_list("subject_kind", flat=True).distinct()))
    rows = rows.filter(actor_name__icontains=who) if who else rows
    rows = rows.filter(subject_kind=about) if about else rows
    found = list((rows.filter(id__lt=before) if before else rows)[: MOST + 1])
    more = urlencode({"who": who, "about": about, "before": found[MOST - 1].id}) if len(found) > MOST else ""
    title = "Activity" if everybody else "What you did"
    names = _names(found, person)
    lines = tuple(_line(r, names, form) for r in found[:MOST])
    return ActivityPage(title, everybody, who, about, kinds, lines, more, form, made_up)


def _names(rows: list[Activity], person: Person) -> dict[str, str]:
    """What people call the findings and decisions of these rows, by their ids."""
    from accord.decisions import queries

    of = {kind: {r.subject for r in rows if r.subject_kind == kind} for kind in _ADDRESSES}
    decisions = {str(d.pk): f"{d.name}, {d.title}" for d in queries.decisions_among(of["decision"])}
    findings = {f.finding: f"“{f.title(person.reads_as)}”" for f in queries.published_among(of["finding"])}
    return decisions | findings


def _line(row: Activity, names: dict[str, str], form: Format) -> ActivityLine:
    at = utc(row.at)
    return ActivityLine(
        row.id,
        at,
        form.time(at),
        initials(row.actor_name),
        row.actor_name,
        row.actor_side,
        row.verb,
        row.subject_kind,
        row.subject,
        row.says.replace(row.subject, names[row.subject]) if row.subject in names else row.says,
        _ADDRESSES[row.subject_kind].format(row.subject) if row.subject_kind in _ADDRESSES else "",
        row.request_id,
    )


_ADDRESSES = {"finding": "/findings/{}", "decision": "/decisions/{}"}
