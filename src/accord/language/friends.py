"""False friends: words that both sides use often, but in different company.

A word is one when two things hold. Its company differs by more than chance: documents dealt out to the sides anew
seldom set it so far apart (a permutation test; over all words the false discovery rate is held by Benjamini and
Hochberg's rule). And the difference is large: with 90 % confidence its likeness is below ``Often.alike``. Large corpora
make any small difference certain; only a large one is worth a meeting.

Both must hold in two ways of taking off what is common: what each side is about anyway, and the middle of that of both.
The former alone tells words of sentences that both sides share, where their other texts differ; the latter alone tells
words that follow their side's subjects.

Benjamini and Hochberg ('Controlling the False Discovery Rate', JRSS B 57, 1995), not Benjamini and Yekutieli (2001):
words are tested on the same documents and the same shuffles, so they err together; for such positive dependence the
former holds, and the latter would find half as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri

from accord.language import likeness
from accord.language.company import Company, Floats
from accord.language.corpus import Bools, Corpus, Ints, Progress

Verdict = Literal["different", "same", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Often:
    """What counts as often, as alike and as certain."""

    count: int = 20
    documents: int = 5
    alike: float = 0.8
    shuffles: int = 1999
    redraws: int = 400
    discovery: float = 0.05


@dataclass(frozen=True, slots=True)
class Judged:
    """A word that both sides use often. ``likeness`` is 1 where its company differs between the sides no more than
    within them, with its 90 % interval (nothing where a side shows no company of its own); ``q`` is the false discovery
    rate at which the word would still be taken. ``counts`` and ``documents`` are by side."""

    word: str
    key: int
    likeness: float | None
    low: float | None
    high: float | None
    q: float
    counts: tuple[int, int]
    documents: tuple[int, int]
    verdict: Verdict


@dataclass(frozen=True)
class Sided:
    """Two sides of a corpus: the documents of each, and how often each key stands there and in how many of them."""

    names: tuple[str, str]
    of: tuple[Bools, Bools]
    counts: tuple[Ints, Ints]
    documents: tuple[Ints, Ints]


def sided(corpus: Corpus, names: tuple[str, str]) -> Sided:
    """The corpus by side; documents of a third side count for neither."""
    of = (corpus.of_side(names[0]), corpus.of_side(names[1]))
    counts = tuple(_counts(corpus, side) for side in of)
    documents = tuple(_documents(corpus, side) for side in of)
    return Sided(names, of, (counts[0], counts[1]), (documents[0], documents[1]))


def used_by_both(corpus: Corpus, split: Sided, often: Often) -> Bools:
    """Keys that both sides use often; names of people and products are left out, they mean one thing."""
    counts, documents = np.minimum(*split.counts), np.minimum(*split.documents)
    found: Bools = corpus.content & ~corpus.name & (counts >= often.count) & (documents >= often.documents)
    return found


def judge(
    corpus: Corpus,
    split: Sided,
    company: Company,
    rng: np.random.Generator,
    often: Often = Often(),
    progress: Progress | None = None,
) -> tuple[Judged, ...]:
    """Every word that both sides use often, the most different first."""
    from scipy.stats import false_discovery_control  # not above: each server process would take longer to begin

    keys = np.flatnonzero(used_by_both(corpus, split, often)).astype(np.int32)
    measured = _measured(company, keys, split, often, rng, progress)
    chance = _chance(company, keys, measured[:, 2] <= often.alike, split, often, rng)
    q = false_discovery_control(chance) if len(keys) else chance
    found = [_judged(corpus, split, int(k), row, float(at), often) for k, row, at in zip(keys, measured, q)]
    return tuple(sorted(found, key=lambda j: (_ORDER[j.verdict], 9.0 if j.high is None else j.high, j.word)))


_ORDER: dict[Verdict, int] = {"different": 0, "cannot tell": 1, "same": 2}


def _measured(
    company: Company, keys: Ints, split: Sided, often: Often, rng: np.random.Generator, progress: Progress | None
) -> Floats:
    """Likeness with its interval, a row for each key: of both ways of centring the one in which it is more alike. The
    second is asked only of words that the first would tell."""
    ways = _both_ways(likeness.drawn_sides(company, *split.of))
    redrawn = _both_ways(likeness.redrawn_sides(company, *split.of, often.redraws, rng))
    found = np.full((len(keys), 3), np.nan)
    for i, key in enumerate(keys):
        found[i] = _interval(company, int(key), ways[0], redrawn[0])
        if found[i, 2] <= often.alike:
            other = _interval(company, int(key), ways[1], redrawn[1])
            found[i] = found[i] if other[2] <= found[i, 2] else other
        if progress and i % 20 == 0:
            progress("comparing usage", i / len(keys))
    return found


def _both_ways(split: likeness.Sides) -> tuple[likeness.Sides, likeness.Sides]:
    return split, likeness.centred_alike(split)


def _interval(company: Company, key: int, real: likeness.Sides, redrawn: likeness.Sides) -> Floats:
    """Likeness and both ends of its interval; no number where too few redraws give any."""
    found = np.full(3, np.nan)
    found[0] = likeness.alike(company, key, real).likeness[0]
    drawn = likeness.alike(company, key, redrawn).likeness
    if np.isfinite(found[0]) and np.isfinite(drawn).mean() >= 0.9:
        found[1:] = _ends(drawn[np.isfinite(drawn)], float(found[0]))
    return found


def _ends(drawn: Floats, point: float) -> Floats:
    """Both ends of the bias-corrected 90 % interval of redraws (B. Efron, 'Nonparametric standard errors and confidence
    intervals', Canadian Journal of Statistics 9, 1981): what a side is about is itself only estimated, which makes
    likeness come out a little low, more so in few documents."""
    below = np.clip((drawn < point).mean(), 1 / len(drawn), 1 - 1 / len(drawn))
    moved = 2 * ndtri(below) + np.array([-1.0, 1.0]) * ndtri(0.95)
    found: Floats = np.quantile(drawn, ndtr(moved))
    return found


def _chance(
    company: Company, keys: Ints, wanted: Bools, split: Sided, often: Often, rng: np.random.Generator
) -> Floats:
    """How often shuffled sides set the word as far apart, in the way of centring in which they do so more often. Words
    that are too alike to be taken get 1 unlooked: the larger of all answers decides."""
    real = _both_ways(likeness.drawn_sides(company, *split.of))
    shuffled = _both_ways(likeness.shuffled_sides(company, *split.of, often.shuffles, rng))
    found = np.ones(len(keys))
    for i in np.flatnonzero(wanted):
        found[i] = max(_share(company, int(keys[i]), *way) for way in zip(real, shuffled))
    return found


def _share(company: Company, key: int, real: likeness.Sides, shuffled: likeness.Sides) -> float:
    """The share of shuffles that set the word as far apart as the sides are, the sides themselves counted in."""
    beyond = likeness.alike(company, key, shuffled).apart >= likeness.alike(company, key, real).apart[0]
    return float(1 + beyond.sum()) / (1 + len(beyond))


def _judged(corpus: Corpus, split: Sided, key: int, row: Floats, q: float, often: Often) -> Judged:
    known = bool(np.isfinite(row).all())
    verdict: Verdict = "cannot tell"
    if known and q <= often.discovery and row[2] <= often.alike:
        verdict = "different"
    elif known and row[1] >= often.alike:
        verdict = "same"
    point, low, high = (round(float(v), 3) if known else None for v in row)
    counts = (int(split.counts[0][key]), int(split.counts[1][key]))
    documents = (int(split.documents[0][key]), int(split.documents[1][key]))
    return Judged(corpus.shown[key], key, point, low, high, round(q, 5), counts, documents, verdict)


def _counts(corpus: Corpus, of_side: Bools) -> Ints:
    return np.bincount(corpus.key[of_side[corpus.document]], minlength=len(corpus.keys)).astype(np.int32)


def _documents(corpus: Corpus, of_side: Bools) -> Ints:
    here = of_side[corpus.document]
    size = max(len(corpus.documents), 1)
    once = np.unique(corpus.key[here].astype(np.int64) * size + corpus.document[here]) // size
    return np.bincount(once, minlength=len(corpus.keys)).astype(np.int32)
