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
    rf"(?<!\w)(?P<before>{_CODE})?\s?(?P<sign>[-\u2212])?(?P<figure>{_FIGURE})\s?(?P<large>k|m|bn|thousand|million|billion)?\b"
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
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<!\w)[A-Z][\w&-]{0,60}[a-z]\w*(?:\s[A-Z][\w&-]+)*", re.MULTILINE)

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
_KINDRED: dict[str, str] = {"amount": "number"}
_MARKERS = frozenset("until most more least less only within unless provided long case".split())


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a restatement should keep; ``text`` as the original says it.

    ``about`` are the words around it, so that a bare number says what it is: '2,000 EUR a month'. ``now`` is what the
    restatement says in its place, where it says something else: the point was changed; empty where it is missing.
    """

    kind: Kind
    text: str
    kept: bool
    about: str = ""
    now: str = ""

    @property
    def says(self) -> str:
        """The point in its words."""
        return self.about or self.text


@dataclass(frozen=True, slots=True)
class Found:
    """A point of a text at ``start <= i < end``; equal values are the same point, however they are written."""

    kind: Kind
    text: str
    value: object
    start: int
    end: int


def points(text: str, names: Iterable[str] = ()) -> tuple[Found, ...]:
    """Numbers, dates, names and conditions of a text in its order."""
    return tuple(sorted(_points(text, names), key=lambda f: f.start))


def lost_points(original: str, restated: str, names: Iterable[str] = ()) -> tuple[Point, ...]:
    """Every point of ``original`` in its order, with whether ``restated`` keeps it, and what it says instead.

    ``names`` are people, services and campaigns that count as names wherever they stand; other capitalised words
    count when they are not the first of a sentence.
    """
    said, back = points(original, names), points(restated, names)
    values, own = {(f.kind, f.value) for f in back}, {(f.kind, f.value) for f in said}
    heard = _stems(restated)
    spare = [f for f in back if not _is_kept(f, original, own, _stems(original))]
    out: list[Point] = []
    for found in said:
        if any(p.kind == found.kind and p.text.casefold() == found.text.casefold() for p in out):
            continue
        kept = _is_kept(found, restated, values, heard)
        other = None if kept else _other(found, original, spare, restated)
        if other:
            spare.remove(other)
        now = around(restated, other) if other else ""
        out.append(Point(found.kind, found.text, kept, around(original, found), now))
    return tuple(out)


def around(text: str, found: Found) -> str:
    """A point with up to two words before it and three after it, none of them from another clause."""
    if found.kind in ("condition", "name"):
        return found.text
    start, end = found.start, found.end
    before = re.split(r"[.,;:!?()\n](?=\s|$)|\n", text[max(0, start - 60) : start])[-1].split()[-2:]
    after = re.split(r"[.,;:!?()\n](?=\s|$)|\n", text[end : end + 60])[0].split()[:3]
    while before and before[0].lower() in _EMPTY:
        del before[0]
    while after and after[-1].lower() in _EMPTY:
        del after[-1]
    return " ".join([*before, text[start:end].strip(), *after])


def _other(found: Found, original: str, spare: list[Found], restated: str) -> Found | None:
    """What the restatement says in a point's place: of the same kind, of its own, and about the same words."""
    near = _company(original, found)
    like = [f for f in spare if _KINDRED.get(f.kind, f.kind) == _KINDRED.get(found.kind, found.kind)]
    shared = [(len(near & _company(restated, f)), f) for f in like]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] >= (2 if found.kind == "name" else 1) else None


def _company(text: str, found: Found) -> set[str]:
    """Stems and figures that a point stands with; a condition's are its own."""
    near = found.text if found.kind == "condition" else text[max(0, found.start - 40) : found.end + 40]
    figures = set(re.findall(r"\d+", near)) if found.kind == "condition" else set()
    own = _stems(found.text) if found.kind == "name" else set()
    return (_stems(near) | figures) - own - _MARKERS


def _is_kept(found: Found, restated: str, values: set[tuple[Kind, object]], heard: set[str]) -> bool:
    if found.kind == "condition":
        return _condition_kept(found, restated, heard)
    return _value_kept(found, values)


def _value_kept(found: Found, values: set[tuple[Kind, object]]) -> bool:
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


def _condition_kept(found: Found, restated: str, heard: set[str]) -> bool:
    """A word of the same family stands there, and at least half of the words that the condition is about."""
    marker, words = found.value if isinstance(found.value, tuple) else ("", frozenset())
    family = next((f for f in _FAMILIES.values() if re.fullmatch(f, marker)), re.escape(marker))
    if not re.search(rf"\b(?:{family})\b", restated, re.IGNORECASE):
        return False
    return not words or 2 * len(words & heard) >= len(words)


def _points(text: str, names: Iterable[str]) -> Iterator[Found]:
    taken = bytearray(len(text))
    for kind, match, value in _dated(text):
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            yield Found(kind, match[0].strip(), value, match.start(), match.end())
    for match in _NUMBER.finditer(text):
        if not any(taken[match.start("figure") : match.end("figure")]):
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            yield _number(match)
    yield from (Found("number", m[0], _SPOKEN[m[0].lower()], m.start(), m.end()) for m in _SAID.finditer(text))
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


def _number(match: re.Match[str]) -> Found:
    value = float(re.sub(r"[,\u202f\u00a0 ]", "", match["figure"])) * _LARGE.get((match["large"] or "").lower(), 1.0)
    after = (match["after"] or "").lower()
    text = match[0].strip()
    start, end = match.span()
    if after in ("%", "percent", "per cent"):
        return Found("share", text, value, start, end)
    unit = match["before"] or match["after"]
    if unit:
        return Found("amount", text, (value, _CURRENCIES.get(unit.lower(), unit.upper())), start, end)
    return Found("number", text, value, start, end)


def _names(text: str, names: Iterable[str], taken: bytearray) -> Iterator[Found]:
    for name in names:
        for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            yield Found("name", match[0], name.casefold(), match.start(), match.end())
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for match in _NAME.finditer(text):
        if not any(taken[match.start() : match.end()]) and match[0].lower() not in MONTHS:
            yield Found("name", match[0], match[0].casefold(), match.start(), match.end())


def _conditions(text: str) -> Iterator[Found]:
    for match in _CONDITION.finditer(text):
        about = frozenset(_stems(match[2]))
        yield Found("condition", match[0].strip(), (match[1].lower(), about), match.start(), match.end())


def _stems(text: str) -> set[str]:
    """Words without endings, short ones and those that carry nothing left out: 'switches' and 'switched' are one."""
    words = re.findall(r"[a-z]{3,}", text.lower())
    return {re.sub(r"(?:ing|ies|es|ed|s)$", "", w) if len(w) > 4 else w for w in words if w not in _EMPTY}
