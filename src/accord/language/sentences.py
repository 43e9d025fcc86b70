"""Where sentences begin and end, in English, German and French."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BREAK = re.compile(
    r"""(?<![.!?\u2026])[.!?\u2026]+["'\u2019\u201d\u00bb)\]]*(?=\s+["'\u2018\u201c\u00ab(\[]*[^\W_a-z])|\n[^\S\n]*\n\s*"""
)
_SHORTENED = frozenset(
    "abb al approx art bzw ca cf co corp dept dr e.g ed esp etc ex fig f\u00fcr ggf gmbh i.e inc incl jr ltd m mme mr "
    "mrs ms mt nr nb p pp prof resp s.a sr st u.a u.s usw v vgl viz vol vs z.b".split()
)
"""Shortened words whose full stop ends no sentence, without that full stop."""
_LAST_WORD = re.compile(r"[\w.]*$")
_REACH = 2000
"""Characters; a sentence is looked for no further than this from the place asked about."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """``start, end`` of each sentence of a text, without the white space around it, in order.

    A full stop ends a sentence where white space and no small letter follow, except after a shortened word (e.g.,
    Inc.), after single letters (J. Smith) and between digits. An empty line always ends one.
    """
    start = 0
    for match in _BREAK.finditer(text):
        if match[0].isspace() or not _shortened(text, match.start(), match[0]):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """``start, end`` of the sentence, or run of sentences, that holds the characters ``start <= i < end``."""
    low = max(0, start - _REACH)
    around = text[low : end + _REACH]
    held = [(low + a, low + b) for a, b in sentences(around) if low + b > start and low + a < end]
    return (held[0][0], held[-1][1]) if held else (start, end)


def _shortened(text: str, stop: int, mark: str) -> bool:
    """A single full stop that belongs to the word before it."""
    if not mark.startswith(".") or mark.startswith(".."):
        return False
    found = _LAST_WORD.search(text[max(0, stop - 20) : stop])
    word = found[0].lower() if found else ""
    return word in _SHORTENED or (len(word) == 1 and word.isalpha())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
