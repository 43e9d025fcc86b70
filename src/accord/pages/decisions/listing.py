"""Decisions: what still needs one, what waits for you, promises that run, and the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.pages.decisions.showing import (
    VERDICT_TONES,
    VERDICT_WORDS,
    Estimate,
    Keys,
    estimate,
    keys_of,
    moment,
)
from accord.pages.sheet import MEASURE, Cell, Sheet, SheetTable, cell_text, cells_amount, cells_interval, cells_measure
from accord.pages.shown import AmountShown, Column, Scale, amount_shown, plural
from accord.units.interval import Interval
from accord.units.money import Amount

if TYPE_CHECKING:
    from accord.decisions.models import Decision, Published
    from accord.people.models import Person

MOST = 200
"""So many of a kind stand on the page; the rest is found by search."""


@dataclass(frozen=True, slots=True)
class DocketLine:
    """A published finding that still needs a decision."""

    finding: str
    title: str
    amount: AmountShown | None
    verdict: str
    waiting: str
    more: str
    owner_marketing: str
    owner_it: str
    measure: AmountShown | None = None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in a list; ``says`` is what stands behind its title."""

    id: str
    name: str
    title: str
    state: str
    keys: Keys
    promise: Estimate
    says: str
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class UnderWay:
    """``yours`` wait for the reader's signature or pen, ``others`` for somebody else's; ``running`` are in force."""

    yours: tuple[DecisionLine, ...]
    others: tuple[DecisionLine, ...]
    running: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """What still needs a decision, what is under way (see ``UnderWay``), and what has ended."""

    title: str
    says: str
    yours: tuple[DecisionLine, ...]
    others: tuple[DecisionLine, ...]
    docket: tuple[DocketLine, ...]
    running: tuple[DecisionLine, ...]
    ended: tuple[DecisionLine, ...]
    may_prepare: bool
    has_findings: bool
    form: Format
    made_up: str

    @property
    def empty(self) -> bool:
        return not (self.yours or self.others or self.docket or self.running or self.ended)

    def sheet(self) -> Sheet:
        money = tuple(Column(n, t, True) for n, t in (("mid", "Amount"), ("low", "At least"), ("high", "At most")))
        heads = tuple(Column(n, t, False) for n, t in (("title", "Finding"), ("kind", "Kind"), ("waiting", "Waiting")))
        docket = tuple(
            (cell_text(d.title), cell_text(d.amount.kind_word if d.amount else d.verdict), cell_text(d.waiting),
             *cells_amount(self.form, d.amount), *cells_measure(self.form, d.measure))
            for d in self.docket
        )  # fmt: skip
        return Sheet(
            "decisions",
            self.title,
            self.form,
            lede=self.says,
            made_up=self.made_up,
            tables=(
                SheetTable("docket", "Still needs a decision", heads + money + MEASURE, docket),
                decisions_table(
                    "decisions", "Decisions", (*self.yours, *self.others, *self.running, *self.ended), self.form
                ),
            ),
        )


def decisions_table(name: str, title: str, lines: Iterable[DecisionLine], form: Format) -> SheetTable:
    """Decisions with what each promises, for hand-outs."""
    texts = (("name", "Name"), ("title", "Decision"), ("state", "State"), ("says", "Says"))
    numbers = (("mid", "Promised"), ("low", "At least"), ("high", "At most"))
    columns = tuple(Column(n, t, False) for n, t in texts) + tuple(Column(n, t, True) for n, t in numbers)
    rows = tuple(
        (*(cell_text(t) for t in (d.name, d.title, d.verdict or d.keys.says, d.says)), *_promised(d.promise, form))
        for d in lines
    )
    return SheetTable(name, title, columns, rows)


def _promised(value: Estimate, form: Format) -> tuple[Cell, Cell, Cell]:
    return cells_interval(form, Interval(value.mid, value.low, value.high), value.unit, value.currency or None)


def decisions_page(person: Person, *, now: datetime, audience: Audience, form: Format, made_up: str) -> DecisionsPage:
    """Everything between a finding and its verdict (``now`` aware). Raises ``NotAllowed``."""
    from accord.decisions import queries
    from accord.decisions.models import Decision
    from accord.people.rights import Right, may, require

    require(person, Right.READ)
    here = under_way(person, form)
    ended = list(queries.decisions(*Decision.VERDICTS, Decision.ENDED, Decision.RENEWED)[:MOST])
    docket = queries.docket(now)[:MOST]
    needs = plural(len(docket), "finding", form)
    return DecisionsPage(
        title="Decisions",
        says=f"{needs} {'needs' if len(docket) == 1 else 'need'} a decision" if docket else "Nothing needs a decision",
        yours=here.yours,
        others=here.others,
        docket=_docket(docket, audience, form, now),
        running=here.running,
        ended=_lines(ended, form),
        may_prepare=may(person, Right.PREPARE),
        has_findings=queries.published(gone=True).exists(),
        form=form,
        made_up=made_up,
    )


def under_way(person: Person, form: Format) -> UnderWay:
    """The decisions that are being made or in force, as this reader meets them."""
    from accord.decisions import queries
    from accord.decisions.models import Decision
    from accord.people.rights import Right, may

    waiting = list(queries.waiting_for(person.side)[:MOST]) if may(person, Right.SIGN) else []
    drafts = [d for d in queries.decisions(*Decision.OPEN)[:MOST] if d.pk not in {w.pk for w in waiting}]
    mine = [d for d in drafts if d.state == Decision.DRAFT and d.drafted_by == person.id]
    others = [d for d in drafts if d not in mine]
    running = list(queries.in_force()[:MOST])
    return UnderWay(*(_lines(found, form) for found in ([*waiting, *mine], others, running)))


def _docket(found: list[Published], audience: Audience, form: Format, now: datetime) -> tuple[DocketLine, ...]:
    amounts = [Interval(p.mid, p.low, p.high) for p in found if p.mid is not None]  # type: ignore[arg-type]
    scale = Scale.over(amounts)
    return tuple(_docket_line(p, audience, form, scale, now) for p in found)


def _docket_line(row: Published, audience: Audience, form: Format, scale: Scale, now: datetime) -> DocketLine:
    amount = None
    if row.mid is not None and row.low is not None and row.high is not None:
        value = Amount(Interval(row.mid, row.low, row.high), row.currency)
        amount = amount_shown(row.kind, value, form, scale)  # type: ignore[arg-type]
    from accord.pages.findings import measure

    costs = row.waiting_at(now)
    weekly = Interval(row.waiting_mid, row.waiting_low, row.waiting_high)
    # Rounded by its own range, as the finding says it.
    waiting = f"Waiting costs {form.interval(weekly, 'money', '', row.currency or None)} a week" if costs > 0 else ""
    more = f"and {form.count_all(row.more_of_same)} more on the same" if row.more_of_same else ""
    return DocketLine(
        row.finding,
        row.title(audience),
        amount,
        row.verdict,
        waiting,
        more,
        row.owner_marketing,
        row.owner_it,
        measure(row, form),
    )


def _lines(found: list[Decision], form: Format) -> tuple[DecisionLine, ...]:
    from accord.decisions import queries
    from accord.decisions.operations.drafting import terms_of

    promises = [terms_of(d).promise for d in found]
    scale = Scale.over(p.effect for p in promises if p.unit == "money")
    names = queries.names(owner for d in found for owner in (d.owner_marketing, d.owner_it))
    sides = queries.signed_sides(found)
    return tuple(
        _line(
            d,
            estimate(p.effect, p.unit, p.currency, form, scale if p.unit == "money" else None),
            sides.get(d.pk, set()),
            names,
            form,
        )
        for d, p in zip(found, promises, strict=True)
    )


def _line(row: Decision, promise: Estimate, sides: set[str], names: dict[UUID, str], form: Format) -> DecisionLine:
    return DecisionLine(
        id=str(row.id),
        name=row.name,
        title=row.title,
        state=row.state,
        keys=keys_of(row.state, sides),
        promise=promise,
        says=_says(row, names, form),
        verdict=VERDICT_WORDS.get(row.state, ""),
        tone=VERDICT_TONES.get(row.state, ""),
    )


def _says(row: Decision, names: dict[UUID, str], form: Format) -> str:
    if row.state == "in_force":
        owners = " and ".join(names[o] for o in (row.owner_marketing, row.owner_it) if o in names)
        return f"checked after {_last_day(row, form)}, {owners}"
    if row.state == "draft":
        return f"drafted by {row.drafted_by_name}, {moment(row.changed_at, form)}"
    if row.ended_at:
        return moment(row.ended_at, form)
    return f"proposed {moment(row.proposed_at, form)}" if row.proposed_at else ""


def _last_day(row: Decision, form: Format) -> str:
    from datetime import timedelta

    from accord.pages.sheet import utc

    return form.day(utc(row.due) - timedelta(seconds=1))
