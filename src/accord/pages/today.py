"""Today: what needs both of you, the promises being checked, what both answer for, and the next fourteen days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from accord.findings.brief import Brief
from accord.findings.finding import AUDIENCES, Audience, Finding
from accord.findings.format import Format
from accord.findings.identity import finding_id
from accord.pages import outlook
from accord.pages.brief import BriefPage, brief_page
from accord.pages.decisions.listing import DecisionLine
from accord.pages.finding import Context, FindingPage, finding_page
from accord.pages.goals.glances import Glance, glances
from accord.pages.language.known import stamps_of
from accord.pages.outlook import Strip
from accord.pages.sharing import from_outside
from accord.pages.sheet import MEASURE, Sheet, SheetTable, cell_text, cells_amount, cells_measure, utc
from accord.pages.shown import AmountShown, Column, Scale, line_of, plural
from accord.pages.worked_out import worked_out_once
from accord.units.interval import Interval
from accord.workspace.folder import Workspace

if TYPE_CHECKING:
    from accord.people.models import Person

FIRST = 3
"""So many findings stand on the page: whoever decides reads three numbers."""
_SPELT = ("Nothing", "One thing", "Two things", "Three things", "Four things", "Five things", "Six things")


@dataclass(frozen=True, slots=True)
class Score:
    """A number that both sides answer for, with its target and the last values as a line (0 to 100, oldest first)."""

    label: str
    now: str
    says: str
    standing: str
    line: tuple[tuple[float, float], ...]
    trend: str
    address: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The page of the morning. ``needs`` are the findings to decide; ``waits`` how many more wait behind them;
    ``to_sign`` says how many changes of the charter wait for the reader's signature, '' for none."""

    title: str
    day: str
    data_to: str
    numbers: tuple[str, ...]
    yours: tuple[DecisionLine, ...]
    to_sign: str
    needs: tuple[FindingPage, ...]
    promises: tuple[DecisionLine, ...]
    may_prepare: bool
    waits: int
    more: str
    quiet: str
    unanswered: str
    scores: tuple[Score, ...]
    strip: Strip | None
    risk: AmountShown | None
    has_facts: bool
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        from accord.pages.decisions.listing import decisions_table

        names = (("finding", "Finding"), ("kind", "Kind"), ("ask", "To decide"), ("waiting", "Waiting"))
        columns = tuple(Column(n, t, False) for n, t in names)
        money = tuple(Column(n, t, True) for n, t in (("mid", "Amount"), ("low", "At least"), ("high", "At most")))
        rows = tuple(
            (
                cell_text(f.title),
                cell_text(f.amount.kind_word if f.amount else f.verdict),
                cell_text(f.ask),
                cell_text(f.waiting.text),
                *cells_amount(self.form, f.amount),
                *cells_measure(self.form, f.measure),
            )
            for f in self.needs
        )
        scores = tuple((cell_text(s.label), cell_text(s.now), cell_text(s.says)) for s in self.scores)
        heads = tuple(Column(n, t, False) for n, t in (("what", "What"), ("now", "Now"), ("target", "Against")))
        return Sheet(
            "today",
            self.title,
            self.form,
            lede=", ".join(self.numbers),
            made_up=self.made_up,
            as_of=self.data_to,
            lines=tuple(line for line in self._lines() if line[1]),
            tables=(
                decisions_table("yours", "Waits for you", self.yours, self.form),
                SheetTable("needs", "Still needs a decision", columns + money + MEASURE, rows),
                decisions_table("promises", "Promises", self.promises, self.form),
                SheetTable("scorecard", "What we both answer for", heads, scores),
                _planned(self.strip),
            ),
        )

    def _lines(self) -> Iterable[tuple[str, str]]:
        yield "To sign", self.to_sign
        yield "On the docket", self.more if self.waits else ""
        yield "Today", self.quiet
        yield "At risk in the next 14 days", f"{self.risk.text} ({self.risk.ends})" if self.risk else ""


_PLANNED = tuple(
    Column(n, t, False) for n, t in (("side", "Side"), ("what", "What"), ("when", "When"), ("clashes", "Clashes with"))
)


def _planned(strip: Strip | None) -> SheetTable:
    """The next fourteen days, a row for each entry that the page shows."""
    lanes = (("Marketing", strip.marketing), ("IT", strip.it)) if strip else ()
    told = ((side, e.title, e.when, ", ".join(e.clashes_with)) for side, lane in lanes for e in lane)
    rows = tuple(tuple(cell_text(text) for text in row) for row in told)
    return SheetTable("planned", "Next 14 days", _PLANNED, rows)


def today_page(
    person: Person, workspace: Workspace, *, now: datetime, audience: Audience, form: Format, made_up: str
) -> TodayPage:
    """What needs both sides now (``now`` aware). Raises ``NotAllowed``."""
    from accord.decisions import briefs
    from accord.decisions.queries import docket, latest_kept
    from accord.pages.charter.overview import waiting_for
    from accord.pages.decisions.listing import under_way
    from accord.people.rights import Right, may, require

    require(person, Right.READ)
    kept = latest_kept()
    brief = briefs.read(workspace, kept.file) if kept else None
    decided, changes = under_way(person, form), waiting_for(person)
    to_sign = plural(len(changes), "change", form) + " of the charter" if changes else ""
    waiting = [row.finding for row in docket(now)] if brief else []
    needs = _needed(workspace, kept.file, tuple(waiting[:FIRST]), audience, form) if kept else ()
    moment = utc(now)
    return TodayPage(
        title=_title(len(needs) + len(decided.yours) + len(changes), brief),
        day=form.day(moment),
        data_to=f"data to {form.time(brief.as_of)}" if brief else "",
        numbers=tuple(f"{f.amount.text} {f.amount.kind_word}" for f in needs if f.amount),
        yours=decided.yours,
        to_sign=to_sign,
        needs=needs,
        promises=(*decided.running, *decided.others),
        may_prepare=may(person, Right.PREPARE),
        waits=max(0, len(waiting) - len(needs)),
        more=plural(max(0, len(waiting) - len(needs)), "more finding", form),
        quiet="" if needs or decided.yours or to_sign or not brief else "Nothing needs both of you today.",
        unanswered=_unanswered(brief, form) if brief else "",
        scores=tuple(_scores(workspace, kept.file, brief, audience, form)) if kept and brief else (),
        strip=outlook.strip(workspace, moment, form) if brief else None,
        risk=_risk(brief, moment, form) if brief else None,
        has_facts=workspace.manifest.exists(),
        form=form,
        made_up=made_up,
    )


def _unanswered(brief: Brief, form: Format) -> str:
    """How much a quiet day does not know."""
    lacking = {m.analysis for m in brief.missing if not m.partly}
    if not lacking:
        return ""
    return f"{plural(len(lacking), 'question', form)} cannot be answered yet: facts or clauses are missing."


def _title(needs: int, brief: Brief | None) -> str:
    if brief is None:
        return "Nothing has been worked out yet"
    if needs == 0:
        return "A quiet day"
    spelt = _SPELT[needs] if needs < len(_SPELT) else f"{needs} things"
    return f"{spelt} {'needs' if needs == 1 else 'need'} both of you"


def _needs(brief: Brief, names: tuple[str, ...], audience: Audience, form: Format) -> tuple[FindingPage, ...]:
    from accord.pages.account import about

    by_name = {finding_id(f): f for f in brief.findings}
    found = [by_name[n] for n in names if n in by_name]
    scale = Scale.over(f.amount.interval for f in found if f.amount)
    context = Context(form, scales={finding_id(f): scale for f in found if f.amount}, about=about())
    return tuple(finding_page(f, context, audience) for f in found)


def _scores(workspace: Workspace, file: str, brief: Brief, audience: Audience, form: Format) -> Iterable[Score]:
    """The shared objectives; until there are any, revenue and each service level objective of the latest brief."""
    shared = glances(workspace, file, brief.as_of)
    if shared:
        yield from (_shared(one, form) for one in shared)
        return
    made = outlook.revenue(workspace, brief.as_of)
    if made:
        against = (
            f"{form.share(abs(made.change), 0)} {'more' if made.change >= 0 else 'less'} than"
            if made.change
            else "as in"
        )
        yield Score(
            "Online revenue, last 7 days",
            form.money(made.last, made.currency),
            f"{against} the 4 weeks before, both",
            "",
            line_of(made.weeks),
            f"weekly revenue of {len(made.weeks)} weeks",
        )
    for finding in brief.findings:
        if finding.analysis == "error_budgets":
            yield from _objective(finding, audience, form)


def _shared(one: Glance, form: Format) -> Score:
    """A key result: its value, and whether it meets the target."""
    from accord.pages.goals.scorecard import months_say
    from accord.pages.goals.values import value_says

    result, unit = one.result, one.result.metric.unit
    reached = result.reached(one.value) if one.value is not None else None
    target = "only watched" if result.target is None else f"target {value_says(result.target, unit, form)}"
    return Score(
        result.metric.title,
        value_says(one.value, unit, form, result.target) if one.value is not None else "not measured",
        f"{target}, {months_say(one.told, form)}" if one.told else target,
        {True: "ok", False: "off", None: ""}[reached],
        line_of(one.line),
        f"{result.metric.title}, month by month",
        goal=result.name,
    )


def _objective(finding: Finding, audience: Audience, form: Format) -> Iterable[Score]:
    figures = {f.name: f for f in finding.figures}
    if not {"service", "good", "target", "spent"} <= set(figures):
        return
    good, target, spent = (figures[n].value for n in ("good", "target", "spent"))
    if not (isinstance(good, Interval) and isinstance(target, Interval) and isinstance(spent, Interval)):
        return
    service = form.figure(figures["service"])
    label = f"Shoppers who could use {service}" if audience != "it" else f"Availability of {service}"
    yield Score(
        label,
        form.share(good.mid),
        f"agreed {form.share(target.mid)}, {form.share(spent.mid, 0)} of what may fail is used",
        "off" if good.mid < target.mid else "ok",
        (),
        "",
        finding_id(finding),
    )


def _risk(brief: Brief, now: datetime, form: Format) -> AmountShown | None:
    """What the clashes of the days on the strip put at risk together, counted once."""
    from accord.findings.totals import totals
    from accord.pages.shown import amount_shown

    until = now + timedelta(days=outlook.DAYS)
    risks = [f for f in brief.findings if f.kind == "at_risk" and f.amount]
    ahead = [f for f in risks if f.period.end > now and f.period.start < until]
    found = [t for t in totals(ahead) if t.amount.currency == form.currency]
    return amount_shown("at_risk", found[0].amount, form, Scale.over([found[0].amount.interval])) if found else None


def make_ready(workspace: Workspace, form: Format) -> None:
    """Work out what many will ask for: both sides' plans, the scorecard, and the brief for each audience."""
    from accord.decisions import briefs
    from accord.decisions.queries import latest_kept

    kept = latest_kept()
    if kept is None:
        return
    outlook.plans_of(workspace)
    for audience in AUDIENCES:
        tuple(_scores(workspace, kept.file, briefs.read(workspace, kept.file), audience, form))
        _brief_page(workspace, kept.file, audience, form, (*stamps_of(workspace), False))


class NoBrief(LookupError):  # noqa: N818 - says what there is not
    """Nothing was worked out yet."""


def latest_brief_page(person: Person, workspace: Workspace, *, audience: Audience, form: Format) -> BriefPage:
    """The brief in force. Raises ``NotAllowed`` and ``NoBrief``."""
    from accord.decisions.queries import latest_kept
    from accord.people.rights import Right, require

    require(person, Right.READ)
    kept = latest_kept()
    if kept is None:
        raise NoBrief("there is no brief yet; it is made each night, and after each import")
    return _brief_page(workspace, kept.file, audience, form, (*stamps_of(workspace), from_outside(person)))


@worked_out_once(most=32)
def _brief_page(workspace: Workspace, file: str, audience: Audience, form: Format, stamps: Any) -> BriefPage:
    """A brief reads the same to everybody of an audience; its file is named by its content.

    ``stamps`` tell what may be quoted of the documents; the last whether somebody from outside reads."""
    from accord.decisions import briefs
    from accord.pages.account import about, specs_of
    from accord.pages.language.proving import proofs_of

    brief = briefs.read(workspace, file)
    proofs = proofs_of(workspace, brief.findings, form, outside=stamps[-1])
    return brief_page(brief, audience, about(), specs_of(brief.findings), form, proofs)


@worked_out_once(most=32)
def _needed(
    workspace: Workspace, file: str, names: tuple[str, ...], audience: Audience, form: Format
) -> tuple[FindingPage, ...]:
    from accord.decisions import briefs

    return _needs(briefs.read(workspace, file), names, audience, form)
