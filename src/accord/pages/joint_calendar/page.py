"""The joint calendar: four weeks, three years, what clashes and what that costs, and one plan tried elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from accord.findings.finding import Audience, Finding
from accord.findings.format import Format
from accord.methods.calendars import Clash, Entry
from accord.pages.joint_calendar.asked import KINDS, Asked
from accord.pages.joint_calendar.horizon import Horizon, horizon
from accord.pages.joint_calendar.marks import KIND_WORDS, days_between, hours, weekday, when
from accord.pages.joint_calendar.met import ClashLine, Unchecked, at_risk, found_of, lines_of, subject, unchecked
from accord.pages.joint_calendar.slot import try_slot
from accord.pages.joint_calendar.trying import SlotShown, TriedShown, offered, tried_shown
from accord.pages.joint_calendar.weeks import (
    WEEKS,
    Bar,
    Lanes,
    Week,
    bar_of,
    days_of,
    edges_of,
    monday,
    rows_of,
)
from accord.pages.outlook import plans_of, side_of
from accord.pages.sheet import NOTHING, Sheet, SheetTable, cell_text, cell_time, cells_amount, utc
from accord.pages.shown import AmountShown, Column, plural
from accord.units.period import Period, local, midnight
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

_SPELT = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_LABELS = {"marketing": "Marketing", "it": "IT", "": "Neither side"}


@dataclass(frozen=True, slots=True)
class Plan:
    """An entry that may be chosen to be tried elsewhere."""

    id: str
    label: str


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


@dataclass(frozen=True, slots=True)
class JointCalendarPage:
    """``entries`` are those that the weeks show, ``clashes`` those to come (``shown`` of them within the weeks)."""

    title: str
    span: str
    weeks: tuple[Week, ...]
    horizon: Horizon
    entries: tuple[Entry, ...]
    clashes: tuple[ClashLine, ...]
    untold: tuple[ClashLine, ...]
    total: AmountShown | None
    unchecked: tuple[Unchecked, ...]
    chosen: Chosen | None
    plans: tuple[Plan, ...]
    services: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    asked: Asked
    earlier: str
    later: str
    has_facts: bool
    may_prepare: bool
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        return Sheet(
            "calendar",
            self.title,
            self.form,
            lede=self.span,
            made_up=self.made_up,
            tables=(_entries_table(self.entries, self.form), _clashes_table(self.clashes + self.untold, self.form)),
        )


def joint_calendar_page(
    person: Person, workspace: Workspace, asked: Asked, *, now: datetime, audience: Audience, form: Format, made_up: str
) -> JointCalendarPage:
    """Both sides' plans (``now`` aware). Raises ``NotAllowed``, and ``LookupError`` for a plan that there is not."""
    from accord.decisions.queries import latest_brief
    from accord.people.rights import Right, may, require

    require(person, Right.READ)
    moment = utc(now)
    every, met = plans_of(workspace)
    entries = [e for e in every if asked.lets(e, side_of(e))]
    here = {e.id for e in entries}
    ahead = [c for c in met if c.end > moment and (c.one.id in here or c.other.id in here)]
    found = found_of(latest_brief(workspace))
    known = {part for k in found for part in k.split(":")}
    lines = lines_of(ahead, found, known, audience, form)
    first = monday(asked.first or local(moment, form.zone).date())
    span = (midnight(first, form.zone), midnight(first + timedelta(weeks=WEEKS), form.zone))
    told = tuple(line for line in lines if line.finding)
    within = [found[subject(c)] for c in ahead if subject(c) in found and c.start < span[1] and c.end > span[0]]
    total = at_risk(within, form)
    chosen = _chosen(workspace, asked, every, told, found, span, moment, form, may(person, Right.PREPARE))
    weeks = _weeks(first, entries, ahead, told, chosen, moment, form)
    return JointCalendarPage(
        title=_title(len(within), total, any(_in(line, span) for line in lines)),
        span=f"{form.period(Period(*span))}, times in {form.zone}",
        weeks=weeks,
        horizon=horizon(entries, {i for c in ahead for i in (c.one.id, c.other.id)}, moment, form),
        entries=tuple(e for e in entries if e.start < span[1] and max(e.end, e.start + timedelta(minutes=1)) > span[0]),
        clashes=told,
        untold=tuple(line for line in lines if not line.finding),
        total=total,
        unchecked=unchecked(found, moment, form),
        chosen=chosen,
        plans=tuple(_plan(e, form) for e in every if e.start > moment and e.end > e.start),
        services=tuple(sorted({e.service for e in every if e.service})),
        kinds=tuple((k, KIND_WORDS[k]) for k in KINDS if any(e.kind == k for e in every)),
        asked=asked,
        earlier=_moved(asked, first - timedelta(weeks=WEEKS)),
        later=_moved(asked, first + timedelta(weeks=WEEKS)),
        has_facts=workspace.manifest.exists(),
        may_prepare=may(person, Right.PREPARE),
        form=form,
        made_up=made_up,
    )


def _moved(asked: Asked, first: date) -> str:
    return asked.address(**{"from": first})


def _in(line: ClashLine, span: tuple[datetime, datetime]) -> bool:
    return line.start < span[1] and line.end > span[0]


def _title(count: int, total: AmountShown | None, small: bool) -> str:
    if not count:
        return "Only small overlaps in four weeks" if small else "No clash in four weeks"
    spelt = _SPELT[count] if count < len(_SPELT) else str(count)
    noun = "clash" if count == 1 else "clashes"
    return f"{spelt} {noun} in four weeks" + (f", {total.text} at risk" if total else "")


def _plan(entry: Entry, form: Format) -> Plan:
    return Plan(entry.id, f"{weekday(entry.start, form)}, {form.short_day(entry.start)}: {entry.title}")


def _chosen(
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
    within = [line for line in priced if _in(line, span)]
    dearest = max(within or priced, key=lambda line: line.amount.mid if line.amount else 0.0, default=None)
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
        side_word=_LABELS[side_of(entry)],
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


def _weeks(
    first: date,
    entries: Sequence[Entry],
    ahead: Sequence[Clash],
    told: Sequence[ClashLine],
    chosen: Chosen | None,
    now: datetime,
    form: Format,
) -> tuple[Week, ...]:
    ids = {i for c in ahead for i in (c.one.id, c.other.id)}
    return tuple(_week(first + timedelta(weeks=n), entries, ids, told, chosen, now, form) for n in range(WEEKS))


def _week(
    first: date,
    entries: Sequence[Entry],
    ids: set[str],
    told: Sequence[ClashLine],
    chosen: Chosen | None,
    now: datetime,
    form: Format,
) -> Week:
    edges = edges_of(first, form.zone)
    bars = {side: [] for side in ("marketing", "it")}  # type: dict[str, list[Bar]]
    for entry in entries:
        bar = bar_of(entry, edges, form, clashes=entry.id in ids and entry.end > now, now=now)
        if bar:
            bars[side_of(entry)].append(bar)
    prices = [b for line in told if line.amount and (b := _price(line, edges, form))]
    free = [b for slot in _free(chosen) if (b := _free_bar(slot, chosen, edges, form))]
    lanes = [Lanes("Marketing", rows_of(bars["marketing"]))]
    lanes += [Lanes("Clash", rows_of(prices))] if prices else []
    lanes += [Lanes("IT", rows_of(bars["it"]))]
    lanes += [Lanes("Free slots", rows_of(free))] if free else []
    return Week(days_between(edges[0], edges[-1], form), days_of(edges, now, form), tuple(lanes))


def _price(line: ClashLine, edges: Sequence[datetime], form: Format) -> Bar | None:
    at = _column(line.start, edges)
    if at is None or line.amount is None:
        return None
    return Bar(at, at + 1, line.amount.text, "price", weekday(line.start, form), line.moving, hidden="Clash, at risk ")


def _free(chosen: Chosen | None) -> tuple[SlotShown, ...]:
    if chosen is None:
        return ()
    return chosen.tried.slots if chosen.tried else chosen.offers


def _free_bar(slot: SlotShown, chosen: Chosen | None, edges: Sequence[datetime], form: Format) -> Bar | None:
    at = _column(slot.start, edges)
    if at is None or chosen is None:
        return None
    marked = "free chosen" if slot.chosen else "free"
    on = weekday(slot.start, form)
    hidden = "Free slot, at risk "
    return Bar(at, at + 1, slot.risk, marked, on, chosen.entry, small=slot.clock, hidden=hidden, query=slot.query)


def _column(t: datetime, edges: Sequence[datetime]) -> int | None:
    return sum(edge <= t for edge in edges) - 1 if edges[0] <= t < edges[-1] else None


def _columns(*labels: str) -> tuple[Column, ...]:
    numbers = ("At risk", "At least", "At most")
    return tuple(Column(label.lower().replace(" ", "_"), label, label in numbers) for label in labels)


def _entries_table(entries: Sequence[Entry], form: Format) -> SheetTable:
    columns = _columns("From", "To", "Hours", "Side", "Kind", "Title", "Service", "Id")
    rows = tuple(
        (
            cell_time(form, e.start),
            cell_time(form, e.end),
            cell_text(hours(e, form)),
            cell_text(_LABELS[side_of(e)]),
            cell_text(KIND_WORDS[e.kind]),
            cell_text(e.title),
            cell_text(e.service) if e.service else NOTHING,
            cell_text(e.id),
        )
        for e in entries
    )
    return SheetTable("entries", "What both sides plan", columns, rows)


def _clashes_table(lines: Sequence[ClashLine], form: Format) -> SheetTable:
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
