"""How common a word is in everyday English: the words of film and television subtitles.

Subtitles are the nearest that a list comes to what everybody hears and says (M. Brysbaert and B. New, 'Moving beyond
Kučera and Francis', Behavior Research Methods 41, 2009); lists made from the web know 'server' and 'pipeline' too well.
The list comes with pyspellchecker.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import log10

COMMON = 3.5
"""On the Zipf scale, from where a word counts as everybody's: words below 3 are rare, those above 4 common (W. van
Heuven and others, 'Subtlex-UK', Quarterly Journal of Experimental Psychology 67, 2014)."""


def zipf(word: str) -> float:
    """The logarithm of how often a word comes in a thousand million words; nought where it is not known."""
    counts, total = _counts()
    seen = counts.get(word.casefold(), 0)
    return round(log10(seen / total * 1e9), 2) if seen else 0.0


def is_common(word: str, forms: Iterable[str] = ()) -> bool:
    """Whether everybody knows a word, in this or another of its forms. An abbreviation is nobody's word."""
    return max(map(zipf, (word, *forms)), default=0.0) >= COMMON


@cache
def _counts() -> tuple[dict[str, int], int]:
    from spellchecker import SpellChecker

    frequencies = SpellChecker(language="en", distance=1).word_frequency
    return dict(frequencies.dictionary), frequencies.total_words
