"""The joint calendar: four weeks, three years, what clashes and what that costs, and one plan tried elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.methods.calendars import Entry
from accord.pages.house import house
from accord.pages.joint_calendar.asked import KINDS, Asked
from accord.pages.joint_calendar.chosen import Chosen, chosen_of, is_within
from accord.pages.joint_calendar.horizon import Horizon, horizon
from accord.pages.joint_calendar.laid import weeks_of
from accord.pages.joint_calendar.marks import KIND_WORDS, weekday
from accord.pages.joint_calendar.met import ClashLine, Unchecked, at_risk, found_of, lines_of, subject, unchecked
from accord.pages.joint_calendar.past import outages_of
from accord.pages.joint_calendar.sheets import clashes_table, entries_table
from accord.pages.joint_calendar.weeks import WEEKS, Week, monday
from accord.pages.outlook import plans_of, side_of
from accord.pages.sheet import Sheet, utc
from accord.pages.shown import AmountShown
from accord.units.period import Period, local, midnight
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

_SPELT = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True, slots=True)
class Plan:
    """An entry that may be chosen to be tried elsewhere."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class JointCalendarPage:
    """``entries`` are those that the weeks show, ``clashes`` those to come with a finding, ``untold`` without;
    ``total`` is what those within the weeks put at risk together."""

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
            tables=(entries_table(self.entries, self.form), clashes_table(self.clashes + self.untold, self.form)),
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
    chosen = chosen_of(workspace, asked, every, told, found, span, moment, form, may(person, Right.PREPARE))
    record = dict(house(workspace).charter.record).get("incidents")
    past = () if asked.side == "marketing" else outages_of(workspace, *span, moment, record)
    weeks = weeks_of(first, entries, ahead, told, chosen, past, moment, form)
    return JointCalendarPage(
        title=_title(len(within), total, any(is_within(line, span) for line in lines)),
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


def _title(count: int, total: AmountShown | None, small: bool) -> str:
    if not count:
        return "Only small overlaps in four weeks" if small else "No clash in four weeks"
    spelt = _SPELT[count] if count < len(_SPELT) else str(count)
    noun = "clash" if count == 1 else "clashes"
    return f"{spelt} {noun} in four weeks" + (f", {total.text} at risk" if total else "")


def _plan(entry: Entry, form: Format) -> Plan:
    return Plan(entry.id, f"{weekday(entry.start, form)}, {form.short_day(entry.start)}: {entry.title}")
