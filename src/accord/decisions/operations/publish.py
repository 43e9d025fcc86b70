"""Publish a brief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accord.decisions import briefs
from accord.decisions.models import KeptBrief, Published, PublishedRevision
from accord.decisions.publishing import rows_of
from accord.decisions.queries import latest_kept
from accord.findings import archive
from accord.findings.brief import Brief
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record.writing import HOUSE, House, change, writing
from accord.units.period import aware

_LASTING = {"finding", "published_at"}
_TOLD = [f.name for f in Published._meta.concrete_fields if f.name not in _LASTING]


@dataclass(frozen=True, slots=True)
class Publishing:
    """What a publishing changed: ids of findings that are new, that have another revision, that came back and that
    the brief no longer tells; and the brief's name."""

    new: tuple[str, ...]
    superseded: tuple[str, ...]
    back: tuple[str, ...]
    gone: tuple[str, ...]
    brief: str

    @property
    def changed(self) -> bool:
        return bool(self.new or self.superseded or self.back or self.gone)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A brief with its files written and its rows worked out, by finding: all that needs no turn of the writers."""

    brief: Brief
    name: str
    rows: dict[str, Published]


def publish(brief: Brief, *, by: Person | House = HOUSE, now: datetime) -> Publishing:
    """Make a brief the one in force: its findings stand on the lists, others no longer; revisions are kept.

    Publishing the same again changes nothing and leaves no row of activity. Raises ``NotAllowed``.
    """
    if isinstance(by, Person):
        require(by, Right.IMPORT)
    return put_in_force(prepared(brief, now=now), by=by, now=now)


def prepared(brief: Brief, *, now: datetime) -> Prepared:
    """Do what takes long before anybody's turn: hundreds of files are put on the disk one by one."""
    workspace = settings.ACCORD_WORKSPACE
    for finding in brief.findings:
        archive.save(workspace.findings, finding)
    return Prepared(brief, briefs.keep(workspace, brief), rows_of(brief, now))


def put_in_force(ready: Prepared, *, by: Person | House = HOUSE, now: datetime) -> Publishing:
    """The rows of a prepared brief, in one transaction; see ``publish``."""
    with writing():
        last = KeptBrief.objects.order_by("-id").first()
        done = _differences(ready)
        if last is not None and last.file == ready.name and not done.changed:
            return done
        with change(by, "published", "brief", ready.name, _says(ready.brief, done), now=now):
            _store(ready, done, now)
        return done


def put_none_in_force(*, now: datetime) -> None:
    """There are no facts any more, so no finding stands: it would have no evidence. Does nothing where none stood."""
    with writing():
        if latest_kept() is None:
            return
        with change(
            HOUSE, "published", "brief", "none", "took every finding off the lists: no facts are left", now=now
        ):
            Published.objects.filter(gone_at=None).update(gone_at=now)
            KeptBrief.objects.create(file="", start=now, end=now, as_of=now, made_at=now)


def _differences(ready: Prepared) -> Publishing:
    known, rows = {p.finding: p for p in Published.objects.all()}, ready.rows
    return Publishing(
        new=tuple(n for n in rows if n not in known),
        superseded=tuple(n for n, row in rows.items() if n in known and known[n].revision != row.revision),
        back=tuple(n for n in rows if n in known and known[n].gone_at is not None),
        gone=tuple(n for n, p in known.items() if n not in rows and p.gone_at is None),
        brief=ready.name,
    )


def _store(ready: Prepared, done: Publishing, now: datetime) -> None:
    rows, brief = ready.rows, ready.brief
    fresh = {*done.new, *done.superseded}
    Published.objects.bulk_create([rows[n] for n in done.new])
    _renew([rows[n] for n in rows if n not in done.new], done, now)
    Published.objects.filter(finding__in=done.gone).update(gone_at=now)
    for found in (rows[n] for n in rows if n in fresh):
        PublishedRevision.objects.create(finding=found.finding, revision=found.revision, published_at=now)
    period = brief.period
    KeptBrief.objects.create(
        file=done.brief, start=aware(period.start), end=aware(period.end), as_of=aware(brief.as_of), made_at=now
    )


def _renew(rows: list[Published], done: Publishing, now: datetime) -> None:
    """Bring known findings to what the brief says; the time of their last change stays where they are the same."""
    before = dict(Published.objects.values_list("finding", "changed_at"))
    for row in rows:
        row.changed_at = now if row.finding in done.superseded else before[row.finding]
    # One statement with the values; an update would spell out a choice among the rows for each of their fields.
    Published.objects.bulk_create(rows, update_conflicts=True, unique_fields=["finding"], update_fields=_TOLD)


def _says(brief: Brief, done: Publishing) -> str:
    parts = [(done.new, "new"), (done.superseded, "with other numbers"), (done.gone, "no longer told")]
    told = ", ".join(f"{len(names)} {what}" for names, what in parts if names)
    count = len(brief.findings)
    return f"published {count} {'finding' if count == 1 else 'findings'}" + (f": {told}" if told else "")
