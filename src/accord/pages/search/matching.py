"""Which texts answer a few words, how well, and which part of them to mark. Case and accents do not matter."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

WHOLE, START, WORD, WITHIN = 4, 3, 2, 1
"""How well a word is found: the whole text, at its start, at the start of a word, anywhere."""
_IN_TITLE = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; ``marked`` where it is what was looked for."""

    text: str
    marked: bool = False


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query, each once."""
    return tuple(dict.fromkeys(fold(query).split()))


def fold(text: str) -> str:
    """The text without case and accents: 'Café' and 'CAFE' are the same."""
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN).casefold()


class _Plain(dict[int, int | None]):
    """For ``str.translate``: accents and other marks that combine are left out. Each character is looked up once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_PLAIN = _Plain()


def score(words: tuple[str, ...], title: str, detail: str = "") -> int:
    """How well a title, with more text behind it, answers; 0 where a word is in neither. A title counts for more."""
    if not words:
        return 0
    head, tail = fold(title), fold(detail)
    found = 0
    for word in words:
        in_title = _found(word, head)
        best = in_title * _IN_TITLE or _found(word, tail)
        if not best:
            return 0
        found += best
    return found


def _found(word: str, text: str) -> int:
    at = text.find(word)
    if at < 0:
        return 0
    if at == 0:
        return WHOLE if len(text) == len(word) else START
    while at > 0:
        if not text[at - 1].isalnum():
            return WORD
        at = text.find(word, at + 1)
    return WITHIN


def pieces(words: tuple[str, ...], text: str) -> tuple[Piece, ...]:
    """The text cut where it answers; joined, the pieces are the text."""
    marked = _marked(words, text)
    found: list[Piece] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marked[at] != marked[start]:
            found.append(Piece(text[start:at], marked[start]))
            start = at
    return tuple(found)


def _marked(words: tuple[str, ...], text: str) -> list[bool]:
    """Which characters answer: folding may make none or several of one, so each keeps its place."""
    folded, places = "", []
    for place, char in enumerate(text):
        plain = fold(char)
        folded += plain
        places += [place] * len(plain)
    marked = [False] * len(text)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            for place in range(places[at], places[at + len(word) - 1] + 1):
                marked[place] = True
            at = folded.find(word, at + len(word))
    return marked
