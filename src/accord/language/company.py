"""The company a word keeps: the words within five of it, function words left out, added up by document.

A word's company is a point in a space in which words that stand beside the same words are near each other: weighted by
positive pointwise mutual information and made short by a singular value decomposition (Levy, Goldberg and Dagan,
'Improving Distributional Similarity with Lessons Learned from Word Embeddings', TACL 3, 2015). The space is made from
all documents without looking at their side, so that shuffled sides can be compared in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from accord.language.corpus import Bools, Corpus, Ints

Floats = NDArray[np.float64]
Sparse = Any  # SciPy's sparse arrays have no useful types

WINDOW = 5
DIMENSIONS = 100
FEWEST = 5
"""A word that stands less often in all documents together is no company: it says nothing twice."""


@dataclass(frozen=True)
class Pairs:
    """Each time that ``beside`` stands within the window of ``word``, in ``document``; both are places in ``keys``."""

    word: Ints
    beside: Ints
    document: Ints

    def of(self, wanted: Bools) -> Pairs:
        """The pairs for which ``wanted`` holds."""
        return Pairs(self.word[wanted], self.beside[wanted], self.document[wanted])


@dataclass(frozen=True)
class Company:
    """Sums of the company's places, one row for each word and document it stands in, sorted by word.

    ``weight`` is how much the row counts; ``base`` and ``base_weight`` are the same for all words of each document
    together (documents x dimensions): what the document is about anyway.
    """

    word: Ints
    document: Ints
    weight: Floats
    place: Floats
    base: Floats
    base_weight: Floats

    def rows(self, word: int) -> slice:
        """The rows of a word."""
        low, high = np.searchsorted(self.word, [word, word + 1])
        return slice(int(low), int(high))

    @cached_property
    def words(self) -> Ints:
        """The words that have rows."""
        return np.unique(self.word)


def pairs(corpus: Corpus, window: int = WINDOW) -> Pairs:
    """Which words stand beside which, both ways, never across the end of a paragraph."""
    kept = corpus.content[corpus.key]
    key, document, paragraph = corpus.key[kept], corpus.document[kept], corpus.paragraph[kept]
    found: list[tuple[Ints, Ints, Ints]] = []
    for apart in range(1, window + 1):
        near = (paragraph[:-apart] == paragraph[apart:]) & (key[:-apart] != key[apart:])
        one, other, at = key[:-apart][near], key[apart:][near], document[apart:][near]
        found += [(one, other, at), (other, one, at)]
    if not found:
        return Pairs(*(np.empty(0, np.int32) for _ in range(3)))
    return Pairs(*(np.concatenate(column) for column in zip(*found)))


def space(corpus: Corpus, beside: Pairs, rng: np.random.Generator, dimensions: int = DIMENSIONS) -> Floats:
    """A place for each key (keys x dimensions), of length one; nought for rare and function words. Frequent words are
    made shorter by a / (a + p) with a = 1e-4 (Arora, Liang and Ma, 'A Simple but Tough-to-Beat Baseline', ICLR 2017):
    to stand beside a common word says little.
    """
    total = np.bincount(corpus.key, minlength=len(corpus.keys))
    used = np.flatnonzero(corpus.content & (total >= FEWEST))
    places = np.zeros((len(corpus.keys), dimensions))
    if len(used) < 3:
        return places
    weights = _information(_counted(beside, len(corpus.keys))[used][:, used])
    found = _short(weights, min(dimensions, len(used) - 1), rng)
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
    share = total[used] / max(total.sum(), 1)
    places[used, : found.shape[1]] = found * (1e-4 / (1e-4 + share))[:, None]
    return places


def company(corpus: Corpus, beside: Pairs, places: Floats, wanted: Bools) -> Company:
    """The company of the wanted keys by document. A page that says a word a hundred times is one page: each row counts
    with the square root of its pairs.
    """
    documents = len(corpus.documents)
    chosen = beside.of(wanted[beside.word])
    mark, row = np.unique(chosen.word.astype(np.int64) * documents + chosen.document, return_inverse=True)
    place, count = _summed(row, chosen.beside, len(mark), places)
    weight = np.sqrt(count)
    scaled = place / np.maximum(weight, 1e-12)[:, None]
    base, base_count = _summed(beside.document, beside.beside, documents, places)
    word, document = (mark // documents).astype(np.int32), (mark % documents).astype(np.int32)
    return Company(word, document, weight, scaled, base, base_count)


def _counted(beside: Pairs, size: int) -> Sparse:
    ones = np.ones(len(beside.word))
    return sparse.csr_matrix((ones, (beside.word, beside.beside)), shape=(size, size))


def _summed(row: NDArray[Any], key: Ints, rows: int, places: Floats) -> tuple[Floats, Floats]:
    counts = sparse.csr_matrix((np.ones(len(row)), (row, key)), shape=(rows, len(places)))
    known = (places != 0).any(axis=1)
    return np.asarray(counts @ places), np.asarray(counts @ known.astype(float)).ravel()


def _information(counts: Sparse) -> Sparse:
    """Positive pointwise mutual information, contexts smoothed by the power 0.75."""
    rows = np.asarray(counts.sum(axis=1)).ravel()
    columns = rows**0.75
    columns /= max(columns.sum(), 1e-12)
    cells = counts.tocoo()
    value = np.log(cells.data / (rows[cells.row] * columns[cells.col]))
    kept = value > 0
    return sparse.csr_matrix((value[kept], (cells.row[kept], cells.col[kept])), shape=counts.shape)


def _short(matrix: Sparse, dimensions: int, rng: np.random.Generator) -> Floats:
    """Rows in few dimensions: a randomised range finder with five power steps (Halko, Martinsson and Tropp, 'Finding
    structure with randomness', SIAM Review 53, 2011), singular values left out: all
    directions count alike, which tells words of one subject apart."""
    size = min(dimensions + 10, matrix.shape[0])
    basis, _ = np.linalg.qr(matrix @ rng.standard_normal((matrix.shape[1], size)))
    for _ in range(5):
        basis, _ = np.linalg.qr(matrix.T @ basis)
        basis, _ = np.linalg.qr(matrix @ basis)
    left, _, _ = np.linalg.svd(np.asarray((matrix.T @ basis).T), full_matrices=False)
    found: Floats = (basis @ left)[:, :dimensions]
    return found
