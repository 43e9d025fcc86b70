"""Which words a short form stands for: its letters found in them, in order.

A. Schwartz and M. Hearst, 'A simple algorithm for identifying abbreviation definitions in biomedical text', Pacific
Symposium on Biocomputing 2003, take any letters in order and the nearest word that begins with the first. Here every
way to place the letters has a price, and only a cheap one is believed: a letter in the middle of a word and a word
that gives no letter cost, letters that begin words do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

INSIDE = 1.0
"""Price of a letter from the middle of a word."""
NEXT = 0.25
"""Price of a letter that follows the letter placed before in the same word (AM in 'America', d in 'IdP')."""
SEAM = 0.75
"""Price of a letter where a name may be joined of two words, three letters or more before it and after: Mailbox."""
_SEAM = 3
_SYLLABLES = 4
"""Letters from which this is so: shorter ones are seldom made of syllables, and 'command line' is not CLI."""
SKIPPED = 0.8
"""Price of a word that gives no letter; small words, such as 'of', are free."""
_STRETCH = 0.01
"""Price of each word, so that the nearest of equal long forms is taken."""
_TAIL = 0.4
_TAILS = frozenset(
    "act acts approach group groups process program programme project scheme service team unit units".split()
)
"""Words that close a long form without a letter of their own, and their price: Police and Criminal Evidence Act."""
_WEAK = 0.15
"""Price of a small word at the beginning, so that OPG is the 'Office of the Public Guardian', not 'of the ...'."""
SMALL = frozenset(
    "a an and as at by for from in into is it its of on or per the to via with without & de des du la le les et en "
    "pour au aux un une d l der die das dem den des und f\u00fcr von vom zu zum zur im mit am".split()
)
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?|&")
_HUMP = re.compile(r"(?<=[a-z])[A-Z]|(?<=\d)[A-Za-z]|(?<=[a-z])\d")
_TIE = re.compile(r"(?<!\w)(\w{1,7})[-\u2010\u2011]$")
_BEGINNINGS = frozenset("anti co cross de e ex inter intra multi non over post pre re self semi sub un under".split())
_ARTICLES = frozenset(("a", "an", "the", "our"))
_TIMES = re.compile(r"([A-Z])([2-4])(?!\d)")
_SPOKEN = {
    "1": ("one", "first"),
    "2": ("to", "two", "too", "second"),
    "3": ("three", "third"),
    "4": ("four", "for"),
    "&": ("and", "&"),
}
_ACRONYM = 5
"""Letters up to which a word in capitals is an acronym itself."""
_NO = float("inf")


@dataclass(frozen=True, slots=True)
class Word:
    """A word at ``start <= i < end`` of a text; ``begins`` are the places in it where a part of it begins.

    ``joined`` says that a hyphen ties it to a beginning, as in 'co-ordinator': it may go without a letter;
    ``named`` that it has a capital.
    """

    text: str
    start: int
    end: int
    begins: tuple[int, ...]
    joined: bool
    named: bool

    @property
    def small(self) -> bool:
        return self.text in SMALL


@dataclass(frozen=True, slots=True)
class Placed:
    """Words ``first <= i <= last`` of those asked about carry the letters, at a price."""

    first: int
    last: int
    price: float


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of ``start <= i < end``; parts joined by hyphens or slashes are words of their own."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [
        Word(m[0].casefold(), m.start(), m.end(), _begins(m[0]), _joined(text, m.start()), m[0][0].isupper())
        for m in found
    ]


def _joined(text: str, start: int) -> bool:
    """Tied by a hyphen to a beginning that makes no word of its own."""
    before = _TIE.search(text, max(0, start - 10), start)
    return before is not None and before[1].casefold() in _BEGINNINGS


def _begins(word: str) -> tuple[int, ...]:
    """Beginnings of parts: JavaScript has two; an acronym among the words has as many as letters."""
    if word.isdigit() or (word.isupper() and len(word) <= _ACRONYM):
        return tuple(range(len(word)))
    return (0, *(m.start() for m in _HUMP.finditer(word)))


def letters_of(short: str) -> str:
    """What is looked for: letters, digits and '&' of a short form, in small letters."""
    return "".join(c for c in short.casefold() if c.isalnum() or c == "&")


def spelled(short: str) -> str:
    """A short form whose digits say how often a letter stands: W3C is WWWC, TW3 is TWWW."""
    return _TIMES.sub(lambda times: times[1] * int(times[2]), short)


def placed_before(short: str, words: Sequence[Word]) -> Placed | None:
    """The cheapest run of the last words that carries the short form; it reaches to the last word."""
    ways = [_Paths(way, words) for way in dict.fromkeys((short, spelled(short)))]
    found = [Placed(first, len(words) - 1, paths.from_word(first)) for paths in ways for first in range(len(words))]
    return min((p for p in found if p.price < _NO), key=lambda p: p.price, default=None)


def placed_after(short: str, words: Sequence[Word]) -> Placed | None:
    """The cheapest run from the first word on (or from the second, after an article) that carries the short form."""
    article = len(words) > 1 and words[0].text in _ARTICLES and letters_of(short)[:1] != words[0].text[0]
    first = 1 if article else 0
    found = [Placed(first, i, _Paths(short, words[first : i + 1]).from_word(0)) for i in range(first, len(words))]
    return min((p for p in found if p.price < _NO), key=lambda p: _preference(p, words), default=None)


def _preference(placed: Placed, words: Sequence[Word]) -> tuple[float, bool, int]:
    """The cheapest, of equal ones a run that does not end in a small word, and of these the shortest."""
    letters = placed.price - _STRETCH * (placed.last - placed.first + 1)
    return round(letters, 6), words[placed.last].small, placed.last


class _Paths:
    """Prices of placing the letters in words, each found once."""

    def __init__(self, short: str, words: Sequence[Word]) -> None:
        self.letters, self.words = letters_of(short), words
        syllables = len(self.letters) >= _SYLLABLES or any(c.islower() for c in short)
        self.next = NEXT if syllables else INSIDE
        self.rest = cache(self._rest)

    def from_word(self, first: int) -> float:
        """The price with the first letter at the beginning of word ``first``; infinite where it cannot be placed."""
        after = _opens(self.letters[0], self.words[first]) if self.letters else 0
        weak = _WEAK if self._is_weak(first) else 0.0
        return weak + self.rest(1, first, after) + _STRETCH * (len(self.words) - first) if after else _NO

    def _is_weak(self, first: int) -> bool:
        """A small word, or the 're' of 're-offending'."""
        return self.words[first].small or any(word.joined for word in self.words[first + 1 : first + 2])

    def _rest(self, letter: int, word: int, after: int) -> float:
        """Letters from ``letter`` on, the one before having ended at ``after`` in ``word``."""
        if letter == len(self.letters):
            return sum(_after_all(word) for word in self.words[word + 1 :])
        return min(self._inside(letter, word, after), self._further(letter, word))

    def _inside(self, letter: int, word: int, after: int) -> float:
        held, best = self.words[word], _NO
        at = held.text.find(self.letters[letter], after)
        while at >= 0:
            price = 0.0 if at in held.begins else self.next if at == after else _within(held, at)
            best = min(best, price + self.rest(letter + 1, word, at + 1))
            at = held.text.find(self.letters[letter], at + 1)
        return best

    def _further(self, letter: int, word: int) -> float:
        best = _NO
        for later in range(word + 1, min(len(self.words), word + 4)):
            after = _opens(self.letters[letter], self.words[later])
            if after:
                best = min(best, self._left_out(word + 1, later) + self.rest(letter + 1, later, after))
        return best

    def _left_out(self, start: int, end: int) -> float:
        return sum(0.0 if word.small or word.joined else SKIPPED for word in self.words[start:end])


def _within(word: Word, at: int) -> float:
    return SEAM if word.named and _SEAM <= at <= len(word.text) - _SEAM else INSIDE


def _after_all(word: Word) -> float:
    """Price of a word behind the last letter."""
    if word.joined or word.text.isdigit():
        return 0.0
    return _TAIL if word.text in _TAILS else 2 * SKIPPED


def _opens(letter: str, word: Word) -> int:
    """How many characters of the word its first letter takes: 0 where it is another letter."""
    if word.text.startswith(letter) and letter != "&":
        return 1
    if word.text in _SPOKEN.get(letter, ()):
        return len(word.text)
    return 2 if letter == "x" and word.text.startswith("ex") else 0
