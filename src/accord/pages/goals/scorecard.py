"""The scorecard: each shared number with its target, where it is heading, what moved it, and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from accord.clauses.objectives import KeyResult, Objective, Unit
from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.methods.decomposition.branches import Branch
from accord.methods.forecasts import CannotTell
from accord.methods.metrics.moved import Moved, NotTold
from accord.pages.goals.glances import LINE
from accord.pages.goals.values import cell_value, value_says, wordings
from accord.pages.goals.worked import Goals, Standing, goals_of
from accord.pages.sheet import NOTHING, Cell, Sheet, SheetTable, cell_day, cell_share, cell_text, utc
from accord.pages.shown import Column, chance_says, line_of
from accord.units.period import midnight
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

FEWEST_TESTED = 8
"""Past intervals under which no hit rate is told: it would be chance."""


@dataclass(frozen=True, slots=True)
class Rail:
    """A guard rail: what must hold, the last month's value, and whether it is broken (None: not measured)."""

    says: str
    now: str
    broken: bool | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast at the deadline: its middle, its ends, the chance of the target and how often such have held.

    ``cannot`` says why there is none; the rest is '' or None then.
    """

    text: str = ""
    ends: str = ""
    chance: float | None = None
    chance_text: str = ""
    held: str = ""
    mid: float | None = None
    low: float | None = None
    high: float | None = None
    cannot: str = ""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A key result. ``standing`` is ok or off where there is a target and a value; ``line`` the last months' values as
    points (0 to 84 by 0 to 30)."""

    metric: str
    title: str
    unit: Unit
    value: float | None
    now: str
    at: str
    target: float | None
    target_text: str
    by: str
    by_day: date | None
    standing: str
    outlook: Outlook
    moved: str
    moved_most: str
    unmoved: str
    has_tree: bool
    owner_marketing: str
    owner_it: str
    rails: tuple[Rail, ...]
    says: str
    wordings: dict[Audience, str]
    line: tuple[tuple[float, float], ...]
    trend: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveShown:
    name: str
    results: tuple[ScoreLine, ...]


@dataclass(frozen=True, slots=True)
class ScorecardPage:
    """All objectives. ``draft`` says that nobody has signed them yet."""

    title: str
    lede: str
    objectives: tuple[ObjectiveShown, ...]
    draft: bool
    may_prepare: bool
    sees_rewards: bool
    data_to: str
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        rows = tuple(_row(o.name, r, self.form) for o in self.objectives for r in o.results)
        rails = tuple(
            (cell_text(r.title), cell_text(rail.says), cell_text(rail.now), cell_text(_broken(rail.broken)))
            for o in self.objectives
            for r in o.results
            for rail in r.rails
        )
        tables = [SheetTable("key_results", "Key results", COLUMNS, rows)]
        if rails:
            tables.append(SheetTable("guard_rails", "Guard rails", RAIL_COLUMNS, rails))
        return Sheet(
            "goals",
            self.title,
            self.form,
            lede=self.lede,
            made_up=self.made_up,
            as_of=self.data_to,
            tables=tuple(tables),
        )


def _columns(*labels: str) -> tuple[Column, ...]:
    numbers = ("Now", "Target", "Forecast", "At least", "At most", "Chance")
    return tuple(Column(label.lower().replace(" ", "_"), label, label in numbers) for label in labels)


COLUMNS = _columns(
    *("Objective", "Metric", "Now", "Told for", "Target", "By", "Forecast", "At least", "At most", "Chance"),
    *("Held so far", "What moved it", "In marketing", "In IT", "In words"),
)
RAIL_COLUMNS = _columns("Metric", "Guard rail", "Last month", "State")


def _row(objective: str, r: ScoreLine, form: Format) -> tuple[Cell, ...]:
    o = r.outlook
    ahead = (cell_value(v, r.unit, form) for v in (o.mid, o.low, o.high))
    return (
        cell_text(objective),
        cell_text(r.title),
        cell_value(r.value, r.unit, form),
        cell_text(r.at),
        cell_value(r.target, r.unit, form),
        cell_day(form, r.by_day) if r.by_day else NOTHING,
        *ahead,
        cell_share(form, o.chance, 0),
        cell_text(o.held or o.cannot),
        cell_text(r.moved or r.unmoved),
        cell_text(r.owner_marketing),
        cell_text(r.owner_it),
        cell_text(r.says),
    )


def _broken(broken: bool | None) -> str:
    return {True: "broken", False: "kept", None: "not measured"}[broken]


def scorecard_page(
    person: Person, workspace: Workspace, *, now: datetime, audience: Audience, form: Format, made_up: str
) -> ScorecardPage:
    """The scorecard for a person (``now`` aware). Raises ``NotAllowed``."""
    from accord.people.rights import Right, may, require

    require(person, Right.READ)
    page = scorecard(workspace, utc(now), audience, form, made_up)
    return replace(page, may_prepare=may(person, Right.PREPARE), sees_rewards=may(person, Right.REWARDS))


def scorecard(workspace: Workspace, now: datetime, audience: Audience, form: Format, made_up: str) -> ScorecardPage:
    """The scorecard as the facts and clauses have it; ``now`` is naive UTC. Needs no database."""
    return scorecard_of(goals_of(workspace, now), audience, form, made_up)


def scorecard_of(goals: Goals, audience: Audience, form: Format, made_up: str) -> ScorecardPage:
    """The scorecard of goals that were worked out, as it is read by whoever may do no more than read."""
    shown = tuple(_objective(o, goals, audience, form) for o in goals.charter.objectives)
    lines = [r for o in shown for r in o.results]
    return ScorecardPage(
        "What we both answer for",
        _lede(lines),
        shown,
        bool(lines) and not goals.charter.is_signed("objectives"),
        False,
        False,
        f"data to {form.time(goals.as_of)}" if goals.as_of else "",
        form,
        made_up,
    )


def _lede(lines: list[ScoreLine]) -> str:
    if not lines:
        return "No number is shared yet."
    aimed = [line for line in lines if line.target is not None and line.value is not None]
    met = sum(line.standing == "ok" for line in aimed)
    broken = sum(rail.broken is True for line in lines for rail in line.rails)
    told = f"{met} of {len(aimed)} targets are met today" if aimed else "No target can be held against a value yet"
    rails = (
        f"; {broken} guard {'rail is' if broken == 1 else 'rails are'} broken"
        if broken
        else "; no guard rail is broken"
    )
    return f"{told}{rails}."


def _objective(objective: Objective, goals: Goals, audience: Audience, form: Format) -> ObjectiveShown:
    return ObjectiveShown(objective.name, tuple(score_line(r, goals, audience, form) for r in objective.key_results))


def score_line(result: KeyResult, goals: Goals, audience: Audience, form: Format) -> ScoreLine:
    """One key result as it is shown; without facts it says so."""
    one = goals.standings.get(result.name)
    metric = result.metric
    reached = result.reached(one.value) if one and one.value is not None else None
    said = wordings(metric, one.value, one.money, len(one.told), form) if one and one.value is not None else {}
    moved, most, unmoved = _moved(one, form)
    return ScoreLine(
        metric=metric.name,
        title=metric.title,
        unit=metric.unit,
        value=one.value if one else None,
        now=value_says(one.value, metric.unit, form, result.target)
        if one and one.value is not None
        else "not measured",
        at=months_say(one.told, form) if one else "",
        target=result.target,
        target_text=value_says(result.target, metric.unit, form) if result.target is not None else "",
        by=form.day(midnight(result.by, form.zone)) if result.by else "",
        by_day=result.by,
        standing={True: "ok", False: "off", None: ""}[reached],
        outlook=_outlook(one, result, form),
        moved=moved,
        moved_most=most,
        unmoved=unmoved,
        has_tree=bool(one and isinstance(one.moved, Moved)),
        owner_marketing=result.owner_marketing,
        owner_it=result.owner_it,
        rails=tuple(_rails(result, one, goals, form)),
        says=said.get(audience, ""),
        wordings=said,
        line=line_of(one.series.values[-LINE:]) if one else (),
        trend=_trend(one, form),
        notes=one.series.notes if one else (),
    )


def months_say(months: tuple[date, ...], form: Format) -> str:
    """'Oct 2026', or 'Aug 2026 to Oct 2026'."""
    named = [_month(m, form) for m in (months[:1] + months[-1:] if len(months) > 1 else months)]
    return " to ".join(named)


def _month(month: date, form: Format) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMM", month, locale=form.locale))


def _outlook(one: Standing | None, result: KeyResult, form: Format) -> Outlook:
    if one is None:
        return Outlook(cannot="No facts were read yet.")
    told = one.forecast
    if isinstance(told, CannotTell):
        return Outlook(cannot=told.reason)
    unit, value = result.metric.unit, told.value
    like = max(abs(v) for v in (value.mid, value.low, value.high)) if unit == "money" else value.mid
    mid, low, high = (value_says(v, unit, form, like) for v in (value.mid, value.low, value.high))
    held = f"{told.held} of {told.tested} such intervals held so far"
    if told.tested < FEWEST_TESTED:
        held = "too little history to tell how often such intervals hold"
    chance = "" if told.chance is None else chance_says(told.chance, form)
    return Outlook(mid, f"{low} to {high}, {form.sure}", told.chance, chance, held, value.mid, value.low, value.high)


def _moved(one: Standing | None, form: Format) -> tuple[str, str, str]:
    """What moved it in a line, the branch that moved most, and why it cannot be told."""
    if one is None:
        return "", "", ""
    told = one.moved
    if isinstance(told, NotTold):
        return "", "", told.reason
    path = _dominant(told.root)
    change = value_change(told.root.effect, told.unit, form) + _way(told.root.effect, one.result.metric.direction)
    if not path:
        return f"{change} against {months_say(told.before, form)}", "", ""
    most = " / ".join(told.labels.get(b.name, b.name.replace("_", " ").capitalize()) for b in path)
    return (
        f"{change} against {months_say(told.before, form)}; {value_change(path[-1].effect, told.unit, form)} from",
        most,
        "",
    )


def _way(change: float, direction: str) -> str:
    """Whether a change is what both want: less is better for some numbers."""
    if not change:
        return ""
    return ", better," if (change > 0) == (direction == "up") else ", worse,"


def _dominant(branch: Branch) -> list[Branch]:
    marked = next((c for c in branch.children if c.dominant), None)
    return [] if marked is None else [marked, *_dominant(marked)]


def value_change(change: float, unit: Unit, form: Format) -> str:
    """A change with its sign; that of a share in percentage points."""
    sign = "+" if change > 0 else "\N{MINUS SIGN}" if change < 0 else ""
    if unit == "share":
        return f"{sign}{form.cell(abs(change) * 100, 'ratio')} points"
    return f"{sign}{value_says(abs(change), unit, form)}"


def _rails(result: KeyResult, one: Standing | None, goals: Goals, form: Format) -> list[Rail]:
    shown = []
    for place, rail in enumerate(result.guard_rails):
        metric = goals.charter.metric(rail.metric)
        if metric is None:
            continue
        value = one.rails[place] if one else None
        limit = value_says(rail.limit, metric.unit, form)
        says = f"{metric.title} {'at least' if rail.at_least else 'at most'} {limit}"
        now = value_says(value, metric.unit, form, rail.limit) if value is not None else "not measured"
        shown.append(Rail(says, now, None if value is None else not rail.keeps(value)))
    return shown


def _trend(one: Standing | None, form: Format) -> str:
    months = one.series.months[-LINE:] if one else ()
    return f"month by month, {months_say((months[0], months[-1]), form)}" if len(months) > 1 else ""
