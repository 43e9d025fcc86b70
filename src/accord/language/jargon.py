"""Jargon by reader, learned: what the writer's side often says and the reader's side hardly does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from accord.clauses.charter import SIDE_WORDS
from accord.clauses.glossary import Term, agreed
from accord.language.general_english import is_common
from accord.language.leaning import ratio
from accord.language.short_forms import EVERYBODYS
from accord.language.terms import is_trade
from accord.language.vocabulary import Vocabulary
from accord.language.words import FUNCTION_WORDS, is_short, words

Floats = NDArray[np.float64]
Verdict = Literal["jargon", "cannot tell"]
_BETWEEN = frozenset("at for in of on per to".split())
"""Small words within a term: 'cost of sales'. Around others stands a piece of a sentence: 'patched the kernel'."""
_BEGINNING = 3
"""Letters of the longest beginning that says nothing by itself: 'pre', 'in', 'off'."""


@dataclass(frozen=True, slots=True)
class Measure:
    """When a word is jargon: ``documents`` of the writer's side say it, the writer's side says it at least ``times`` as
    often, and at most ``share`` of the reader's documents know it - the last two with 95 % confidence each."""

    documents: int = 5
    times: float = 2.0
    share: float = 0.1


@dataclass(frozen=True, slots=True)
class Jargon:
    """A word of ``writer`` for a reader of the side ``reader``. ``times`` is how much oftener the writer's side says
    it: low end, middle and high end of a 90 % interval; ``share`` the most of the reader's documents that may know it.
    ``counts`` and ``documents`` are the writer's and the reader's."""

    term: str
    writer: str
    reader: str
    times: tuple[float, float, float]
    share: float
    counts: tuple[int, int]
    documents: tuple[int, int]
    verdict: Verdict

    @property
    def why(self) -> str:
        """The reason, for whoever wrote the word."""
        low = f"{int(self.times[0])} times" if self.times[0] < 100 else "100 times"
        seen = "never" if not self.counts[1] else f"{self.counts[1]} times"
        return (
            f"{SIDE_WORDS[self.writer]} says it in {self.documents[0]} documents, {SIDE_WORDS[self.reader]} {seen}; "
            f"for the same length at least {low} as often"
        )


def jargon(
    vocabulary: Vocabulary,
    writer: str,
    reader: str,
    measure: Measure = Measure(),
) -> tuple[Jargon, ...]:
    """What a reader of the other side should not be told unexplained, the most one-sided first.

    Names of people and products and words of everyday English are left out, but for those that the trade is known to
    mean something else by; of phrases, those without a strange word in them, and those of which a word is told by
    itself. 'cannot tell' where the writer's side says the word and the reader's documents are too few to show that it
    does not. Empty where a side has no documents.
    """
    if writer not in vocabulary.sides or reader not in vocabulary.sides:
        return ()
    ours, theirs = vocabulary.sides.index(writer), vocabulary.sides.index(reader)
    counts = np.array(vocabulary.counts, float)
    lengths = (float(vocabulary.lengths[ours]), float(vocabulary.lengths[theirs]))
    spread = np.array(vocabulary.scatter)
    times = ratio(counts[ours] / spread, counts[theirs] / spread, lengths)
    documents = np.array(vocabulary.documents)
    share = most(documents[theirs], vocabulary.sizes[theirs])
    often = (documents[ours] >= measure.documents) & (times[1] >= measure.times)
    sure = often & (times[0] >= measure.times) & (share <= measure.share)
    open_ = often & ~sure & (documents[theirs] <= measure.share * vocabulary.sizes[theirs] / 2)
    found = {
        vocabulary.terms[i]: _made(vocabulary, int(i), (ours, theirs), times, float(share[i]), bool(sure[i]))
        for i in np.flatnonzero(sure | open_)
        if not vocabulary.name[i] and not _everybodys(vocabulary, int(i), (ours, theirs), measure)
    }
    found = {key: j for key, j in found.items() if not _within_longer(j, found.values())}
    sure_keys = [f" {key} " for key, j in found.items() if j.verdict == "jargon"]
    told = [j for key, j in found.items() if " " not in key or not _holds(f" {key} ", sure_keys)]
    return tuple(sorted(told, key=lambda j: (j.verdict != "jargon", -j.times[0], j.term)))


def strange(found: Iterable[Jargon], reader: str, glossary: Iterable[Term] = ()) -> Mapping[str, str]:
    """Words that are jargon for a reader, with the reason for each. A reader whose side wrote no documents is told
    neither side's jargon. What the glossary settles is left to it."""
    settled = {_key(name) for term in agreed(glossary) for name in term.names()}
    sure = [j for j in found if j.verdict == "jargon" and _key(j.term) not in settled]
    own = [j for j in sure if j.reader == reader]
    known = {j.writer for j in sure} | {j.reader for j in sure}
    return {j.term: j.why for j in (own if reader in known else sure)}


def most(counts: NDArray[np.int64], size: int) -> Floats:
    """The upper end of Jeffreys's 90 % interval of a share, from how many of ``size`` have it."""
    found: Floats = np.where(counts < size, betaincinv(counts + 0.5, np.maximum(size - counts, 0) + 0.5, 0.95), 1.0)
    return found


def _within_longer(short: Jargon, found: Iterable[Jargon]) -> bool:
    """Whether nearly all of its uses are part of one longer term: 'entity relationship' of a diagram."""
    said = f" {short.term} "
    return any(j is not short and said in f" {j.term} " and 5 * j.counts[0] >= 4 * short.counts[0] for j in found)


def _holds(phrase: str, told: Iterable[str]) -> bool:
    """Whether a part of a phrase is told by itself."""
    return any(one in phrase and one != phrase for one in told)


def _key(written: str) -> str:
    return " ".join(word.key for word in words(written))


def _everybodys(vocabulary: Vocabulary, at: int, rows: tuple[int, int], measure: Measure) -> bool:
    """Whether the reader knows a term: a word from general English, a phrase by each of its words, or it is none.
    Nobody can list all phrases; 'error budget' is in no list, but 'marketing team' would be told with it."""
    term, shown = vocabulary.terms[at], vocabulary.shown[at]
    if " " not in term:
        return not is_trade(shown, vocabulary.sides[rows[0]]) and _is_known(term, shown)
    keys = term.split()
    if any(key in FUNCTION_WORDS and key not in _BETWEEN for key in keys):
        return True
    parts = zip(keys, shown.split(), strict=True)
    return all(_is_known(word, form) or _is_read(vocabulary, word, rows[1], measure) for word, form in parts)


def _is_known(key: str, shown: str) -> bool:
    """A short beginning ('pre-event') makes no word strange."""
    if is_short(key):
        return key in EVERYBODYS
    parts = key.split("-")
    if len(parts) == 1:
        return key in FUNCTION_WORDS or is_common(key, (shown,))
    return all(len(part) <= _BEGINNING or is_common(part) for part in parts)


def _is_read(vocabulary: Vocabulary, word: str, reader: int, measure: Measure) -> bool:
    """Whether the reader's side says a word itself, as far as its documents can show that it hardly does."""
    at = vocabulary.find(word)
    documents = 0 if at is None else vocabulary.documents[reader][at]
    return bool(most(np.array([documents]), vocabulary.sizes[reader])[0] > measure.share)


def _made(
    vocabulary: Vocabulary, at: int, rows: tuple[int, int], times: tuple[Floats, ...], share: float, sure: bool
) -> Jargon:
    low, middle, high = (round(min(float(column[at]), 9999.0), 1) for column in times)
    return Jargon(
        vocabulary.shown[at],
        vocabulary.sides[rows[0]],
        vocabulary.sides[rows[1]],
        (low, middle, high),
        round(share, 3),
        (vocabulary.counts[rows[0]][at], vocabulary.counts[rows[1]][at]),
        (vocabulary.documents[rows[0]][at], vocabulary.documents[rows[1]][at]),
        "jargon" if sure else "cannot tell",
    )
