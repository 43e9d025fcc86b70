"""What got lost when somebody said a thing back: its numbers, dates, names and conditions, one by one.

Active listening asks the other side to restate (C. Rogers and R. Farson, 'Active Listening', 1957). Nothing here judges
wording: a point is kept when its value, or the words that carry its condition, stand in the restatement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["amount", "share", "date", "time", "number", "name", "condition"]

MONTHS = "january february march april may june july august september october november december".split()
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_SPOKEN = {word: float(n) for n, word in enumerate(_WORDS)} | {"half": 0.5, "twice": 2.0, "dozen": 12.0}
_LARGE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR", "dollars": "USD", "pounds": "GBP"}

_CODE = r"EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|JPY|€|\$|£"
_FIGURE = r"\d{1,3}(?:[,\u202f\u00a0 ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<before>{_CODE})?\s?(?P<sign>[-\u2212])?(?P<figure>{_FIGURE})\s?(?P<large>k|m|bn|thousand|million|billion)?\b"
    rf"\s?(?P<after>%|percent|per cent|{_CODE}|euros?|dollars|pounds)?",
    re.IGNORECASE,
)
_MONTH = "|".join(f"{m}|{m[:3]}" for m in MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<year>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH})\b"
    rf"|(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)\b(?:,?\s(?P<in>\d{{4}})\b)?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b(\d{1,2})[:.h](\d{2})\b(?!\d)")
_WEEKDAY = re.compile(rf"\b({'|'.join(DAYS)})s?\b", re.IGNORECASE)
_SAID = re.compile(rf"\b({'|'.join(w for w in _SPOKEN if w not in ('zero', 'one'))})\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<!\w)[A-Z][\w&-]*[a-z]\w*(?:\s[A-Z][\w&-]+)*", re.MULTILINE)

# Families of words that make a condition; a restatement may use another word of the same family.
_FAMILIES: dict[str, str] = {
    "if": r"if|when|provided|as long as|in case|should",
    "unless": r"unless|except|but not",
    "until": r"until|till|up to and including|no later than|by|before",
    "at most": r"at most|no more than|not more than|up to|maximum|capped|limit(?:ed)?",
    "at least": r"at least|no less than|not less than|minimum",
    "only": r"only|solely|nothing but|alone",
    "within": r"within|in less than|inside",
}
_CONDITION = re.compile(
    r"\b(if|unless|provided|as long as|in case|until|at most|no more than|at least|no less than|only|within)\b"
    r"([^.;,:!?]*(?:[.,]\d[^.;,:!?]*)*)",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    "a an and are as at be been but by can could did do does for from had has have he her his i if in is it its may me "
    "my no not of on or our she so than that the their them then there they this those to us was we were what when "
    "which will with would you your".split()
)


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a restatement should keep; ``text`` as the original says it."""

    kind: Kind
    text: str
    kept: bool


@dataclass(frozen=True, slots=True)
class _Found:
    kind: Kind
    text: str
    value: object
    start: int


def lost_points(original: str, restated: str, names: Iterable[str] = ()) -> tuple[Point, ...]:
    """Every point of ``original`` in its order, with whether ``restated`` keeps it.

    ``names`` are people, services and campaigns that count as names wherever they stand; other capitalised words
    count when they are not the first of a sentence.
    """
    there = list(_points(restated, names))
    values = {(f.kind, f.value) for f in there}
    heard = _stems(restated)
    out: list[Point] = []
    for found in sorted(_points(original, names), key=lambda f: f.start):
        kept = _condition_kept(found, restated, heard) if found.kind == "condition" else _value_kept(found, values)
        if not any(p.kind == found.kind and p.text.casefold() == found.text.casefold() for p in out):
            out.append(Point(found.kind, found.text, kept))
    return tuple(out)


def _value_kept(found: _Found, values: set[tuple[Kind, object]]) -> bool:
    """The same value; a sum whose currency one of the two leaves out, and a year that one leaves out, are the same."""
    if (found.kind, found.value) in values:
        return True
    if found.kind in ("amount", "number"):
        worth = found.value[0] if isinstance(found.value, tuple) else found.value
        plain = ("number", worth) in values
        return plain or (found.kind == "number" and any(k == "amount" and v[0] == worth for k, v in _pairs(values)))
    if found.kind == "date" and isinstance(found.value, tuple):
        same = [v for k, v in _pairs(values) if k == "date" and v[:2] == found.value[:2]]
        return any(v[2] == found.value[2] or None in (v[2], found.value[2]) for v in same)
    if found.kind == "name":
        words = set(str(found.value).split())
        return any(k == "name" and words & set(str(v).split()) for k, v in values)
    return False


def _pairs(values: set[tuple[Kind, object]]) -> Iterator[tuple[Kind, tuple[object, ...]]]:
    yield from ((k, v) for k, v in values if isinstance(v, tuple))


def _condition_kept(found: _Found, restated: str, heard: set[str]) -> bool:
    """A word of the same family stands there, and at least half of the words that the condition is about."""
    marker, words = found.value if isinstance(found.value, tuple) else ("", frozenset())
    family = next((f for f in _FAMILIES.values() if re.fullmatch(f, marker)), re.escape(marker))
    if not re.search(rf"\b(?:{family})\b", restated, re.IGNORECASE):
        return False
    return not words or 2 * len(words & heard) >= len(words)


def _points(text: str, names: Iterable[str]) -> Iterator[_Found]:
    taken = bytearray(len(text))
    for kind, match, value in _dated(text):
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            yield _Found(kind, match[0].strip(), value, match.start())
    for match in _NUMBER.finditer(text):
        if not any(taken[match.start("figure") : match.end("figure")]):
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            yield _number(match)
    yield from (_Found("number", m[0], _SPOKEN[m[0].lower()], m.start()) for m in _SAID.finditer(text))
    yield from _names(text, names, taken)
    yield from _conditions(text)


def _dated(text: str) -> Iterator[tuple[Kind, re.Match[str], object]]:
    for match in _DATE.finditer(text):
        yield "date", match, _date(match)
    for match in _TIME.finditer(text):
        if int(match[1]) < 25 and int(match[2]) < 60:
            yield "time", match, (int(match[1]), int(match[2]))
    for match in _WEEKDAY.finditer(text):
        yield "date", match, match[1].lower()


def _date(match: re.Match[str]) -> tuple[int, int, int | None]:
    if match["year"]:
        return int(match["d"]), int(match["m"]), int(match["year"])
    month = (match["month"] or match["month2"]).lower()[:3]
    number = next(n for n, m in enumerate(MONTHS, 1) if m.startswith(month))
    return int(match["day"] or match["day2"]), number, int(match["in"]) if match["in"] else None


def _number(match: re.Match[str]) -> _Found:
    value = float(re.sub(r"[,\u202f\u00a0 ]", "", match["figure"])) * _LARGE.get((match["large"] or "").lower(), 1.0)
    after = (match["after"] or "").lower()
    text = match[0].strip()
    if after in ("%", "percent", "per cent"):
        return _Found("share", text, value, match.start())
    unit = match["before"] or match["after"]
    if unit:
        return _Found("amount", text, (value, _CURRENCIES.get(unit.lower(), unit.upper())), match.start())
    return _Found("number", text, value, match.start())


def _names(text: str, names: Iterable[str], taken: bytearray) -> Iterator[_Found]:
    for name in names:
        for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            yield _Found("name", match[0], name.casefold(), match.start())
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for match in _NAME.finditer(text):
        if not any(taken[match.start() : match.end()]) and match[0].lower() not in MONTHS:
            yield _Found("name", match[0], match[0].casefold(), match.start())


def _conditions(text: str) -> Iterator[_Found]:
    for match in _CONDITION.finditer(text):
        about = frozenset(_stems(match[2]))
        yield _Found("condition", match[0].strip(), (match[1].lower(), about), match.start())


def _stems(text: str) -> set[str]:
    """Words without endings, short ones and those that carry nothing left out: 'switches' and 'switched' are one."""
    words = re.findall(r"[a-z]{3,}", text.lower())
    return {re.sub(r"(?:ing|ies|es|ed|s)$", "", w) if len(w) > 4 else w for w in words if w not in _EMPTY}
