"""A finding in the words of its reader."""

from __future__ import annotations

import re

from accord.findings.finding import Audience, Cell, Figure, Finding, Kind
from accord.findings.format import Format
from accord.units.interval import Interval
from accord.units.money import Amount

_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")

_KIND_WORDS: dict[Kind, str] = {
    "lost": "lost",
    "gained": "gained",
    "at_risk": "at risk",
    "changed": "change",
    "counted": "counted",
}
_CELL_WORDS: dict[Cell, str] = {
    "it_cost_marketing": "What IT cost marketing",
    "it_earned_marketing": "What IT earned marketing",
    "marketing_cost_it": "What marketing cost IT",
    "marketing_earned_it": "What marketing earned IT",
}
_AUDIENCE_WORDS: dict[Audience, str] = {"marketing": "Marketing", "it": "IT", "finance": "Finance"}


def kind_word(kind: Kind) -> str:
    """The word that stands beside an amount: 'lost', 'at risk'."""
    return _KIND_WORDS[kind]


def cell_word(cell: Cell) -> str:
    """The question that one of the four cells answers."""
    return _CELL_WORDS[cell]


def audience_word(audience: Audience) -> str:
    return _AUDIENCE_WORDS[audience]


def money_line(kind: Kind, amount: Amount, form: Format) -> str:
    """An amount with its kind and interval: '€21,400 lost (€18,600 to €24,700, 90 % sure)'."""
    mid = f"{form.amount(amount, '')} {kind_word(kind)}"
    return mid if amount.interval.is_exact else f"{mid} ({form.amount(amount, 'range')}, {form.sure})"


def ends(amount: Amount, form: Format) -> str:
    """The two ends of an amount's interval: '€18,600 to €24,700'; nothing where it was counted."""
    return "" if amount.interval.is_exact else form.amount(amount, "range")


def surety(kind: Kind, amount: Amount, form: Format) -> str:
    """What stands after the ends: 'lost, 90 % sure', or 'lost, counted' where nothing was estimated."""
    word = kind_word(kind)
    if amount.interval.is_exact:
        return word if kind == "counted" else f"{word}, counted"
    return f"{word}, {form.sure}"


def measure_word(measure: Figure) -> str:
    """What stands behind the number of a finding without money: its label, in the middle of a sentence."""
    return measure.label[:1].lower() + measure.label[1:]


def measure_ends(measure: Figure, form: Format) -> str:
    """The two ends of its interval; nothing where it was counted."""
    return "" if _exact(measure) else form.figure(measure, "range")


def measure_surety(measure: Figure, form: Format) -> str:
    """What stands after the ends: 'times a week that both meet it, 90 % sure'."""
    return f"{measure_word(measure)}, {'counted' if _exact(measure) else form.sure}"


def measure_line(measure: Figure, form: Format) -> str:
    """A number with its label and interval: '4.2 times a week that both meet it (2.9 to 5.8, 90 % sure)'."""
    mid = f"{form.figure(measure)} {measure_word(measure)}"
    return mid if _exact(measure) else f"{mid} ({form.figure(measure, 'range')}, {form.sure})"


def _exact(measure: Figure) -> bool:
    return isinstance(measure.value, Interval) and measure.value.is_exact


def headline(finding: Finding, form: Format) -> str:
    """The amount with its interval, or the measure where nothing has a price; the same for every audience. Where
    there is neither, why."""
    if finding.amount:
        return money_line(finding.kind, finding.amount, form)
    return measure_line(finding.measured, form) if finding.measured else finding.verdict


def fill(template: str, finding: Finding, form: Format) -> str:
    """A template with its figures put in. Raises ``KeyError`` for a name that is no figure."""

    def place(match: re.Match[str]) -> str:
        return form.figure(finding.figure(match[1]), match[2] or "")

    return _PLACE.sub(place, template)


def title(finding: Finding, audience: Audience, form: Format) -> str:
    """The title, with a capital where it begins with a name: 'Checkout was down'."""
    text = fill(finding.wordings[audience].title, finding, form)
    return text[:1].upper() + text[1:]


def body(finding: Finding, audience: Audience, form: Format) -> str:
    return fill(finding.wordings[audience].body, finding, form)


def say(finding: Finding, audience: Audience, form: Format) -> str:
    """The whole wording: headline amount with interval, then the body."""
    return f"{headline(finding, form).rstrip('.')}. {body(finding, audience, form)}"


def held(finding: Finding) -> str:
    """How often such ranges have held, or nothing where that was not tried."""
    if finding.held is None or finding.held[1] == 0:
        return ""
    return f"Such ranges have held {finding.held[0]} of {finding.held[1]} times on quiet windows."


def waiting(finding: Finding, form: Format) -> str:
    """What it costs to wait, or nothing where waiting is free."""
    weekly = finding.waiting.weekly
    if weekly.high <= 0:
        return ""
    currency = finding.amount.currency if finding.amount else None
    mid = form.interval(weekly, "money", "", currency)
    both = "" if weekly.is_exact else f" ({form.interval(weekly, 'money', 'range', currency)}, {form.sure})"
    until = f" until {form.time(finding.waiting.until)}" if finding.waiting.until else ""
    return f"Waiting costs {mid} a week{both}{until}."


def stray_numbers(template: str) -> list[str]:
    """Digits in a template that are no figure: there must be none."""
    return re.findall(r"\d[\d.,]*", _PLACE.sub("", template))
