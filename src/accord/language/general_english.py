"""How common a word is in everyday English: in the words of film and television subtitles, and for who learns English.

Subtitles are the nearest that a list comes to what everybody hears and says (M. Brysbaert and B. New, 'Moving beyond
Kučera and Francis', Behavior Research Methods 41, 2009); lists made from the web know 'server' and 'pipeline' too well.
The list comes with pyspellchecker. Film people seldom say 'latter', 'derived' or 'participation', which every office
reads: a word that is heard now and then counts as everybody's too where learners know it by level B2 of the Common
European Framework of Reference for Languages (Council of Europe, 2001). The levels come with cefrpy.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import inf, log10
from typing import Any

COMMON = 3.5
"""On the Zipf scale, from where a word counts as everybody's: words below 3 are rare, those above 4 common (W. van
Heuven and others, 'Subtlex-UK', Quarterly Journal of Experimental Psychology 67, 2014)."""
HEARD = 3.0
"""On the same scale, from where a word counts as everybody's that learners know by ``LEARNED``."""
LEARNED = 4.0
"""Level B2, of levels from 1 (A1) to 6 (C2): reads of work and of the world without effort."""


def zipf(word: str) -> float:
    """The logarithm of how often a word comes in a thousand million words; nought where it is not known."""
    counts, total = _counts()
    seen = counts.get(word.casefold(), 0)
    return round(log10(seen / total * 1e9), 2) if seen else 0.0


def level(word: str) -> float:
    """At which level, from 1 (A1) to 6 (C2), a learner of English knows a word, the mean of its parts of speech;
    infinite where it is not known."""
    found = _levels().get_average_word_level_float(word.casefold())
    return inf if found is None else float(found)


def is_common(word: str, forms: Iterable[str] = ()) -> bool:
    """Whether everybody knows a word, in this or another of its forms. An abbreviation is nobody's word."""
    return any(_is_known(form) for form in (word, *forms))


def _is_known(word: str) -> bool:
    heard = zipf(word)
    return heard >= COMMON or (heard >= HEARD and level(word) <= LEARNED)


@cache
def _counts() -> tuple[dict[str, int], int]:
    from spellchecker import SpellChecker

    frequencies = SpellChecker(language="en", distance=1).word_frequency
    return dict(frequencies.dictionary), frequencies.total_words


@cache
def _levels() -> Any:
    from cefrpy import CEFRAnalyzer

    return CEFRAnalyzer()
