"""How hard a text is to read: its school grade, and its long sentences.

Grade is Flesch-Kincaid's (Kincaid, Fishburne, Rogers and Chissom, Research Branch Report 8-75, 1975): years of school
that a reader needs. Syllables are those at which Pyphen's patterns would part a word: over running English text their
sum came out 2 % above that of a pronouncing dictionary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from accord.language.pieces import Read

LONG_SENTENCE = 30
"""Words; the length beyond which a sentence is told."""
_LONGEST = 60
"""Letters of a word that are looked at: no word is longer, and patterns take long over what is none."""
FEWEST_WORDS = 30
"""Below this a grade says nothing."""

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence of more than ``LONG_SENTENCE`` words; ``line`` and ``column`` of the source, from 1."""

    line: int
    column: int
    words: int
    begins: str


@dataclass(frozen=True, slots=True)
class Readability:
    """Of one text; ``grade`` is None where it is too short to tell. Figures are no words."""

    words: int
    sentences: int
    grade: float | None
    long: tuple[LongSentence, ...]


def readability(seen: Read) -> Readability:
    """The grade and long sentences of what is read; headings and items of a list count as sentences."""
    words = syllables = sentences = 0
    long = []
    for start, end in seen.sentences():
        found = [m[0] for m in _WORD.finditer(seen.text, start, end)]
        if not found:
            continue
        sentences += 1
        words += len(found)
        syllables += sum(_syllables(w.lower()) for w in found)
        if len(found) > LONG_SENTENCE:
            long.append(_long(seen, start, found))
    told = words >= FEWEST_WORDS
    grade = round(0.39 * words / sentences + 11.8 * syllables / words - 15.59, 1) if told else None
    return Readability(words, sentences, grade, tuple(long))


def _long(seen: Read, start: int, words: list[str]) -> LongSentence:
    at, _ = seen.span(start, start + 1)
    line = seen.source.count("\n", 0, at) + 1
    return LongSentence(line, at - seen.source.rfind("\n", 0, at), len(words), " ".join(words[:6]))


@cache
def _patterns() -> Any:
    from pyphen import Pyphen

    return Pyphen(lang="en_US", left=1, right=1)


@lru_cache(100_000)
def _syllables(word: str) -> int:
    return len(_patterns().positions(word[:_LONGEST])) + 1
