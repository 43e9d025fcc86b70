"""Acronyms and what each stands for, with the sentence that proves it.

Where a long and a short form meet (A. Schwartz and M. Hearst, Pacific Symposium on Biocomputing 2003): in brackets,
either way round and nested; at a line's beginning, 'CAB: Customer Advisory Board'; in words, 'CAB stands for'; and in
neighbouring cells of a table. Whether the letters fit, ``letters`` says. Code within a sentence is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from accord.language.code_spans import without_longer_code
from accord.language.document import Document, Part
from accord.language.letters import NEXT, SMALL, Placed, Word, letters_of, placed_after, placed_before, words_of
from accord.language.sentences import sentence_at
from accord.language.short_forms import WRITTEN, short_form, strong


@dataclass(frozen=True, slots=True)
class Expansion:
    """A short form explained once: characters ``start <= i < end`` of the document hold both forms.

    ``short`` is its singular, ``long`` the words as they were written. ``sentence`` is the document's, or the row of
    a table.
    """

    short: str
    long: str
    side: str
    document_id: str
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class _Pair:
    short: str
    long: tuple[int, int]
    span: tuple[int, int]


_LETTER_PRICE = 0.3
"""What each letter of a short form may cost where brackets vouch for it (tuned on pairs made from a public list)."""
_NEAR = 200
"""Characters before a bracket in which a long form is looked for."""
_ASIDE = re.compile(r"\([^()]*\)")
_BARRIER = re.compile(r"[()\[\]{}|;:!?\u2022]|\s[-\u2013\u2014]\s|\.\s+(?=[A-Z\d])|\n\s*\n|\t")
_ALIAS = (
    r"(?:also |or |simply |just |and |commonly |hereafter |hereinafter )*(?:known as|called|referred to as|abbreviated"
    r"(?: as| to)?|abbr\.?|aka|a\.k\.a\.?|i\.e\.,?|short:?|kurz:?)"
)
_INSIDE = re.compile(
    rf"\s*(?:{_ALIAS}|or)?\s*(?:the )?[\"'\u2018\u201c*]*({WRITTEN})[\"'\u2019\u201d*]*\.?\s*"
    r"(?=$|[,;:(\[=]| [-\u2013\u2014] | or )"
)
_BEFORE = re.compile(rf"(?<![\w/.-])({WRITTEN}|[A-Z&]{{2}})[\"'\u2019\u201d*]*\s{{0,2}}$")
_GAP = re.compile(r"[\s\"'\u2018\u2019\u201c\u201d*,\u00ae\u2122]*$")
_LINE = re.compile(rf"(?m)^[ \t>*+\u2022-]*({WRITTEN})(?:\s*[:=]|\s+[-\u2013\u2014]|\s*\n\s*:)\s+(?=\S)")
_SAID = re.compile(
    rf"(?<![\w/.-])({WRITTEN})[\"'\u2019\u201d*]*,?\s(?:which\s)?(?:stands\sfor|(?:is|are)\sshort\sfor|short\sfor"
    r"|is\s(?:an?|the)\s(?:acronym|abbreviation)\s(?:for|of)|(?:i\.e\.|that\sis),?|steht\sf\u00fcr|signifie)\s[\"'\u2018\u201c*:]*"
)
_OR = re.compile(
    rf",\s(?:or|in\sshort|{_ALIAS})\s(?:the\s)?[\"'\u2018\u201c*]*({WRITTEN})(?=[\"'\u2019\u201d*]*(?:[,.;:)]|\s|$))"
    rf"|,\s[\"'\u2018\u201c*]*({WRITTEN})[\"'\u2019\u201d*]*\sfor\sshort\b"
)
_POSSESSIVE = re.compile(r"['\u2019]s$")
_GOES_ON = re.compile(r"[\s\"'\u2019\u201d*]*([\w&]+)")


def expansions(documents: Iterable[Document]) -> tuple[Expansion, ...]:
    """Every explained acronym, in the order of the documents and of their texts; code and quoted mail are not read."""
    return tuple(e for document in documents for e in _in_document(document) if "_" not in e.long)


def _in_document(document: Document) -> Iterator[Expansion]:
    for at, part in enumerate(document.parts):
        if part.kind in ("heading", "prose"):
            text = document.text_of(part)
            prose = without_longer_code(text)
            pairs = [*_in_brackets(prose), *_in_lines(prose), *_in_words(prose)]
            yield from _told(document, part.start, text, _once(pairs))
            if part.kind == "heading":
                yield from _under_heading(document, part, document.parts[at + 1 : at + 2])
        elif part.kind == "table":
            yield from _in_table(document, part)


def _told(document: Document, start: int, text: str, pairs: Iterable[_Pair]) -> Iterator[Expansion]:
    for pair in pairs:
        a, b = sentence_at(text, *pair.span)
        yield _expansion(document, start, text, pair, text[a:b])


def _expansion(document: Document, start: int, text: str, pair: _Pair, sentence: str) -> Expansion:
    long = " ".join(text[slice(*pair.long)].replace("\u00ad", "").split())
    long = _POSSESSIVE.sub("", long)
    a, b = (start + i for i in pair.span)
    return Expansion(pair.short, long, document.side, document.document_id, a, b, " ".join(sentence.split()))


def _once(pairs: Sequence[_Pair]) -> list[_Pair]:
    """In the order of the text; of two that overlap and explain the same short form, the one found first."""
    kept: list[_Pair] = []
    last: dict[str, tuple[int, int]] = {}
    for rank, pair in sorted(enumerate(pairs), key=lambda found: found[1].span):
        before, at = last.get(pair.short, (0, -1))
        if at < 0 or kept[at].span[1] <= pair.span[0]:
            last[pair.short] = rank, len(kept)
            kept.append(pair)
        elif rank < before:
            last[pair.short] = rank, at
            kept[at] = pair
    return kept


def _in_brackets(text: str) -> Iterator[_Pair]:
    for start, end in _brackets(text):
        inside = _INSIDE.match(text, start + 1, min(end, start + _NEAR))
        short = short_form(inside[1]) if inside else None
        pair = _before(text, short, start, end + 1) if short else None
        if pair is None:
            pair = _bracketed_long(text, start, end)
        if pair is not None:
            yield pair


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where each bracket opens and closes, inner ones too; one that is not closed ends with the text."""
    opened: list[int] = []
    for match in re.finditer(r"[(\[)\]]", text):
        if match[0] in "([":
            opened.append(match.start())
        elif opened:
            yield opened.pop(), match.start()
    yield from ((start, min(len(text), start + _NEAR)) for start in opened)


def _before(text: str, short: str, start: int, end: int) -> _Pair | None:
    """A long form that ends where a bracket, or a comma, begins; first without asides in it, then with them."""
    low = max(0, start - _NEAR)
    near = text[low:start]
    for seen in dict.fromkeys((_ASIDE.sub(_blank, near), _ASIDE.sub(_opened, near))):
        words = _last_words(seen, letters_of(short))
        placed = placed_before(short, words) if words and _GAP.fullmatch(seen, words[-1].end) else None
        if placed is None or not _believed(short, placed, words) or words[placed.first].joined:
            continue
        first, last = words[placed.first].start, words[-1].end
        if near.count("(", first, last) == near.count(")", first, last):
            return _Pair(short, (low + first, low + last), (low + first, end))
    return None


def _last_words(near: str, letters: str) -> list[Word]:
    begin = max((barrier.end() for barrier in _BARRIER.finditer(near)), default=0)
    return words_of(near, begin)[-max(2 * len(letters), len(letters) + 5) :]


def _blank(aside: re.Match[str]) -> str:
    return " " * len(aside[0])


def _opened(aside: re.Match[str]) -> str:
    return f" {aside[0][1:-1]} "


def _bracketed_long(text: str, start: int, end: int) -> _Pair | None:
    before = _BEFORE.search(text, max(0, start - 30), start)
    short = short_form(before[1]) if before else None
    if before is None or short is None:
        return None
    long = _after(text, short, start + 1, end, strict=False)
    return _Pair(short, long, (before.start(1), end + 1)) if long else None


def _after(text: str, short: str, start: int, end: int, *, strict: bool = True) -> tuple[int, int] | None:
    """A long form that begins at ``start``; ``strict`` where no bracket vouches for it."""
    stop = _BARRIER.search(text, start, min(end, start + _NEAR))
    high = stop.start() if stop else min(end, start + _NEAR)
    words = words_of(text, start, high)[: 2 * len(letters_of(short)) + 5]
    placed = placed_after(short, words)
    if placed is None or not _believed(short, placed, words) or not strong(short):
        return None
    held = words[placed.first : placed.last + 1]
    long = held[0].start, held[-1].end
    if _runs_on(text, long, high) or (strict and not _sure(text, short, placed, held)):
        return None
    return long


def _runs_on(text: str, long: tuple[int, int], high: int) -> bool:
    """The words go on after the long form as if it were not yet whole: 'Customer Advisory Board Meeting'."""
    after = _GOES_ON.match(text, long[1], high)
    if after is None or after[1].casefold() in SMALL or after[1] in ("is", "are", "who", "that", "which", "was"):
        return False
    return text[long[0]].islower() or not after[1][0].islower()


def _sure(text: str, short: str, placed: Placed, held: list[Word]) -> bool:
    """All letters begin words, and these are written as a name or are three."""
    named = all(word.small or not text[word.start].islower() for word in held)
    return placed.price < NEXT * len(letters_of(short)) and len(held) > 1 and (named or len(letters_of(short)) >= 3)


def _believed(short: str, placed: Placed, words: list[Word]) -> bool:
    """The letters fit cheaply, and the long form is neither the short one again nor one common word."""
    held = words[placed.first : placed.last + 1]
    letters = letters_of(short)
    allowed = _LETTER_PRICE * len(letters) if strong(short) else 0.1 if len(letters) >= 3 else 0.0
    if placed.price > allowed or any(word.text == letters for word in held) or letters == "".join(_texts(held)):
        return False
    return len(held) > 1 or (len(held[0].text) > len(letters) + 2 and not held[0].text.startswith(letters))


def _texts(words: list[Word]) -> list[str]:
    return [word.text for word in words]


def _in_lines(text: str) -> Iterator[_Pair]:
    for match in _LINE.finditer(text):
        yield from _followed(text, match)


def _in_words(text: str) -> Iterator[_Pair]:
    for match in _SAID.finditer(text):
        yield from _followed(text, match)
    for match in _OR.finditer(text):
        short = short_form(match[1] or match[2])
        if short and strong(short) and (pair := _before(text, short, match.start(), match.end(match.lastindex or 0))):
            yield pair


def _followed(text: str, match: re.Match[str]) -> Iterator[_Pair]:
    short = short_form(match[1])
    long = _after(text, short, match.end(), len(text)) if short else None
    if short and long:
        yield _Pair(short, long, (match.start(1), long[1]))


def _under_heading(document: Document, heading: Part, following: tuple[Part, ...]) -> Iterator[Expansion]:
    """A heading that is a short form alone, explained by the first words of what stands under it."""
    short = short_form(document.text_of(heading))
    if not short or not strong(short) or not following or following[0].kind != "prose":
        return
    text = document.text[heading.start : following[0].end]
    long = _after(without_longer_code(text), short, following[0].start - heading.start, len(text))
    if long and _capitalised(text[slice(*long)]):
        pair = _Pair(short, long, (0, long[1]))
        _, end = sentence_at(text, *long)
        yield _expansion(document, heading.start, text, pair, text[following[0].start - heading.start : end])


def _capitalised(long: str) -> bool:
    return all(word.small or not long[word.start].islower() for word in words_of(long))


def _in_table(document: Document, part: Part) -> Iterator[Expansion]:
    for row in re.finditer(r"[^\n]+", document.text_of(part)):
        cells = [(m.start(), m.end()) for m in re.finditer(r"[^|\t]+", row[0]) if not m[0].isspace()]
        prose = without_longer_code(row[0])
        pairs = [p for a, b in cells for p in _moved(_in_brackets(prose[a:b]), a)]
        for left, right in pairwise(cells):
            pairs += [*_neighbours(prose, left, right), *_neighbours(prose, right, left)]
        for pair in _once(pairs):
            yield _expansion(document, part.start + row.start(), row[0], pair, row[0])


def _moved(pairs: Iterable[_Pair], by: int) -> Iterator[_Pair]:
    for p in pairs:
        yield _Pair(p.short, (p.long[0] + by, p.long[1] + by), (p.span[0] + by, p.span[1] + by))


def _neighbours(row: str, short_cell: tuple[int, int], long_cell: tuple[int, int]) -> Iterator[_Pair]:
    token = row[slice(*short_cell)].strip(' *_`"')
    short = short_form(token) if re.fullmatch(WRITTEN, token) else None
    long = _after(row, short, *long_cell) if short else None
    if short and long:
        at = row.index(token, short_cell[0])
        yield _Pair(short, long, (min(at, long[0]), max(at + len(token), long[1])))
