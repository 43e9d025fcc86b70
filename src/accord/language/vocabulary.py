"""The words and short phrases of each side, with how often and in how many documents they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from accord.language.corpus import Bools, Corpus
from accord.language.leaning import scatter
from accord.language.words import words

Longs = NDArray[np.int64]

FEWEST = 5
"""A phrase that stands less often is none; nor one of fewer than three documents."""
TOGETHER = 0.3
"""The least normalised pointwise mutual information of a phrase's parts, from -1 to 1."""


@dataclass(frozen=True)
class Vocabulary:
    """Terms of one to three words. ``counts`` and ``documents`` have a row for each side, ``scatter`` how much a term's
    counts scatter over documents beyond chance; ``lengths`` and ``sizes`` are each side's words and documents."""

    sides: tuple[str, ...]
    lengths: tuple[int, ...]
    sizes: tuple[int, ...]
    terms: tuple[str, ...]
    shown: tuple[str, ...]
    name: tuple[bool, ...]
    counts: tuple[tuple[int, ...], ...]
    documents: tuple[tuple[int, ...], ...]
    scatter: tuple[float, ...]

    @cached_property
    def _number(self) -> dict[str, int]:
        return {term: i for i, term in enumerate(self.terms)}

    def find(self, written: str) -> int | None:
        """Where a word or phrase stands in the lists, in any spelling; None where nobody writes it."""
        return self._number.get(" ".join(word.key for word in words(written)))

    def written(self, term: str, side: str) -> tuple[int, int]:
        """How often a side writes a word or phrase, and in how many documents."""
        at = self.find(term)
        if at is None or side not in self.sides:
            return 0, 0
        row = self.sides.index(side)
        return self.counts[row][at], self.documents[row][at]


@dataclass(frozen=True)
class _Terms:
    """Where terms stand: a row for each time, with the term's mark and its document."""

    marks: Longs
    document: Longs


def vocabulary(corpus: Corpus) -> Vocabulary:
    """The vocabulary of a corpus, most frequent first; words of one document only are left out."""
    sides = tuple(sorted({d.side for d in corpus.documents}))
    side = np.array([sides.index(d.side) for d in corpus.documents], np.int64)
    lengths = np.bincount(side[corpus.document], minlength=len(sides)) if len(sides) else np.empty(0, np.int64)
    found = [_counted(corpus, parts, side, len(sides)) for parts in (1, 2, 3)]
    terms = [tuple(int(k) for k in row) for marks, *_ in found for row in marks]
    counts, documents = (np.concatenate([f[i] for f in found], axis=1) for i in (1, 2))
    spread = np.concatenate([f[3] for f in found])
    names = [_text(corpus, mark, corpus.keys) for mark in terms]
    shown = [_text(corpus, mark, corpus.shown) for mark in terms]
    order = np.lexsort((np.array(names), -counts.sum(axis=0))) if len(names) else np.empty(0, np.int64)
    is_name = [bool(corpus.name[list(mark)].any()) for mark in terms]
    return Vocabulary(
        sides,
        tuple(int(n) for n in lengths),
        tuple(int(n) for n in np.bincount(side, minlength=len(sides))),
        tuple(names[i] for i in order),
        tuple(shown[i] for i in order),
        tuple(is_name[i] for i in order),
        tuple(tuple(int(n) for n in row[order]) for row in counts),
        tuple(tuple(int(n) for n in row[order]) for row in documents),
        tuple(round(float(spread[i]), 2) for i in order),
    )


def _text(corpus: Corpus, mark: Sequence[int], spelled: Sequence[str]) -> str:
    return " ".join(spelled[k] for k in mark)


def _counted(corpus: Corpus, parts: int, side: Longs, sides: int) -> tuple[Longs, Longs, Longs, NDArray[np.float64]]:
    """Terms (terms x parts), their counts and documents (sides x terms), and their scatter."""
    terms = _standing(corpus, parts)
    marks, number = np.unique(terms.marks, return_inverse=True)
    size, documents = len(marks), max(len(corpus.documents), 1)
    cells, times = np.unique(number * documents + terms.document, return_counts=True)
    term, document = cells // documents, cells % documents
    counts, spread = np.zeros((2, sides, size), np.int64)
    for row in range(sides):
        here = side[document] == row
        counts[row] = np.bincount(term[here], weights=times[here], minlength=size)
        spread[row] = np.bincount(term[here], minlength=size)
    lengths = np.bincount(corpus.document, minlength=documents).astype(float)
    widened = _widest(times, lengths, document, term, size, side, sides)
    kept = (spread.sum(axis=0) >= (2 if parts == 1 else 3)) & (counts.sum(axis=0) >= (2 if parts == 1 else FEWEST))
    split = _split(marks, parts, len(corpus.keys))
    if parts > 1:
        kept &= _together(corpus, split, counts.sum(axis=0)) >= TOGETHER
    else:
        kept &= corpus.content[split[:, 0]]
    return split[kept], counts[:, kept], spread[:, kept], widened[kept]


def _widest(
    times: Longs, lengths: NDArray[np.float64], document: Longs, term: Longs, size: int, side: Longs, sides: int
) -> NDArray[np.float64]:
    """The larger of the sides' scatters: within a side, since the difference between them is what is asked for."""
    found = np.ones(size)
    for row in range(sides):
        here = side[document] == row
        of_side = np.where(side == row, lengths[: len(side)], 0.0)
        found = np.maximum(found, scatter(times[here].astype(float), of_side, document[here], term[here], size))
    return found


def _standing(corpus: Corpus, parts: int) -> _Terms:
    """Every run of words that may be a term: it begins and ends with a word that carries meaning."""
    size = len(corpus.keys)
    run = _runs(corpus, parts)
    at = np.flatnonzero(run)
    marks = np.zeros(len(at), np.int64)
    for part in range(parts):
        marks = marks * size + corpus.key[at + part]
    return _Terms(marks, corpus.document[at].astype(np.int64))


def _runs(corpus: Corpus, parts: int) -> Bools:
    content = corpus.content[corpus.key]
    run = np.ones(max(len(corpus.key) - parts + 1, 0), bool)
    for part in range(parts):
        here = slice(part, part + len(run))
        if part in (0, parts - 1):
            run &= content[here]
        if part:
            run &= corpus.joined[here]
    return run


def _split(marks: Longs, parts: int, size: int) -> Longs:
    return np.stack([marks // size ** (parts - 1 - part) % size for part in range(parts)], axis=1)


def _together(corpus: Corpus, split: Longs, counts: Longs) -> NDArray[np.float64]:
    """How firmly the words of each phrase belong together: normalised pointwise mutual information of its weakest
    neighbours (G. Bouma, 'Normalized (pointwise) mutual information in collocation extraction', GSCL 2009)."""
    total = np.bincount(corpus.key, minlength=len(corpus.keys)).astype(float)
    n = max(float(total.sum()), 1.0)
    expected = np.max([total[a] * total[b] / n for a, b in zip(split.T[:-1], split.T[1:], strict=True)], axis=0)
    seen = np.maximum(counts, 1)
    found: NDArray[np.float64] = np.log(seen / expected) / -np.log(seen / n)
    return found
