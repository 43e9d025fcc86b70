"""One decision: promise, owners, budget, options, what was said back, two keys, and the day when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accord.clauses.charter import SIDE_WORDS
from accord.decisions.terms import Terms, gaps
from accord.findings.format import Format
from accord.pages.decisions.budget import LineShown, OptionShown, budget_table, lines_of, options_of, options_table
from accord.pages.decisions.looking import (
    LookShown,
    PathShown,
    VerdictBar,
    before_this,
    look_shown,
    looks_tables,
    verdicts,
)
from accord.pages.decisions.showing import (
    SIDE_MARKS,
    Estimate,
    Keys,
    day,
    estimate,
    keys_of,
    moment,
    one,
)
from accord.pages.opened import SaidShown
from accord.pages.sheet import Sheet, SheetTable, cell_text, utc
from accord.pages.shown import Column, plural
from accord.pages.slide import Line as SlideLine
from accord.pages.slide import Slide
from accord.people.names import initials
from accord.units.interval import Interval
from accord.units.period import local

if TYPE_CHECKING:
    from accord.decisions.models import Decision
    from accord.people.models import Person

SIDES = ("marketing", "it")


@dataclass(frozen=True, slots=True)
class OwnerShown:
    """Who answers for the promise on a side, and with what."""

    side: str
    mark: str
    side_word: str
    initials: str
    name: str
    does: str


@dataclass(frozen=True, slots=True)
class SignerShown:
    """A side's key: who signed and when, or that nobody has."""

    mark: str
    initials: str
    who: str
    says: str


@dataclass(frozen=True, slots=True)
class SaidBack:
    """A side's own words, and the other side's restatements of them with what was lost."""

    side: str
    mark: str
    side_word: str
    text: str
    back: tuple[SaidShown, ...]


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do with it now. ``sign`` is the word on the button, or empty."""

    sign: str = ""
    edit: bool = False
    propose: bool = False
    withdraw: bool = False
    ask: bool = False
    renew: bool = False
    end: bool = False
    hand_over: bool = False
    say_back: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision as it stands. ``pairs`` and ``made`` are (label, text)."""

    id: str
    name: str
    version: int
    how: str
    title: str
    why: str
    state: str
    keys: Keys
    finding: str
    finding_title: str
    promise: Estimate
    expected: str
    per: str
    pairs: tuple[tuple[str, str], ...]
    owners: tuple[OwnerShown, ...]
    budget: tuple[LineShown, ...]
    options: tuple[OptionShown, ...]
    stop: str
    said: tuple[SaidBack, ...]
    signers: tuple[SignerShown, ...]
    may: May
    missing: tuple[str, ...]
    due: str
    verdicts: tuple[VerdictBar, ...]
    looks: tuple[LookShown, ...]
    made: tuple[tuple[str, str], ...]
    before: tuple[PathShown, ...]
    replaces: tuple[str, str]
    entry: int | None
    people: tuple[tuple[str, str], ...]
    terms: Terms
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        lines = [
            ("Decision", self.name),
            ("State", self.keys.says),
            ("Promise", f"{self.promise.text} ({self.promise.ends}, {self.per})"),
            *([("With nothing changed", self.expected)] if self.expected else []),
        ]
        lines += [*self.pairs, *((f"Owner in {o.side_word}", f"{o.name}: {o.does}") for o in self.owners), *self.made]
        currency = self.terms.promise.currency or self.form.currency
        said = SheetTable("said", "What both said", _SAID, tuple(
            row for s in self.said if s.text for row in (
                (cell_text(s.side_word), cell_text("said"), cell_text(s.text)),
                *((cell_text(b.name), cell_text("said back"), cell_text(b.text)) for b in s.back))))  # fmt: skip
        budget, options = (t(self.terms, currency, self.form) for t in (budget_table, options_table))
        tables = (budget, options, said, *looks_tables(self.looks))
        return Sheet("decision", self.title, self.form, lede=self.why, made_up=self.made_up, lines=tuple(lines),
                     tables=tables, key=self.name)  # fmt: skip

    def slide(self) -> Slide:
        """The promise, what was measured of it, who answers for it, and what it costs."""
        measured = (SlideLine(f"{v.effect.text} ({v.effect.ends})", f"{v.word}:") for v in self.looks if v.effect)
        return Slide(
            title=self.title,
            kicker=f"{self.name} / {self.keys.says}",
            amount=self.promise.text,
            surety=f"promised: {self.promise.ends} {self.per}",
            lines=(*measured, *(SlideLine(o.does, f"{o.name}, {o.side_word}:") for o in self.owners)),
            ask=self.stop,
            strip=self.pairs[:4],
            foot=" ".join(f"{label}: {text}." for label, text in self.made),
            made_up=self.made_up,
        )


_SAID = tuple(Column(n, t, False) for n, t in (("who", "Who"), ("how", "How"), ("text", "Words")))


def decision_page(person: Person, name: str, *, now: datetime, form: Format, made_up: str) -> DecisionPage:
    """One decision by its id or name (``now`` aware). Raises ``NotAllowed``, ``LookupError``."""
    from accord.decisions import queries
    from accord.decisions.operations.drafting import terms_of
    from accord.people.rights import Right, require
    from accord.verification import queries as verified

    require(person, Right.READ)
    row = queries.one_decision(name)
    terms, promise, zone = terms_of(row), terms_of(row).promise, row.terms["zone"]
    currency = promise.currency or form.currency
    sides = {s.side for s in queries.signatures(row)}
    missing = _missing(row, terms, now)
    least = one(promise.least, promise.unit, promise.currency, form)
    return DecisionPage(
        id=str(row.id),
        name=row.name,
        version=row.version,
        how=row.how,
        title=row.title,
        why=terms.why,
        state=row.state,
        keys=keys_of(row.state, sides),
        finding=row.finding,
        finding_title=_finding_title(row, person),
        promise=estimate(promise.effect, promise.unit, promise.currency, form),
        expected=_expected(row, form),
        per=f"over {plural((promise.counts_to - promise.counts_from).days + 1, 'day', form)}",
        pairs=_pairs(row, terms, form, zone, least),
        owners=tuple(_owner(row, terms, side) for side in SIDES),
        budget=lines_of(terms, currency, form),
        options=options_of(terms, currency, form),
        stop=terms.stop,
        said=tuple(_said(row, terms, side, form) for side in SIDES),
        signers=tuple(_signer(row, side, form) for side in SIDES),
        may=_may(person, row, terms, sides),
        missing=missing if row.state == "draft" else (),
        due=form.day(utc(row.due) - timedelta(seconds=1)),
        verdicts=verdicts(least, row.extended),
        looks=tuple(look_shown(v, form) for v in reversed(verified.of(row))),
        made=_made(row, form),
        before=before_this(row, form),
        replaces=(str(row.replaces.id), row.replaces.title) if row.replaces else ("", ""),
        entry=row.entry,
        people=_people(person, row),
        terms=terms,
        form=form,
        made_up=made_up,
    )


def _missing(row: Decision, terms: Terms, now: datetime) -> tuple[str, ...]:
    from accord.decisions.terms import WORKING

    if row.how == "ends":
        return ()
    found = gaps(terms, local(utc(now), row.terms["zone"]).date())
    return (*found, WORKING) if row.baseline is None else found


def _finding_title(row: Decision, person: Person) -> str:
    from accord.decisions import queries

    return queries.one_published(row.finding).title(person.reads_as)


def _expected(row: Decision, form: Format) -> str:
    told = row.baseline
    if told is None:
        return "What would come with nothing changed is being worked out."
    if "cannot" in told:
        return f"What would come with nothing changed cannot be told. {told['cannot']}"
    value = Interval(**told["baseline"])
    text = form.interval(value, told.get("unit", "money"), "full", told.get("currency") or None)
    return f"{text} expected over such a time if nothing is changed."


def _pairs(row: Decision, terms: Terms, form: Format, zone: str, least: str) -> tuple[tuple[str, str], ...]:
    promise, paid = terms.promise, terms.paid
    currency = promise.currency or form.currency
    checked = day(promise.checked_on, form, zone)
    if promise.final_on != promise.checked_on:
        checked += f", final on {day(promise.final_on, form, zone)}"
    pairs = [
        ("Counts from", f"{day(promise.counts_from, form, zone)} to {day(promise.counts_to, form, zone)}"),
        ("Checked after", checked + (", extended once" if row.extended else "")),
        ("Least that counts", least),
    ]
    if paid.together:
        money = [form.money(v, currency) for v in (paid.together, paid.marketing, paid.it)]
        pairs.append(("Budget", f"{money[0]}: {money[1]} from marketing, {money[2]} from IT"))
    if promise.unit == "money" and paid.together:
        pairs.append(("Left over", form.money(promise.effect.mid - paid.together, currency)))
    return tuple(pairs)


def _owner(row: Decision, terms: Terms, side: str) -> OwnerShown:
    from accord.decisions import queries

    named = row.owner(side)
    name = queries.names([named]).get(named, "") if named else ""
    does = terms.does_marketing if side == "marketing" else terms.does_it
    return OwnerShown(
        side, SIDE_MARKS[side], SIDE_WORDS[side], initials(name) if name else "", name or "Nobody yet", does
    )


def _signer(row: Decision, side: str, form: Format) -> SignerShown:
    from accord.decisions import queries

    signed = next((s for s in queries.signatures(row) if s.side == side), None)
    word = SIDE_WORDS[side]
    if signed is None:
        says = f"not yet, asked on {moment(row.proposed_at, form)}" if row.proposed_at else "not asked yet"
        return SignerShown(SIDE_MARKS[side], word[:1].upper(), f"For {word}", says)
    how = "with a passkey" if signed.method == "passkey" else "signed in again"
    return SignerShown(
        SIDE_MARKS[side], initials(signed.name), f"{signed.name}, for {word}", f"{moment(signed.at, form)}, {how}"
    )


def _said(row: Decision, terms: Terms, side: str, form: Format) -> SaidBack:
    from accord.comments import queries as comments

    text = terms.says_marketing if side == "marketing" else terms.says_it
    found = [r for r in comments.restatements("decision", str(row.id)) if r.original == text and r.side != side]
    shown = tuple(
        SaidShown(r.id, initials(r.name), r.name, r.side, moment(r.at, form), r.text, r.points, _lost(r.points, form))
        for r in found
    )
    return SaidBack(side, SIDE_MARKS[side], SIDE_WORDS[side], text, shown)


def _lost(points: tuple[object, ...], form: Format) -> str:
    lost = sum(not p.kept for p in points)  # type: ignore[attr-defined]
    all_points = plural(len(points), "point", form)
    if not points:
        return ""
    return f"{lost} of {all_points} {'was' if lost == 1 else 'were'} lost." if lost else f"All {all_points} are there."


def _may(person: Person, row: Decision, terms: Terms, sides: set[str]) -> May:
    from accord.people.rights import Right, may

    if not may(person, Right.PREPARE):
        return May()
    signs, asked = may(person, Right.SIGN), row.state in ("proposed", "signed_by_one")
    other = terms.says_it if person.side == "marketing" else terms.says_marketing
    return May(
        sign=f"Sign for {SIDE_WORDS[person.side]}" if signs and asked and person.side not in sides else "",
        edit=(row.state == "draft" or asked) and row.how != "ends",
        propose=row.state == "draft",
        withdraw=row.state in ("draft", "proposed", "signed_by_one") and row.drafted_side == person.side,
        ask=asked,
        renew=row.state in ("in_force", "kept", "broken", "cannot_tell"),
        end=row.state == "in_force",
        hand_over=signs and row.state == "in_force",
        say_back=other if row.state in ("draft", "proposed", "signed_by_one") else "",
    )


def _made(row: Decision, form: Format) -> tuple[tuple[str, str], ...]:
    facts = f"kept as {row.facts[:12]}" if row.facts else "kept when it is proposed"
    return (
        ("Finding", f"{row.finding}, revision {row.revision}"),
        ("Measured by", f"the analysis {row.analysis.replace('_', ' ')}, which found it"),
        ("Facts", facts),
        ("Charter", row.charter[:12]),
    )


def _people(person: Person, row: Decision) -> tuple[tuple[str, str], ...]:
    """Who could answer for it on the reader's side instead."""
    from accord.people.models import Person as People

    if person.side not in SIDES:
        return ()
    found = People.objects.filter(side=person.side, is_active=True).order_by("name")
    return tuple((str(p.id), p.name) for p in found if p.id != row.owner(person.side))


def to_say_back(person: Person, decision: UUID) -> dict[str, Any]:
    """What ``comments.operations.say_back`` wants of the other side's words. Raises ``LookupError``, ``ValueError``."""
    from accord.decisions import queries
    from accord.decisions.operations.drafting import terms_of

    row = queries.one_decision(decision)
    terms = terms_of(row)
    original = terms.says_it if person.side == "marketing" else terms.says_marketing
    if not original:
        raise ValueError("the other side has said nothing yet")
    names = queries.names([row.owner_marketing, row.owner_it]).values()
    return {"kind": "decision", "subject": str(row.id), "revision": str(row.version), "original": original,
            "names": sorted(names)}  # fmt: skip
