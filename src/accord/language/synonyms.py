"""Different words, one on each side, that keep the same company: 'customer' here, 'user' there.

A word that one side uses and the other hardly does is matched with the word of the other side whose company is most
like its own: by cosine, less the mean of each word's ten nearest, since some words are near everything (Conneau,
Lample, Ranzato, Denoyer and Jégou, 'Word Translation Without Parallel Data', ICLR 2018). The match must hold both ways.

How like must it be? Words that both sides use tell: their own counterpart is known, so whatever else comes nearest is
wrong. How near such wrong matches come is what a match by chance looks like, and gives each pair its probability by
chance; the false discovery rate is held over all of them (Benjamini and Hochberg, 1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from accord.language import likeness
from accord.language.company import Company, Floats
from accord.language.corpus import Bools, Corpus, Ints
from accord.language.friends import Often, Sided
from accord.language.leaning import leanings

_NEAREST = 10
_STEADY = 0.5
"""The least share of a word's company that its documents agree on; less is noise."""
_DOUBT = 0.25
_FEWEST_KNOWN = 30
"""With fewer words of known counterpart, chance cannot be told from sense."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """One side's word and the other side's for the same; ``nearness`` is on the scale of the method, ``chance`` how
    often a wrong match comes as near, ``q`` the false discovery rate at which the pair would still be taken."""

    words: tuple[str, str]
    keys: tuple[int, int]
    nearness: float
    chance: float
    q: float
    counts: tuple[int, int]
    verdict: Literal["same", "cannot tell"]


@dataclass(frozen=True)
class _Side:
    keys: Ints
    own: Bools
    place: Floats


def used_by_one(corpus: Corpus, split: Sided, often: Often, times: float = 2.0) -> tuple[Bools, Bools]:
    """For each side, the keys that it uses often and the other hardly: with 95 % confidence at most half as much."""
    low, high = leanings(corpus, split)
    first = _often(corpus, split, often, 0) & (low > times)
    second = _often(corpus, split, often, 1) & (high < 1 / times)
    return first, second


def used_by_any(corpus: Corpus, split: Sided, often: Often) -> Bools:
    """Keys that one side or both use often, names too: 'SFDC' here may be 'Salesforce' there."""
    return _often(corpus, split, often, 0) | _often(corpus, split, often, 1)


def synonyms(
    corpus: Corpus,
    split: Sided,
    company: Company,
    often: Often = Often(),  # noqa: B008 - a frozen default
    discovery: float = 0.1,
) -> tuple[Synonym, ...]:
    """Pairs that match both ways, the surest first: those that are taken, and 'cannot tell' for those that come nearer
    than three of four wrong matches."""
    only = used_by_one(corpus, split, often)
    first, second = (_side(corpus, split, company, often, side, only[side]) for side in (0, 1))
    if min(len(first.keys), len(second.keys)) < _NEAREST + 1:
        return ()
    near = _nearness(first, second)
    both = np.intersect1d(first.keys, second.keys)
    at_first, at_second = (np.searchsorted(side.keys, both).astype(np.int32) for side in (first, second))
    wrong = _wrong(near, at_first, at_second) if len(both) else np.empty(0)
    pairs = _matched(near, first, second, at_first, at_second)
    chance = np.array([(1 + (wrong >= near[i, j]).sum()) / (1 + len(wrong)) for i, j in pairs])
    from scipy.stats import false_discovery_control  # not above: each server process would take longer to begin

    q = false_discovery_control(_all(chance, int(first.own.sum())))[: len(pairs)] if pairs else chance
    sure = len(wrong) >= _FEWEST_KNOWN
    found = [
        _pair(corpus, split, (int(first.keys[i]), int(second.keys[j])), float(near[i, j]), float(p), float(at))
        for (i, j), p, at in zip(pairs, chance, q)
    ]
    judged = [_taken(pair, sure and pair.q <= discovery) for pair in found]
    return tuple(sorted((p for p in judged if p.chance <= _DOUBT), key=lambda p: (p.q, -p.nearness, p.words)))


def _often(corpus: Corpus, split: Sided, often: Often, side: int) -> Bools:
    found: Bools = corpus.content & (split.counts[side] >= often.count) & (split.documents[side] >= often.documents)
    return found


def _side(corpus: Corpus, split: Sided, company: Company, often: Often, side: int, own: Bools) -> _Side:
    """The often used words of a side with their company there, less what the side is about; of length one."""
    keys = np.flatnonzero(_often(corpus, split, often, side)).astype(np.int32)
    real = likeness.drawn_sides(company, *split.of)
    means = [likeness.mean_place(company, int(k), real, side) for k in keys]
    place = np.array([mean for mean, _ in means]).reshape(len(keys), company.place.shape[1])
    length = np.maximum(np.linalg.norm(place, axis=1), 1e-12)
    steady = np.array([within for _, within in means]) >= _STEADY * length**2
    return _Side(keys[steady], own[keys][steady], place[steady] / length[steady, None])


def _nearness(first: _Side, second: _Side) -> Floats:
    cosine = first.place @ second.place.T
    ours = np.sort(cosine, axis=1)[:, -_NEAREST:].mean(axis=1)
    theirs = np.sort(cosine, axis=0)[-_NEAREST:].mean(axis=0)
    found: Floats = 2 * cosine - ours[:, None] - theirs[None, :]
    return found


def _wrong(near: Floats, at_first: Ints, at_second: Ints) -> Floats:
    """For each word that both sides use, how near the nearest other word of either side comes to it."""
    rest = near.copy()
    rest[at_first, at_second] = -np.inf
    return np.concatenate([rest[at_first].max(axis=1), rest[:, at_second].max(axis=0)])


def _matched(near: Floats, first: _Side, second: _Side, at_first: Ints, at_second: Ints) -> list[tuple[int, int]]:
    """Pairs of words of one side each that are each other's nearest among all words of the other side but their own
    counterpart."""
    open_ = near.copy()
    open_[at_first, at_second] = -np.inf
    there, back = open_.argmax(axis=1), open_.argmax(axis=0)
    return [(int(i), int(there[i])) for i in np.flatnonzero(first.own) if second.own[there[i]] and back[there[i]] == i]


def _all(chance: Floats, tried: int) -> Floats:
    """Words without a match were tried as well: they count, with a chance of one."""
    return np.concatenate([chance, np.ones(max(tried - len(chance), 0))])


def _pair(corpus: Corpus, split: Sided, keys: tuple[int, int], near: float, chance: float, q: float) -> Synonym:
    words = (corpus.shown[keys[0]], corpus.shown[keys[1]])
    counts = (int(split.counts[0][keys[0]]), int(split.counts[1][keys[1]]))
    return Synonym(words, keys, round(near, 3), round(chance, 5), round(q, 5), counts, "cannot tell")


def _taken(pair: Synonym, taken: bool) -> Synonym:
    verdict: Literal["same", "cannot tell"] = "same" if taken else "cannot tell"
    return Synonym(pair.words, pair.keys, pair.nearness, pair.chance, pair.q, pair.counts, verdict)
