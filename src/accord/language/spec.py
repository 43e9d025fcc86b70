"""A requirement text for two readers: the same statements in both sides' wordings, and what is still open.

Each statement keeps its duty (must, should, may; RFC 2119 and 8174) and its conditions in both wordings; where a
wording would change them, that is an open question as well. Nothing is guessed: a word that the glossary does not
settle is asked about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from accord.clauses.charter import SIDE_WORDS, Side
from accord.clauses.glossary import Reader, Term, agreed
from accord.language.checking import Alert, Checker, located
from accord.language.explained import explained
from accord.language.lexicon import SAY_WHICH, Entry, lexicon
from accord.language.markup import Markup, read
from accord.language.pieces import Read
from accord.language.playback import points
from accord.language.rewriting import Edit, RewriteError, Rewriter
from accord.language.short_forms import key_of, short_form, strong
from accord.language.vague import VAGUE

Duty = Literal["must", "must not", "should", "should not", "may"]
Kind = Literal["acronym", "two meanings", "jargon", "vague", "wording"]
SIDES: tuple[Side, ...] = ("marketing", "it")

_DUTIES: tuple[tuple[Duty, str], ...] = (
    ("must not", r"(?:must|shall) not|mustn't|cannot|can ?not|is not allowed to|are not allowed to|may not"),
    ("must", r"must|shall|(?:is|are) required to|has to|have to|needs to|need to"),
    ("should not", r"should not|shouldn't|not recommended"),
    ("should", r"should|recommended"),
    ("may", r"may|optional(?:ly)?"),
)
_DUTY = tuple((duty, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for duty, words in _DUTIES)
_TOKEN = re.compile(r"(?<![\w@#/.-])[A-Z][A-Za-z0-9&]{0,8}[A-Z0-9]s?(?![\w/-])")
_OPENED = re.compile(r"(?:[*_~]{1,3}|!?\[|`[^`\n]{1,200}`[ ]?|<[a-zA-Z][^<>\n]{0,200}>)+\Z")
_CLOSED = re.compile(r"(?:[*_~]{1,3}|\](?:\([^()\n]{0,300}\)|\[[^\[\]\n]{0,100}\])?|</[a-zA-Z][^<>\n]{0,50}>)+")
_REACH = 300
"""Characters of markup that are taken along with a statement, at most."""
_COMMON = frozenset(
    "ASAP API AM CEO CET CEST CSV DNS EU EUR FAQ GB GBP HTML HTTP HTTPS ID IT JSON KB MAY MB MUST NOT OK OR PC PDF PM "
    "SHALL SHOULD SMS TB TBD TV UK URL US USA USD UTC VAT XML Q1 Q2 Q3 Q4 AND".split()
)
"""Short forms that every reader knows, and the key words of duty."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that must be settled before both sides mean the same. ``line`` and ``column`` count from 1."""

    kind: Kind
    word: str
    line: int
    column: int
    asks: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, heading or item, as it stands and as each side reads it."""

    number: int
    line: int
    text: str
    duty: Duty | None
    conditions: tuple[str, ...]
    marketing: str
    it: str
    questions: tuple[Question, ...]

    @property
    def is_same(self) -> bool:
        """Whether both sides read the same words."""
        return self.marketing == self.it


@dataclass(frozen=True, slots=True)
class Spec:
    """A text as statements."""

    statements: tuple[Statement, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is open, in the order of the text."""
        return tuple(q for s in self.statements for q in s.questions)


Edits = tuple[Edit, ...] | RewriteError
_Asked = tuple[int, Question]


def spec(
    text: str,
    markup: Markup = "plain",
    glossary: Iterable[Term] = (),
    learned: Mapping[Reader, Mapping[str, str]] | None = None,
) -> Spec:
    """Split a text into statements, word each for both sides, and collect what is open.

    ``learned`` is jargon by the reader to whom it is: word -> why.
    """
    glossary = tuple(glossary)
    seen = read(text, markup)
    words = {side: lexicon(side, glossary, (learned or {}).get(side)) for side in SIDES}
    edits = {side: _edits(text, markup, words[side]) for side in SIDES}
    asked = sorted(_asked(seen, glossary, words, edits), key=lambda pair: pair[0])
    places = [at for at, _ in asked]
    out: list[Statement] = []
    line, counted = 1, 0
    for start, end in _statements(seen):
        line, counted = line + seen.source.count("\n", counted, start), start
        here = [q for _, q in asked[bisect_left(places, start) : bisect_left(places, end)]]
        out.append(_statement(len(out) + 1, line, seen.source, start, end, edits, here))
    return Spec(tuple(out))


def duty(text: str) -> Duty | None:
    """What a statement obliges to: by its first word of duty."""
    found = [(m.start(), -len(m[0]), duty) for duty, words in _DUTY if (m := words.search(text))]
    return min(found)[2] if found else None


def _statements(seen: Read) -> Iterable[tuple[int, int]]:
    """Sentences in the source's places, with the markup that begins or ends with them; those in which nothing is said
    are none."""
    for start, end in seen.sentences():
        if any(c.isalpha() for c in seen.text[start:end]):
            first, last = seen.span(start, end)
            opened = _OPENED.search(seen.source[max(0, first - _REACH) : first])
            closed = _CLOSED.match(seen.source, last, last + _REACH)
            yield first - len(opened[0] if opened else ""), closed.end() if closed else last


def _edits(text: str, markup: Markup, entries: Sequence[Entry]) -> Edits:
    try:
        return Rewriter(entries).rewrite(text, markup).edits
    except RewriteError as refused:
        return refused


def _statement(
    number: int,
    line: int,
    source: str,
    start: int,
    end: int,
    edits: Mapping[Side, Edits],
    asked: list[Question],
) -> Statement:
    text = source[start:end]
    says = {side: _reworded(source, start, end, edits[side]) for side in SIDES}
    asked += [_changed(text, side, says[side], line) for side in SIDES if not _same_duty(text, says[side])]
    conditions = tuple(f.text for f in points(text) if f.kind == "condition")
    return Statement(number, line, text, duty(text), conditions, says["marketing"], says["it"], tuple(asked))


def _reworded(source: str, start: int, end: int, edits: Edits) -> str:
    if isinstance(edits, RewriteError):
        return source[start:end]
    out, at = [], start
    first = bisect_left(edits, start, key=lambda edit: edit.start)
    for edit in edits[first : bisect_left(edits, end, key=lambda edit: edit.start)]:
        out += [source[at : edit.start], edit.new]
        at = edit.end
    return "".join([*out, source[at:end]])


def _same_duty(text: str, reworded: str) -> bool:
    return duty(text) == duty(reworded) and _markers(text) == _markers(reworded)


def _markers(text: str) -> list[str]:
    return [f.value[0] for f in points(text) if f.kind == "condition" and isinstance(f.value, tuple)]


def _changed(text: str, side: Side, reworded: str, line: int) -> Question:
    what = f"The glossary's wording changes the duty or a condition for {SIDE_WORDS[side]}"
    asks = f"{what}: '{reworded}'. Reword one of the two."
    return Question("wording", text, line, 1, asks)


def _asked(
    seen: Read, glossary: tuple[Term, ...], words: Mapping[Side, Sequence[Entry]], edits: Mapping[Side, Edits]
) -> Iterator[_Asked]:
    """Questions with their places in the source; where one word raises several, only the first."""
    told: set[int] = set()
    for at, question in [*_unknown(seen, words), *_acronyms(seen, glossary), *_vague(seen)]:
        if at not in told:
            told.add(at)
            yield at, question
    for side in SIDES:
        refused = edits[side]
        if isinstance(refused, RewriteError):
            yield next((a for a, _ in _statements(seen)), 0), _not_reworded(side, refused)


def _not_reworded(side: Side, refused: RewriteError) -> Question:
    return Question("wording", "", 1, 1, f"Not reworded for {SIDE_WORDS[side]}: {refused}.")


def _unknown(seen: Read, words: Mapping[Side, Sequence[Entry]]) -> Iterator[_Asked]:
    """Words with two meanings, and one side's words for which the other has none, unless the text explains them."""
    for side in SIDES:
        matches = Checker(e for e in words[side] if not e.replaces).matches(seen)
        for alert in located(seen, matches):
            kind, asks = _asks(alert, side)
            yield alert.start, Question(kind, alert.found, alert.line, alert.column, asks)


def _asks(alert: Alert, side: Side) -> tuple[Kind, str]:
    """A wording helps with one side's word; a word with two meanings needs to be told which."""
    if alert.reason.endswith(SAY_WHICH):
        return "two meanings", f"Which is meant? '{alert.found}' {alert.reason.removesuffix(SAY_WHICH)}."
    return "jargon", _without_wording(alert, side)


def _without_wording(alert: Alert, side: Side) -> str:
    meant = f" Perhaps: {alert.instead}." if alert.instead else ""
    return f"The glossary has no wording of '{alert.found}' for {SIDE_WORDS[side]}.{meant}"


def _acronyms(seen: Read, glossary: tuple[Term, ...]) -> Iterator[_Asked]:
    """Short forms that neither the glossary nor the text explains, where they stand first."""
    told = {key_of(name) for term in agreed(glossary) for name in term.names()} | set(explained(seen))
    for match in _TOKEN.finditer(seen.text):
        short = short_form(match[0]) or ""
        if strong(short) and short not in _COMMON and key_of(short) not in told:
            told.add(key_of(short))
            asks = f"What does {short} stand for? Write it out once, or give it an entry in the glossary."
            yield _question(seen, "acronym", match.start(), match.end(), asks)


def _vague(seen: Read) -> Iterator[_Asked]:
    """Vague words, but for those that a number in the same sentence settles."""
    spans = list(seen.sentences())

    @cache
    def has_number(sentence: int) -> bool:
        start, end = spans[sentence]
        return any(f.kind not in ("name", "condition") for f in points(seen.text[start:end]))

    for match in _vague_words().matches(seen):
        sentence = bisect_right(spans, match.start, key=lambda span: span[0]) - 1
        if match.entry.term not in _measurable() or not has_number(sentence):
            yield _question(seen, "vague", match.start, match.end, match.entry.instead)


def _question(seen: Read, kind: Kind, start: int, end: int, asks: str) -> _Asked:
    at, _ = seen.span(start, end)
    line = seen.source.count("\n", 0, at) + 1
    return at, Question(kind, seen.text[start:end], line, at - seen.source.rfind("\n", 0, at), asks)


@cache
def _measurable() -> frozenset[str]:
    return frozenset(word for kind in VAGUE if kind.measurable for word in kind.words)


@cache
def _vague_words() -> Checker:
    return Checker(Entry(word, kind.asks, "", "trade", may_be_explained=False) for kind in VAGUE for word in kind.words)
