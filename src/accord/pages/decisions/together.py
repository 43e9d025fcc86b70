"""Decide together: the form for a decision's text, and what it says when it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from accord.decisions.terms import LEAVE_IT, MOST_ROWS, Line, Option, Promise, Terms
from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.pages.decisions.numbers import read, typed, unit_word
from accord.units.interval import Interval

if TYPE_CHECKING:
    from accord.decisions.operations import Basis
    from accord.people.models import Person
    from accord.workspace.folder import Workspace

LEAST_OF_DEMO = timedelta(weeks=4)
"""A shorter promise tells too little; then the demo's clock ends before an extension does."""
BLANK = 2
"""So many empty rows stand below what is filled; saving brings more."""


@dataclass(frozen=True, slots=True)
class OptionFields:
    """A row of the options, as its inputs hold it."""

    name: str = ""
    note: str = ""
    costs: str = ""
    low: str = ""
    mid: str = ""
    high: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class LineFields:
    """A row of the budget, as its inputs hold it."""

    name: str = ""
    kind: str = "running"
    marketing: str = ""
    it: str = ""


@dataclass(frozen=True, slots=True)
class TogetherPage:
    """The form. ``decision`` is empty for a new one; ``texts`` are what stands in its inputs, by their names;
    ``people`` are (id, name) by side; ``wrong`` says what to mend where it came back.
    """

    title: str
    decision: str
    name: str
    version: int
    finding: str
    finding_title: str
    finding_says: str
    texts: dict[str, str]
    unit_word: str
    currency: str
    options: tuple[OptionFields, ...]
    budget: tuple[LineFields, ...]
    people: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    form: Format
    wrong: str = ""


def refilled(page: TogetherPage, given: Mapping[str, Any], wrong: str) -> TogetherPage:
    """The form with what was typed into it, and what to mend."""
    options = [_typed_option(given, n) for n in range(MOST_ROWS) if f"option-{n}-name" in given]
    lines = [
        LineFields(*(given.get(f"line-{n}-{k}", "") for k in ("name", "kind", "marketing", "it")))
        for n in range(MOST_ROWS)
        if f"line-{n}-name" in given
    ]
    texts = {name: str(given.get(name, "")) for name in page.texts}
    return replace(page, texts=texts, options=tuple(options), budget=tuple(lines), wrong=wrong)


def _typed_option(given: Mapping[str, Any], n: int) -> OptionFields:
    name, note, costs, low, mid, high = (
        str(given.get(f"option-{n}-{k}", "")) for k in ("name", "note", "costs", "low", "mid", "high")
    )
    return OptionFields(name, note, costs, low, mid, high, given.get("chosen") == str(n))


def new_page(
    person: Person, workspace: Workspace, finding: str, *, now: datetime, audience: Audience, form: Format
) -> TogetherPage:
    """The form for a decision about a published finding. Raises ``NotAllowed``, ``LookupError``."""
    from accord.people.rights import Right, require

    require(person, Right.PREPARE)
    terms = first(workspace, finding, now=now, form=form)
    return _page("Decide together", "", "", 0, finding, terms, person, workspace, audience, form)


def text_of(decision: str) -> Terms:
    """The text of a decision as it is. Raises ``LookupError``."""
    from accord.decisions import queries
    from accord.decisions.operations.drafting import terms_of

    return terms_of(queries.one_decision(decision))


def edit_page(person: Person, workspace: Workspace, decision: str, *, audience: Audience, form: Format) -> TogetherPage:
    """The form for a decision's text as it is. Raises ``NotAllowed``, ``LookupError``."""
    from accord.decisions import queries
    from accord.people.rights import Right, require

    require(person, Right.PREPARE)
    row, terms = queries.one_decision(decision), text_of(decision)
    return _page(row.title, str(row.id), row.name, row.version, row.finding, terms, person, workspace, audience, form)


def _page(
    title: str,
    decision: str,
    name: str,
    version: int,
    finding: str,
    terms: Terms,
    person: Person,
    workspace: Workspace,
    audience: Audience,
    form: Format,
) -> TogetherPage:
    from accord.findings import archive, words

    found = archive.load(workspace.findings, finding)
    currency = terms.promise.currency or form.currency
    return TogetherPage(
        title=title,
        decision=decision,
        name=name,
        version=version,
        finding=finding,
        finding_title=words.title(found, audience, form),
        finding_says=words.say(found, audience, form),
        texts=_texts(terms, currency, form),
        unit_word=unit_word(terms.promise.unit, currency),
        currency=currency,
        options=tuple(_option_fields(terms, currency, form)),
        budget=tuple(_line_fields(terms, currency, form)),
        people=_people(),
        form=form,
    )


_SAID = ("why", "does_marketing", "does_it", "says_marketing", "says_it", "stop")
_PLAIN = ("title", "owner_marketing", "owner_it", *_SAID)
_DAYS = ("counts_from", "counts_to", "checked_on", "final_on")


def _texts(terms: Terms, currency: str, form: Format) -> dict[str, str]:
    promise = terms.promise
    numbers = {e: getattr(promise.effect, e) for e in ("low", "mid", "high")} | {"least": promise.least}
    return {
        **{name: getattr(terms, name) for name in _PLAIN},
        **{name: getattr(promise, name).isoformat() for name in _DAYS},
        **{name: typed(value, promise.unit, currency, form) for name, value in numbers.items()},
    }


def _option_fields(terms: Terms, currency: str, form: Format) -> Iterator[OptionFields]:
    for o in terms.options:
        if o.name != LEAVE_IT:
            costs, low, mid, high = (typed(v, "money", currency, form) for v in (o.costs, o.low, o.mid, o.high))
            yield OptionFields(o.name, o.note, costs, low, mid, high, o.chosen)
    yield from (OptionFields() for _ in range(BLANK))


def _line_fields(terms: Terms, currency: str, form: Format) -> Iterator[LineFields]:
    for b in terms.budget:
        marketing, it = (typed(v, "money", currency, form) for v in (b.marketing, b.it))
        yield LineFields(b.name, b.kind, marketing, it)
    yield from (LineFields() for _ in range(BLANK))


def _people() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    from accord.people.models import Person

    found = Person.objects.filter(is_active=True, side__in=("marketing", "it")).order_by("name")
    return tuple((side, tuple((str(p.id), p.name) for p in found if p.side == side)) for side in ("marketing", "it"))


def first(workspace: Workspace, finding: str, *, now: datetime, form: Format) -> Terms:
    """The text that a new decision begins with. Raises ``LookupError`` for a finding that was not published."""
    from accord.analyses import discovery
    from accord.decisions import queries
    from accord.decisions.beginning import first_terms
    from accord.findings import archive
    from accord.pages.house import house
    from accord.pages.sheet import utc
    from accord.units.period import local

    queries.one_published(finding)
    found = archive.load(workspace.findings, finding)
    zone = house(workspace).charter.organisation.zone
    today = local(utc(now), zone).date()
    terms = first_terms(found, discovery.load(found.analysis), form, today, _usual(workspace, today))
    return replace(terms, options=tuple(o for o in terms.options if o.name != LEAVE_IT))


def _usual(workspace: Workspace, today: date) -> timedelta:
    """A quarter; in a demo a few days less where its months would else end before a promise that is extended once."""
    from accord.decisions.beginning import USUAL
    from accord.pages.demo_company import company_of, last_day

    if not workspace.made_up:
        return USUAL
    half = (last_day(company_of(workspace)) - today - timedelta(days=1)) // 2
    return min(USUAL, timedelta(days=half.days)) if half >= LEAST_OF_DEMO else USUAL


def basis(workspace: Workspace, finding: str) -> Basis:
    """What a decision about a published finding is made from. Raises ``LookupError``."""
    from accord.analyses import discovery
    from accord.decisions import queries
    from accord.decisions.operations import Basis
    from accord.findings import archive
    from accord.findings.identity import content_id
    from accord.pages.house import house
    from accord.units.period import aware

    row = queries.one_published(finding)
    brief = queries.latest_kept()
    found = archive.load(workspace.findings, finding)
    ahead = discovery.load(found.analysis).effect.told == "ahead"
    own = (aware(found.period.start), aware(found.period.end))
    earlier = own if ahead or brief is None else (brief.start, min(brief.end, brief.as_of))
    charter = house(workspace).charter
    return Basis(
        finding=row.finding,
        revision=row.revision,
        analysis=row.analysis,
        about=row.about,
        charter=content_id(charter),
        zone=charter.organisation.zone,
        earlier_start=earlier[0],
        earlier_end=earlier[1],
    )


def read_terms(given: Mapping[str, Any], terms: Terms, form: Format) -> Terms:
    """The text that the form holds; ``terms`` tells what it promises in. Raises ``ValueError`` naming a field."""
    currency = terms.promise.currency or form.currency
    return replace(
        terms,
        promise=_promise(given, terms.promise, currency, form),
        options=tuple(_options(given, currency, form)),
        budget=tuple(_budget(given, currency, form)),
        **{name: given.get(name, "").strip() for name in _PLAIN},
    )


def _promise(given: Mapping[str, Any], promise: Promise, currency: str, form: Format) -> Promise:
    def number(name: str, label: str) -> float:
        return read(given.get(name, ""), promise.unit, currency, form, label)

    mid = number("mid", "Promised")
    low, high = (number(n, "Promised, " + w) if given.get(n, "").strip() else mid for n, w in _ENDS)
    if not low <= mid <= high:
        raise ValueError("Promised: the middle lies outside its own range")
    checked = _day(given, "checked_on", "Checked when this day is over")
    return replace(
        promise,
        effect=Interval(mid, low, high),
        least=number("least", "The least that counts"),
        counts_from=_day(given, "counts_from", "Counts from"),
        counts_to=_day(given, "counts_to", "Counts to"),
        checked_on=checked,
        final_on=_day(given, "final_on", "Final on") if given.get("final_on") else checked,
    )


_ENDS = (("low", "at least"), ("high", "at most"))


def _day(given: Mapping[str, Any], name: str, label: str) -> date:
    try:
        return date.fromisoformat(given.get(name, ""))
    except ValueError as fault:
        raise ValueError(f"{label}: give a day") from fault


def _options(given: Mapping[str, Any], currency: str, form: Format) -> Iterator[Option]:
    chosen = given.get("chosen", "")
    for n in range(MOST_ROWS):
        name = given.get(f"option-{n}-name", "").strip()
        if name:
            numbers = {
                k: _minor(given, f"option-{n}-{k}", currency, form, name) for k in ("costs", "low", "mid", "high")
            }
            numbers |= {k: numbers["mid"] for k in ("low", "high") if not given.get(f"option-{n}-{k}", "").strip()}
            yield Option(name, **numbers, note=given.get(f"option-{n}-note", "").strip(), chosen=chosen == str(n))


def _budget(given: Mapping[str, Any], currency: str, form: Format) -> Iterator[Line]:
    for n in range(MOST_ROWS):
        name = given.get(f"line-{n}-name", "").strip()
        if name:
            kind = "investment" if given.get(f"line-{n}-kind") == "investment" else "running"
            marketing, it = (_minor(given, f"line-{n}-{side}", currency, form, name) for side in ("marketing", "it"))
            yield Line(name, kind, marketing, it)  # type: ignore[arg-type]


def _minor(given: Mapping[str, Any], name: str, currency: str, form: Format, label: str) -> int:
    return round(read(given.get(name, ""), "money", currency, form, label))
