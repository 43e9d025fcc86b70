"""What was tried, as a reader sees it: the price there, what it meets, and the cheapest free slots of either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accord.findings.finding import Grid
from accord.findings.format import Format
from accord.methods.calendars import Entry
from accord.pages.joint_calendar.asked import Asked
from accord.pages.joint_calendar.marks import when
from accord.pages.joint_calendar.slot import Slot, Tried
from accord.pages.shown import AmountShown, Scale, amount_shown
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period, local


@dataclass(frozen=True, slots=True)
class SlotShown:
    """A free slot: when, what is at risk there and what that saves; ``query`` tries it."""

    start: datetime
    when: str
    clock: str
    risk: str
    ends: str
    saves: str
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """What a tried plan meets there."""

    title: str
    when: str
    risk: str


@dataclass(frozen=True, slots=True)
class TriedShown:
    """``amount`` is None where ``why`` says why; ``against`` holds it against where the plan lies
    now. ``in_the_way`` are plans that make the slot not free."""

    title: str
    when: str
    amount: AmountShown | None
    why: str
    chance: str
    against: str
    meets: tuple[MeetingShown, ...]
    in_the_way: tuple[str, ...]
    outside_hours: bool
    slots: tuple[SlotShown, ...]
    others: tuple[SlotShown, ...]
    others_of: str
    clashes: bool


def tried_shown(tried: Tried, now_at: AmountShown | None, asked: Asked, form: Format) -> TriedShown:
    """``now_at`` is what is at risk where the plan lies now; what a slot saves is held against it."""
    entry = tried.entry
    amount = None
    if tried.risk is not None:
        both = [tried.risk.interval, *([Interval(now_at.mid, now_at.low, now_at.high)] if now_at else [])]
        amount = amount_shown("at_risk", tried.risk, form, Scale.over(both))
    return TriedShown(
        title=entry.title,
        when=form.period(Period(entry.start, entry.end)),
        amount=amount,
        why=tried.why,
        chance=form.interval(tried.chance, "share", "full") if tried.chance else "",
        against=_against(tried.risk, now_at, form),
        meets=tuple(
            MeetingShown(
                m.other.title, form.period(Period(m.start, m.end)), form.amount(m.risk) if m.risk else "no price"
            )
            for m in tried.meets
        ),
        in_the_way=tuple(f"{e.title}, {when(e, form)}" for e in tried.in_the_way),
        outside_hours=tried.outside_hours,
        slots=slots_shown(tried.slots, now_at, asked, form),
        others=slots_shown(tried.others, None, asked, form),
        others_of=tried.others[0].entry.title if tried.others else "",
        clashes=bool(tried.meets),
    )


def _against(risk: Amount | None, now_at: AmountShown | None, form: Format) -> str:
    if risk is None or now_at is None or risk.currency != now_at.currency:
        return ""
    less, size = now_at.mid - risk.interval.mid, max(now_at.mid, risk.interval.mid)
    text = form.money(abs(less), risk.currency, like=size)
    if abs(less) < 0.05 * size:
        return "About as much is at risk as where it lies now."
    return f"Where it lies now, {text} {'more' if less > 0 else 'less'} is at risk."


def slots_shown(slots: Sequence[Slot], now_at: AmountShown | None, asked: Asked, form: Format) -> tuple[SlotShown, ...]:
    return tuple(_slot(s.entry.id, s.start, s.end, s.risk, now_at, asked, form) for s in slots)


def offered(
    grid: Grid | None, entry: Entry, at_risk: AmountShown, asked: Asked, form: Format, now: datetime
) -> tuple[SlotShown, ...]:
    """The slots that a finding offers: rows of its grid after the first, which is where the plan lies now."""
    length = entry.end - entry.start
    rows = grid.rows[1:] if grid else ()
    return tuple(
        _slot(entry.id, t, t + length, Amount(Interval(mid, low, high), at_risk.currency), at_risk, asked, form)
        for t, mid, low, high in rows
        if t >= now
    )


def _slot(
    entry: str, start: datetime, end: datetime, risk: Amount, now_at: AmountShown | None, asked: Asked, form: Format
) -> SlotShown:
    there = local(start, form.zone)
    minutes = round((end - start).total_seconds() / 60)
    query = asked.address(entry=entry, day=there.date(), at=f"{there:%H:%M}", minutes=minutes)
    same = (asked.entry, asked.day, asked.at) == (entry, there.date(), there.time())
    return SlotShown(
        start=start,
        when=form.time(start),
        clock=form.clock(start),
        risk=form.amount(risk, ""),
        ends=form.amount(risk, "range"),
        saves=_saves(risk, now_at, form),
        query=query,
        chosen=same,
    )


def _saves(risk: Amount | None, now_at: AmountShown | None, form: Format) -> str:
    """The difference of the middles, from where the plan lies now; nothing where either has no price."""
    if risk is None or now_at is None or risk.currency != now_at.currency:
        return ""
    return form.money(now_at.mid - risk.interval.mid, risk.currency, like=max(now_at.mid, risk.interval.mid))
