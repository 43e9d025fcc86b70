"""A target in a sentence, read strictly: what is not wholly understood is not read at all, and never guessed.

Understood are a comparison ('at or above', '<', 'less than'), one number, and at most one unit; words behind it may say
what is counted, but no second number, no band and no condition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_UP = ("at or above", "at or greater than", "equal or greater than", "greater than or equal to", "greater than",
       "more than", "at least", "no less than", "above", "over", ">=", "≥", ">")  # fmt: skip
_DOWN = ("at or below", "at or less than", "equal or less than", "less than or equal to", "less than", "fewer than",
         "at most", "no more than", "below", "under", "<=", "≤", "<")  # fmt: skip
_OPENING = re.compile(r"the target( for this metric)? is\s+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<money>\$|€|£)?\s*(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)(?:(?P<many>[KMB])(?![A-Za-z]))?\s*(?P<share>%)?"
)
_MANY = {"K": 3, "M": 6, "B": 9}
_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_HOURS = {"hour": Decimal(1), "hours": Decimal(1), "h": Decimal(1), "minute": Decimal(60), "minutes": Decimal(60),
          "mins": Decimal(60), "min": Decimal(60)}  # fmt: skip
_OTHER_UNITS = {
    "ms",
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "month",
    "months",
    "quarter",
    "quarters",
    "year",
    "years",
}
_BANDS = re.compile(
    r"\b(within|between|change|increase|decrease|exceed|variance|tbd|or|and|if|until|unless)\b", re.IGNORECASE
)
_NOT_SET = re.compile(
    r"^\s*(tbd|unknown|n/?a|none|confidential|currently no target|see |identified in|it's against)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a sentence says: ``value`` as charter.yaml writes it ('99.95 %', '0.25'), its unit, which way is better."""

    value: str
    unit: str
    direction: str


def target_of(told: str | float | None) -> Target | str:
    """The target, or why it is none: a reason in plain words."""
    if told is None or not str(told).strip():
        return "no target is set"
    text = " ".join(re.sub(r"<[a-zA-Z/][^>]*>", " ", str(told)).split())
    if _NOT_SET.match(text):
        return "no target is set: it says so, or where else to look"
    direction, rest = _compared(_OPENING.sub("", text, count=1))
    if not direction:
        return "it does not say whether more or less is better" if re.search(r"\d", text) else "it names no number"
    return _valued(rest, direction)


def _compared(text: str) -> tuple[str, str]:
    folded = text.casefold()
    for direction, words in (("up", _UP), ("down", _DOWN)):
        for word in sorted(words, key=len, reverse=True):
            if folded.startswith(word):
                return direction, text[len(word) :].strip()
    return "", text


def _valued(rest: str, direction: str) -> Target | str:
    found = _NUMBER.match(rest)
    if not found:
        return "no number stands where the target should"
    behind = rest[found.end() :].strip()
    if re.search(r"\d", behind):
        return "a second number stands in it: a condition or a ratio, not one target"
    if _BANDS.search(behind):
        return "it sets a band or a condition, not one target"
    value = Decimal(found["number"].replace(",", "")).scaleb(_MANY.get(found["many"] or "", 0))
    return _united(value, found, behind, direction)


def _united(value: Decimal, found: re.Match[str], behind: str, direction: str) -> Target | str:
    word = re.sub(r"[^a-z]", " ", behind.casefold()).split()[:1]
    first = word[0] if word else ""
    if found["share"]:
        if found["money"]:
            return "it is both money and a share"
        return Target(f"{_plain(value)} %", "share", direction) if value <= 100 else "it is more than the whole"
    if found["money"]:
        return Target(f"{value:.2f}", "money", direction)
    if first in _OTHER_UNITS:
        return f"its unit, {first}, is none that a target has: days, hours, money, a share or a count"
    if first in _DAYS:
        return Target(_plain(value * _DAYS[first]), "days", direction)
    if first in _HOURS:
        hours = value / _HOURS[first]
        return Target(_plain(hours), "hours", direction)
    return Target(_plain(value), "count", direction)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
