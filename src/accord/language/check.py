"""Words that a reader should not be told without explanation, and what to say instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from accord.language.terms import TERMS, Term, Trade

Reader = Literal["marketing", "it", "finance"]

_STRANGE: dict[Reader, tuple[Trade, ...]] = {
    "marketing": ("it",),
    "it": ("marketing",),
    "finance": ("marketing", "it"),
}
_PLACE = re.compile(r"\{[^{}]*\}")
_EXPLAINED = re.compile(r"\s*(\(|, (that is|which is|meaning)\b)")


@dataclass(frozen=True, slots=True)
class Alert:
    """A term found at ``start <= i < end`` of the text, with plain words for it."""

    term: str
    start: int
    end: int
    instead: str


def check(text: str, audience: Reader) -> list[Alert]:
    """Terms of the other side's trade that stand unexplained, in the order of the text.

    A term is explained where a bracket or 'that is' follows it. Places of a template, ``{burn_rate}``, are not
    read: what stands there is a figure.
    """
    read = _PLACE.sub(lambda m: " " * len(m[0]), text)
    found = [alert for term in TERMS if term.trade in _STRANGE[audience] for alert in _found(term, read)]
    return sorted(found, key=lambda alert: (alert.start, -alert.end))


def _found(term: Term, text: str) -> list[Alert]:
    matches = (m for m in _pattern(term).finditer(text) if not _EXPLAINED.match(text, m.end()))
    return [Alert(term.term, m.start(), m.end(), term.instead) for m in matches]


@cache
def _pattern(term: Term) -> re.Pattern[str]:
    """The term as a whole word, in singular and plural, joined by a space, a hyphen or a line's end."""
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]", term.term))
    return re.compile(rf"(?<![\w-]){words}s?(?![\w-])", 0 if term.abbreviation else re.IGNORECASE)
