"""A finding in the words of its reader."""

from __future__ import annotations

import re

from accord.findings.finding import Audience, Finding, Kind
from accord.findings.format import Format

_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")

_KIND_WORDS: dict[Kind, str] = {
    "lost": "lost",
    "gained": "gained",
    "at_risk": "at risk",
    "changed": "change",
    "counted": "counted",
}


def kind_word(kind: Kind) -> str:
    """The word that stands beside an amount: 'lost', 'at risk'."""
    return _KIND_WORDS[kind]


def headline(finding: Finding, form: Format) -> str:
    """The amount with its interval, the same for every audience, or why there is none."""
    if finding.amount is None:
        return finding.verdict
    amount = finding.amount
    if amount.interval.is_exact:
        return f"{form.amount(amount, '')} {kind_word(finding.kind)}"
    return f"{form.amount(amount, '')} {kind_word(finding.kind)} ({form.amount(amount, 'range')}, 90 % sure)"


def fill(template: str, finding: Finding, form: Format) -> str:
    """A template with its figures put in. Raises ``KeyError`` for a name that is no figure."""

    def place(match: re.Match[str]) -> str:
        return form.figure(finding.figure(match[1]), match[2] or "")

    return _PLACE.sub(place, template)


def title(finding: Finding, audience: Audience, form: Format) -> str:
    return fill(finding.wordings[audience].title, finding, form)


def body(finding: Finding, audience: Audience, form: Format) -> str:
    return fill(finding.wordings[audience].body, finding, form)


def say(finding: Finding, audience: Audience, form: Format) -> str:
    """The whole wording: headline amount with interval, then the body."""
    return f"{headline(finding, form)}. {body(finding, audience, form)}"


def stray_numbers(template: str) -> list[str]:
    """Digits in a template that are no figure: there must be none."""
    return re.findall(r"\d[\d.,]*", _PLACE.sub("", template))
