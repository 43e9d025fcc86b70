"""What a decision says: promise, options, budget, owners and the day when it ends. Pure values, in and out of JSON.

Money is in minor units of the promise's currency; days are local ones of the organisation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from accord.findings.archive import from_plain
from accord.findings.finding import Unit
from accord.findings.identity import plain
from accord.record.refusals import Unfinished
from accord.units.interval import Interval

Side = Literal["marketing", "it"]
LONGEST = {"title": 160, "name": 160, "text": 2000}
MOST_ROWS = 20
LEAVE_IT = "Leave it as it is"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that could be done: what it costs and what it brings back, minor units over the promise's period."""

    name: str
    costs: int = 0
    low: int = 0
    mid: int = 0
    high: int = 0
    note: str = ""
    chosen: bool = False

    @property
    def left_over(self) -> int:
        return self.mid - self.costs

    @property
    def brings(self) -> Interval:
        return Interval(self.mid, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the joint budget: minor units from each side."""

    name: str
    kind: Literal["running", "investment"] = "running"
    marketing: int = 0
    it: int = 0

    @property
    def together(self) -> int:
        return self.marketing + self.it


@dataclass(frozen=True, slots=True)
class Promise:
    """The effect that is promised over ``counts_from`` to ``counts_to`` (both included), in ``unit`` (money: minor
    units of ``currency``), above 0 for better. ``least`` counts as kept; the promise is checked once ``checked_on`` is
    over, and for good once ``final_on`` is.
    """

    figure: str
    unit: Unit
    currency: str
    effect: Interval
    least: float
    counts_from: date
    counts_to: date
    checked_on: date
    final_on: date


@dataclass(frozen=True, slots=True)
class Terms:
    """The whole text of a decision; ``owner_*`` are people's ids, empty while nobody is named."""

    title: str
    promise: Promise
    why: str = ""
    options: tuple[Option, ...] = ()
    budget: tuple[Line, ...] = ()
    owner_marketing: str = ""
    owner_it: str = ""
    does_marketing: str = ""
    does_it: str = ""
    says_marketing: str = ""
    says_it: str = ""
    stop: str = ""

    def owner(self, side: str) -> str:
        return self.owner_marketing if side == "marketing" else self.owner_it

    @property
    def chosen(self) -> Option | None:
        return next((o for o in self.options if o.chosen), None)

    @property
    def paid(self) -> Paid:
        return Paid(sum(line.marketing for line in self.budget), sum(line.it for line in self.budget))


@dataclass(frozen=True, slots=True)
class Paid:
    """The joint budget's totals, minor units."""

    marketing: int = field(default=0)
    it: int = field(default=0)

    @property
    def together(self) -> int:
        return self.marketing + self.it

    @property
    def by_both(self) -> bool:
        return self.marketing > 0 and self.it > 0


def as_plain(terms: Terms) -> dict[str, Any]:
    """The text as JSON keeps it."""
    told: dict[str, Any] = plain(terms)
    return told


def from_json(value: Any) -> Terms:
    """The text behind ``as_plain``."""
    terms: Terms = from_plain(Terms, value)
    return terms


def with_leaving(terms: Terms) -> tuple[Option, ...]:
    """The options, with 'leave it as it is' among them: it is always one."""
    there = any(o.name == LEAVE_IT for o in terms.options)
    return terms.options if there else (*terms.options, Option(LEAVE_IT))


def refuse(terms: Terms) -> None:
    """Raise ``Unfinished`` for a text that cannot even be kept as a draft."""
    texts = [
        ("title", terms.title),
        *(("name", o.name) for o in terms.options),
        *(("name", b.name) for b in terms.budget),
    ]
    texts += [("text", getattr(terms, n)) for n in ("why", "stop", "does_marketing", "does_it", "says_marketing",
                                                    "says_it")]  # fmt: skip
    for kind, text in texts:
        if len(text) > LONGEST[kind]:
            raise Unfinished(f"“{text[:40]}...” is longer than {LONGEST[kind]} characters; shorten it")
    if not terms.title.strip():
        raise Unfinished("give the decision a title")
    if max(len(terms.options), len(terms.budget)) > MOST_ROWS:
        raise Unfinished(f"there are more than {MOST_ROWS} options or lines; join some")
    _refuse_rows(terms)
    _refuse_days(terms.promise)


def _refuse_rows(terms: Terms) -> None:
    for line in terms.budget:
        if not line.name.strip() or min(line.marketing, line.it) < 0:
            raise Unfinished("a line of the budget needs a name, and sums of 0 or more")
    for option in terms.options:
        if not option.name.strip() or option.costs < 0:
            raise Unfinished("an option needs a name, and costs of 0 or more")
        if not option.low <= option.mid <= option.high:
            raise Unfinished(f"“{option.name}”: the middle lies outside its own range")
    if sum(o.chosen for o in terms.options) > 1:
        raise Unfinished("choose one option")
    _refuse_promise(terms.promise)


def _refuse_promise(promise: Promise) -> None:
    """0 is where a finding that may be nothing begins, and proposing asks for more; below it nothing can be kept."""
    if not math.isfinite(promise.least):
        raise Unfinished("the least that counts is no number")
    if promise.effect.mid < 0:
        raise Unfinished(PROMISES)
    if promise.least < 0:
        raise Unfinished(LEAST)


def _refuse_days(promise: Promise) -> None:
    if promise.counts_to < promise.counts_from:
        raise Unfinished(f"the promise counts to {promise.counts_to}, before it begins on {promise.counts_from}")
    if promise.checked_on < promise.counts_to:
        raise Unfinished(f"it would be checked on {promise.checked_on}, before its period ends on {promise.counts_to}")
    if promise.final_on < promise.checked_on:
        raise Unfinished(f"it would be final on {promise.final_on}, before it is checked on {promise.checked_on}")


PROMISES = "What is promised must be above 0."
LEAST = "The least that counts as kept must be above 0."
WORKING = "What would come with nothing changed is still being worked out; wait a moment."


def gaps(terms: Terms, today: date) -> tuple[str, ...]:
    """What is still missing before the text can be proposed, in plain words."""
    promise, chosen = terms.promise, terms.chosen
    asked = [
        (terms.owner_marketing, "Name an owner in marketing."),
        (terms.owner_it, "Name an owner in IT."),
        (terms.does_marketing.strip(), "Say what marketing's owner does."),
        (terms.does_it.strip(), "Say what IT's owner does."),
        (chosen, "Choose one of the options."),
        (promise.effect.mid > 0, PROMISES),
        (promise.least > 0, LEAST),
        (promise.effect.mid >= promise.least, "The least that counts is more than what is promised."),
        (promise.counts_from >= today, "The promise must not count from a day that is over."),
        (chosen is None or chosen.name == LEAVE_IT or chosen.costs == terms.paid.together,
         "The budget's lines do not add up to what the chosen option costs."),
        (chosen is None or chosen.name != LEAVE_IT, "To leave it as it is needs no decision."),
    ]  # fmt: skip
    return tuple(says for there, says in asked if not there)
