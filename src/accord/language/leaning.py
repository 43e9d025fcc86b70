"""How much more one side uses a word than the other, with a 90 % interval.

Words come in bursts: a page that says one once says it again. Counts are therefore divided by the word's scatter over
documents of their length beyond Poisson, which leaves as many as are worth counting (J. Rao and A. Scott, 'A simple
method for the analysis of clustered binary data', Biometrics 48, 1992), and the ratio of the two rates gets Jeffreys's
interval from those, which also holds where a side never says the word.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

from accord.language.corpus import Corpus
from accord.language.friends import Sided

Floats = NDArray[np.float64]

PRIOR = 1000.0
"""Words that the prior of ``log_odds`` is worth on each side."""


def log_odds(first: ArrayLike, second: ArrayLike, background: ArrayLike, prior: float = PRIOR) -> Floats:
    """How far each word leans to the first of two lists of counts: the log-odds ratio in standard errors, weighted by
    an informative Dirichlet prior (Monroe, Colaresi and Quinn, 'Fightin' Words', Political Analysis 16, 2008).

    ``background`` are counts that show how common each word is; they share out ``prior`` words.
    """
    one, other, back = (np.asarray(counts, float) for counts in (first, second, background))
    share = prior * (back + 1e-9) / max(float((back + 1e-9).sum()), 1e-9)
    odds = [np.log((y + share) / (y.sum() + prior - y - share)) for y in (one, other)]
    found: Floats = (odds[0] - odds[1]) / np.sqrt(1 / (one + share) + 1 / (other + share))
    return found


def ratio(
    first: ArrayLike, second: ArrayLike, lengths: tuple[float, float], level: float = 0.9
) -> tuple[Floats, Floats, Floats]:
    """The first rate over the second: low, middle and high end of Jeffreys's interval, from counts worth counting.

    Given their sum, the first of two Poisson counts is binomial; its share's interval is one of the ratio.
    """
    one, other = np.asarray(first, float) + 0.5, np.asarray(second, float) + 0.5
    tail = (1 - level) / 2
    shares = [betaincinv(one, other, at) for at in (tail, 0.5, 1 - tail)]
    length = max(lengths[1], 1.0) / max(lengths[0], 1.0)
    low, middle, high = (share / np.maximum(1 - share, 1e-12) * length for share in shares)
    return low, middle, high


def scatter(counts: Floats, lengths: Floats, documents: NDArray[np.intp], words: NDArray[np.intp], size: int) -> Floats:
    """Dispersion of each word: the mean square of (count - expected) / sqrt(expected) over documents; never below 1.

    ``counts`` of ``words`` in ``documents``, a row for each that is not nought; ``lengths`` of all documents.
    """
    total = np.bincount(words, weights=counts, minlength=size)
    rate = total / max(float(lengths.sum()), 1e-9)
    expected = np.maximum(rate[words] * lengths[documents], 1e-9)
    # Where a document lacks the word, its term is the expectation itself; their sum is the total less those seen.
    seen = np.bincount(words, weights=(counts - expected) ** 2 / expected - expected, minlength=size)
    used = max(int((lengths > 0).sum()) - 1, 1)
    return np.maximum((seen + total) / used, 1.0)


def leanings(corpus: Corpus, split: Sided) -> tuple[Floats, Floats]:
    """The ends of the interval of each key's rate on the first side over that on the second."""
    spread = np.maximum(*(_side_scatter(corpus, of_side) for of_side in split.of))
    lengths = (float(split.counts[0].sum()), float(split.counts[1].sum()))
    low, _, high = ratio(split.counts[0] / spread, split.counts[1] / spread, lengths)
    return low, high


def _side_scatter(corpus: Corpus, of_side: NDArray[np.bool_]) -> Floats:
    here = of_side[corpus.document]
    documents = max(len(corpus.documents), 1)
    marks, counts = np.unique(corpus.key[here].astype(np.int64) * documents + corpus.document[here], return_counts=True)
    lengths = np.bincount(corpus.document[here], minlength=documents).astype(float)
    return scatter(counts.astype(float), lengths, marks % documents, marks // documents, len(corpus.keys))
