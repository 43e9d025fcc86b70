"""The record of promises: how decisions ended, and what they have been worth so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.findings.format import Format
from accord.pages.decisions.looking import interval_of
from accord.pages.decisions.showing import VERDICT_TONES, VERDICT_WORDS, Estimate, estimate
from accord.pages.sheet import NOTHING, Cell, Sheet, SheetTable, cell_text, cells_interval, utc
from accord.pages.shown import Column, Scale, plural
from accord.units.interval import Interval

if TYPE_CHECKING:
    from accord.people.models import Person
    from accord.verification.models import Verification
    from accord.verification.queries import Record, Tally


@dataclass(frozen=True, slots=True)
class EndedLine:
    """A decision that has its verdict."""

    id: str
    name: str
    title: str
    ended: str
    verdict: str
    tone: str
    effect: Estimate | None
    paid: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """``worth`` is one amount for each currency; ``compared`` says whether sharing the cost is why."""

    title: str
    says: str
    tally: tuple[tuple[str, str, str], ...]
    worth: tuple[Estimate, ...]
    worth_says: str
    compared: str
    lines: tuple[EndedLine, ...]
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        texts = (
            ("name", "Name"),
            ("title", "Decision"),
            ("ended", "Ended"),
            ("verdict", "Verdict"),
            ("paid", "Paid by"),
        )
        numbers = (("mid", "Effect"), ("low", "At least"), ("high", "At most"))
        columns = tuple(Column(n, t, False) for n, t in texts) + tuple(Column(n, t, True) for n, t in numbers)
        rows = tuple(
            (*(cell_text(t) for t in (e.name, e.title, e.ended, e.verdict, e.paid)), *self._effect(e.effect))
            for e in self.lines
        )
        lines = [(word, count) for word, count, _ in self.tally]
        lines += [("Worth so far", f"{w.text} ({w.ends})") for w in self.worth]
        return Sheet("record-of-promises", self.title, self.form, lede=self.says, made_up=self.made_up,
                     lines=tuple(lines), tables=(SheetTable("ended", "How each ended", columns, rows),))  # fmt: skip

    def _effect(self, value: Estimate | None) -> tuple[Cell, Cell, Cell]:
        if value is None:
            return NOTHING, NOTHING, NOTHING
        return cells_interval(self.form, Interval(value.mid, value.low, value.high), value.unit, value.currency or None)


def record_page(person: Person, *, form: Format, made_up: str) -> RecordPage:
    """How promises ended. Raises ``NotAllowed``."""
    from accord.people.rights import Right, require
    from accord.verification import queries

    require(person, Right.READ)
    found, record = queries.finals(), queries.record()
    money = [v for v in (interval_of(f.effect) for f in found if f.unit == "money") if v]
    scale = Scale.over(money)
    return RecordPage(
        title="The record of promises",
        says=f"{plural(record.tally.all, 'decision', form)} with a verdict" if found else "No promise has ended yet",
        tally=_tally(record.tally, form),
        worth=tuple(estimate(a.interval, "money", a.currency, form) for a in record.worth),
        worth_says=f"What {plural(record.counted, 'decision', form)} brought, measured by the analyses that found them "
        "and added up as independent. Unlike currencies stand apart.",
        compared=_compared(record, form),
        lines=tuple(_line(f, form, scale) for f in found),
        form=form,
        made_up=made_up,
    )


def _tally(tally: Tally, form: Format) -> tuple[tuple[str, str, str], ...]:
    counts = {"kept": tally.kept, "broken": tally.broken, "cannot_tell": tally.cannot_tell}
    return tuple((VERDICT_WORDS[v], form.count_all(n), VERDICT_TONES[v]) for v, n in counts.items())


def _compared(record: Record, form: Format) -> str:
    if not record.tally.all:
        return ""
    says = f"Of {plural(record.both.all, 'decision', form)} paid by both sides {record.both.kept} were kept; "
    says += f"of {form.count_all(record.one.all)} paid by one side {record.one.kept} were. "
    more = record.more_kept
    if more is None:
        return says + "Too few to say that sharing is why."
    ends = f"{form.share(more.low)} to {form.share(more.high)} of them, {form.sure}"
    if more.excludes_zero:
        return (
            says + f"Where both paid, {form.share(more.mid)} more were kept ({ends}); what else differed is not known."
        )
    return says + f"That difference ({ends}) may be chance."


def _line(row: Verification, form: Format, scale: Scale) -> EndedLine:
    from accord.decisions.operations.drafting import terms_of

    effect, paid = interval_of(row.effect), terms_of(row.decision).paid
    one = "marketing" if paid.marketing else "IT"
    shown = None
    if effect:
        own = scale if row.unit == "money" else None
        shown = estimate(effect, row.unit, row.currency, form, own)  # type: ignore[arg-type]
    return EndedLine(
        id=str(row.decision.id),
        name=row.decision.name,
        title=row.decision.title,
        ended=form.day(utc(row.at)),
        verdict=VERDICT_WORDS[row.verdict],
        tone=VERDICT_TONES[row.verdict],
        effect=shown,
        paid="both sides" if paid.by_both else one if paid.together else "nobody",
    )
