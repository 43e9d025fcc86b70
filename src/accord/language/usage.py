"""How each side uses a word: the words beside it, the words used like it, and a sentence that proves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from accord.language import likeness
from accord.language.company import Company, Floats, Pairs
from accord.language.corpus import Corpus, Ints
from accord.language.friends import Judged, Sided
from accord.language.leaning import log_odds
from accord.language.sentences import sentence_at

_WORDS = 6
_SURE = 1.645
"""Standard errors from which a word is one side's company: 95 % on that side."""
_OFTENER = 1.5
_ENOUGH = 3
"""Words of its company by which a reader sees what is meant; beyond these the shorter sentence proves more."""
_SHORT, _LONG = 40, 300
"""Characters of a sentence that proves something and is still read."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence of a document that may be quoted, at ``start <= i < end`` of its text."""

    document_id: str
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Use:
    """One side's use of a word. ``company`` are the words that stand beside it here rather than there, ``like`` the
    words that keep the most similar company here; no proof where no document with such a sentence may be quoted."""

    side: str
    count: int
    documents: int
    company: tuple[str, ...]
    like: tuple[str, ...]
    proof: Proof | None


@dataclass(frozen=True, slots=True)
class FalseFriend:
    """A word whose company differs by side, as ``friends.judge`` found, with what shows it.

    ``shared`` of its ``neighbours`` nearest words are the same on both sides (Gonen, Jawahar, Seddah and Goldberg,
    'Simple, Interpretable and Stable Method for Detecting Words with Usage Change across Corpora', ACL 2020).
    """

    word: str
    likeness: float
    low: float
    high: float
    q: float
    shared: int
    neighbours: int
    uses: tuple[Use, Use]


@dataclass(frozen=True)
class _Near:
    """The nearest words of each word on each side, nearest first (words x neighbours, keys)."""

    keys: Ints
    nearest: tuple[Ints, Ints]

    def of(self, key: int, side: int) -> Ints:
        found: Ints = self.nearest[side][int(np.searchsorted(self.keys, key))]
        return found


def false_friends(
    corpus: Corpus, split: Sided, beside: Pairs, company: Company, judged: tuple[Judged, ...]
) -> tuple[FalseFriend, ...]:
    """The words that were judged different, with each side's use of them."""
    keys = np.sort(np.array([j.key for j in judged], np.int32))
    near = _near(company, split, keys)
    found = (j for j in judged if j.verdict == "different")
    return tuple(_described(corpus, split, beside, near, j) for j in found)


def _near(company: Company, split: Sided, keys: Ints) -> _Near:
    """As many neighbours as one word in twenty, at least five and at most fifty."""
    real = likeness.drawn_sides(company, *split.of)
    several = min(max(len(keys) // 20, 5), 50, max(len(keys) - 1, 0))
    nearest = tuple(_nearest(company, real, keys, side, several) for side in (0, 1))
    return _Near(keys, (nearest[0], nearest[1]))


def _nearest(company: Company, real: likeness.Sides, keys: Ints, side: int, several: int) -> Ints:
    places = np.array([likeness.mean_place(company, int(k), real, side)[0] for k in keys])
    places = places.reshape(len(keys), company.place.shape[1])
    places /= np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-12)
    cosine = places @ places.T
    np.fill_diagonal(cosine, -np.inf)
    found: Ints = keys[np.argsort(-cosine, axis=1, kind="stable")[:, :several]]
    return found


def _described(corpus: Corpus, split: Sided, beside: Pairs, near: _Near, judged: Judged) -> FalseFriend:
    first, second = near.of(judged.key, 0), near.of(judged.key, 1)
    company = _company(corpus, split, beside, judged.key)
    uses = [_use(corpus, split, judged, side, company[side], (first, second)[side]) for side in (0, 1)]
    point, low, high = (0.0 if v is None else v for v in (judged.likeness, judged.low, judged.high))
    shared = len(np.intersect1d(first, second))
    return FalseFriend(judged.word, point, low, high, judged.q, shared, len(first), (uses[0], uses[1]))


def _use(corpus: Corpus, split: Sided, judged: Judged, side: int, company: Ints, like: Ints) -> Use:
    return Use(
        split.names[side],
        judged.counts[side],
        judged.documents[side],
        tuple(corpus.shown[k] for k in company[:_WORDS]),
        tuple(corpus.shown[k] for k in like[:3]),
        _proof(corpus, split, judged.key, side, company),
    )


def _company(corpus: Corpus, split: Sided, beside: Pairs, key: int) -> tuple[Ints, Ints]:
    """For each side, the words beside it that lean there most surely; of two documents at least, names of three."""
    here = beside.of(beside.word == key)
    size = len(corpus.keys)
    counts = [np.bincount(here.beside[of[here.document]], minlength=size) for of in split.of]
    lean = log_odds(
        counts[0], counts[1], split.counts[0] + split.counts[1], float(max(min(int(c.sum()) for c in counts), 1))
    )
    return _surest(corpus, here, split, lean, 0), _surest(corpus, here, split, -lean, 1)


def _surest(corpus: Corpus, here: Pairs, split: Sided, lean: Floats, side: int) -> Ints:
    """Words of this side's company that stand beside the word clearly more often than the side says them anyway."""
    on_side = here.of(split.of[side][here.document])
    marks = np.unique(on_side.beside.astype(np.int64) * len(corpus.documents) + on_side.document)
    documents = np.bincount(marks // len(corpus.documents), minlength=len(corpus.keys))
    beside = np.bincount(on_side.beside, minlength=len(corpus.keys))
    anyway = np.where(corpus.content, split.counts[side], 0)
    expected = anyway * (len(on_side.beside) / max(int(anyway.sum()), 1))
    kept = (lean > _SURE) & (documents >= np.where(corpus.name, 3, 2)) & (beside >= _OFTENER * expected)
    order = np.flatnonzero(kept)
    found: Ints = order[np.argsort(-lean[order], kind="stable")].astype(np.int32)
    return found


def _proof(corpus: Corpus, split: Sided, key: int, side: int, company: Ints) -> Proof | None:
    """The sentence with most of the side's company for the word; of equal ones the shortest."""
    telling = set(company[: 3 * _WORDS].tolist())
    best: tuple[int, int, Proof] | None = None
    for at in np.flatnonzero((corpus.key == key) & split.of[side][corpus.document]):
        proof = _sentence(corpus, int(at))
        if proof and _SHORT <= len(proof.sentence) <= _LONG:
            score = min(len(telling & set(_keys_within(corpus, int(at), proof))), _ENOUGH)
            score += proof.sentence.endswith((".", "?", "!"))
            if best is None or (-score, len(proof.sentence)) < (best[0], best[1]):
                best = (-score, len(proof.sentence), proof)
    return best[2] if best else None


def _sentence(corpus: Corpus, at: int) -> Proof | None:
    document = corpus.documents[corpus.document[at]]
    start = int(corpus.start[at])
    part = document.part_at(start)
    if not document.quotable or part is None or part.kind != "prose":
        return None
    low, high = sentence_at(document.text_of(part), start - part.start, start - part.start + 1)
    low, high = low + part.start, high + part.start
    return Proof(document.document_id, low, high, " ".join(document.text[low:high].split()))


def _keys_within(corpus: Corpus, at: int, proof: Proof) -> Iterator[int]:
    for step in (-1, 1):
        place = at + min(step, 0)
        while 0 <= place < len(corpus.key) and corpus.document[place] == corpus.document[at]:
            if not proof.start <= corpus.start[place] < proof.end:
                break
            yield int(corpus.key[place])
            place += step
