"""The plan that is looked at: the clash it is part of, where it would cost less, and where it was tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accord.findings.finding import Finding
from accord.findings.format import Format
from accord.methods.calendars import Entry
from accord.pages.joint_calendar.asked import Asked
from accord.pages.joint_calendar.marks import KIND_WORDS, SIDE_LABELS, when
from accord.pages.joint_calendar.met import ClashLine
from accord.pages.joint_calendar.slot import try_slot
from accord.pages.joint_calendar.trying import SlotShown, TriedShown, offered, tried_shown
from accord.pages.outlook import side_of
from accord.units.period import local
from accord.workspace.folder import Workspace


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan looked at: the clash it is part of, cheaper slots that its finding offers, and what was tried.

    ``day``, ``at`` and ``minutes`` fill the form: what was tried, else where the plan lies now.
    """

    entry: str
    title: str
    when: str
    side: str
    side_word: str
    kind_word: str
    service: str
    clash: ClashLine | None
    offers: tuple[SlotShown, ...]
    tried: TriedShown | None
    wrong: str
    day: str
    at: str
    minutes: int
    ahead: bool


def is_within(line: ClashLine, span: tuple[datetime, datetime]) -> bool:
    """Whether a clash lies in a stretch."""
    return line.start < span[1] and line.end > span[0]


def chosen_of(
    workspace: Workspace,
    asked: Asked,
    every: Sequence[Entry],
    told: Sequence[ClashLine],
    found: dict[str, Finding],
    span: tuple[datetime, datetime],
    now: datetime,
    form: Format,
    may_try: bool,
) -> Chosen | None:
    """The plan asked for, else the one that could move in the dearest clash of the weeks shown, or of all."""
    priced = [line for line in told if line.amount]
    here = [line for line in priced if is_within(line, span)]
    dearest = max(here or priced, key=lambda line: line.amount.mid if line.amount else 0.0, default=None)
    name = asked.entry or (dearest.moving if dearest else "")
    entry = _nearest([e for e in every if e.id == name], now)
    if entry is None:
        if asked.entry:
            raise LookupError(f"no plan is called {asked.entry[:80]}; it may have been taken out of the calendar")
        return None
    clash = dearest if not asked.entry else _dearest_with(entry.id, told)
    moves = clash if clash and clash.moving == entry.id else None
    source = found.get(f"{clash.one.id}:{clash.other.id}") if clash else None
    offers = (
        offered(source.grid if source else None, entry, moves.amount, asked, form, now)
        if moves and moves.amount
        else ()
    )
    tried, wrong = _tried(workspace, asked, entry, clash, now, form) if may_try else (None, "")
    start = local(entry.start, form.zone)
    return Chosen(
        entry=entry.id,
        title=entry.title,
        when=when(entry, form),
        side=side_of(entry),
        side_word=SIDE_LABELS[side_of(entry)],
        kind_word=KIND_WORDS[entry.kind],
        service=entry.service or "",
        clash=clash,
        offers=offers,
        tried=tried,
        wrong=wrong,
        day=(asked.day or start.date()).isoformat(),
        at=f"{asked.at or start.time():%H:%M}",
        minutes=asked.minutes or round((entry.end - entry.start).total_seconds() / 60),
        ahead=entry.end > now,
    )


def _nearest(entries: Sequence[Entry], now: datetime) -> Entry | None:
    """Of a series that shares an id, the next to come, else the last."""
    return next((e for e in entries if e.end > now), entries[-1] if entries else None)


def _dearest_with(entry: str, told: Sequence[ClashLine]) -> ClashLine | None:
    ours = [line for line in told if entry in (line.one.id, line.other.id)]
    return max(ours, key=lambda line: line.amount.mid if line.amount else -1.0, default=None)


def _tried(
    workspace: Workspace, asked: Asked, entry: Entry, clash: ClashLine | None, now: datetime, form: Format
) -> tuple[TriedShown | None, str]:
    """What the slot in the address would cost, or why it cannot be tried."""
    try:
        slot = asked.slot(form.zone) if asked.entry else None
        if slot is None:
            return None, ""
        return tried_shown(
            try_slot(workspace, entry.id, *slot, now=now), clash.amount if clash else None, asked, form
        ), ""
    except (ValueError, LookupError) as fault:
        return None, str(fault)
