"""How alike the company of a word is on two sides, freed of noise: 1 where the sides differ no more than the documents
of one side do among themselves, 0 where they have nothing in common.

The inner product of the two sides' mean places, over the geometric mean of the inner products within a side, each over
pairs of *different* documents only: Spearman's correction for attenuation ('The Proof and Measurement of Association
between Two Things', 1904). What a side is about anyway is taken off first, so that a difference of subjects is none
of usage. That errs the other way for a word whose company does not follow its side's subjects: said in the same
sentences on both sides, it would seem to part from each side by something else. ``centred_alike`` takes the same off
both sides instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.language.company import Company, Floats
from accord.language.corpus import Bools

_LEAST = 1e-12


@dataclass(frozen=True)
class Alike:
    """For each row of weights: the inner products across the sides and within each, one number each."""

    across: Floats
    within: tuple[Floats, Floats]

    @property
    def apart(self) -> Floats:
        """Squared distance of the sides, without the part that noise adds."""
        return self.within[0] + self.within[1] - 2 * self.across

    @property
    def likeness(self) -> Floats:
        """``across`` over the geometric mean of ``within``; not a number where a side has no company of its own."""
        one, other = self.within
        known = (one > _LEAST) & (other > _LEAST)
        return np.where(known, self.across / np.sqrt(np.where(known, one * other, 1.0)), np.nan)


@dataclass(frozen=True)
class Sides:
    """Weights of the documents for each side, draws x documents, with the mean of what each side is about.

    A shuffle has weights of nought and one; a redraw of documents with replacement has counts.
    """

    weights: tuple[Floats, Floats]
    means: tuple[Floats, Floats]


def sides(company: Company, one: Floats, other: Floats) -> Sides:
    """Sides from weights of the documents (draws x documents)."""
    means = [(w @ company.base) / np.maximum(w @ company.base_weight, _LEAST)[:, None] for w in (one, other)]
    return Sides((one, other), (means[0], means[1]))


def centred_alike(split: Sides) -> Sides:
    """The same sides, with the middle between both means in the place of each: words whose company is the same on both
    sides are alike in it, whatever the sides are about."""
    middle = (split.means[0] + split.means[1]) / 2
    return Sides(split.weights, (middle, middle))


def alike(company: Company, word: int, split: Sides, other_word: int | None = None) -> Alike:
    """A word on the first side against a word, by default the same, on the second; one number for each draw."""
    first, within_first = _side(company, word, split, 0)
    second, within_second = _side(company, word if other_word is None else other_word, split, 1)
    return Alike(np.einsum("ij,ij->i", first, second), (within_first, within_second))


def drawn_sides(company: Company, is_first: Bools, is_second: Bools) -> Sides:
    """The sides as they are: one draw."""
    return sides(company, is_first[None, :].astype(float), is_second[None, :].astype(float))


def shuffled_sides(company: Company, is_first: Bools, is_second: Bools, draws: int, rng: np.random.Generator) -> Sides:
    """The documents of both sides dealt out anew, as many to each as it has."""
    both = np.flatnonzero(is_first | is_second)
    dealt = rng.permuted(np.tile(is_first[both], (draws, 1)), axis=1)
    one = np.zeros((draws, len(is_first)))
    other = np.zeros((draws, len(is_first)))
    one[:, both], other[:, both] = dealt, ~dealt
    return sides(company, one, other)


def redrawn_sides(company: Company, is_first: Bools, is_second: Bools, draws: int, rng: np.random.Generator) -> Sides:
    """The documents of each side drawn with replacement, as many as it has (the bootstrap of Efron, 1979)."""
    return sides(company, _redrawn(is_first, draws, rng), _redrawn(is_second, draws, rng))


def _redrawn(of_side: Bools, draws: int, rng: np.random.Generator) -> Floats:
    found = np.zeros((draws, len(of_side)))
    size = int(of_side.sum())
    if size:
        found[:, of_side] = rng.multinomial(size, np.full(size, 1 / size), size=draws)
    return found


@dataclass(frozen=True)
class _Sums:
    """Sums over a word's documents for each draw: of places and weights, and of what pairs a document with itself."""

    place: Floats
    weight: Floats
    own_place: Floats
    own_mixed: Floats
    own_weight: Floats


def _summed(times: Floats, place: Floats, weight: Floats) -> _Sums:
    squares = times**2
    own = squares @ (place**2).sum(axis=1)
    return _Sums(times @ place, times @ weight, own, squares @ (place * weight[:, None]), squares @ weight**2)


def _side(company: Company, word: int, split: Sides, side: int) -> tuple[Floats, Floats]:
    """A word's mean place on a side (draws x dimensions), and the mean inner product of its documents' pairs."""
    rows = company.rows(word)
    times = split.weights[side][:, company.document[rows]]
    sums = _summed(times, company.place[rows], company.weight[rows])
    mean = split.means[side]
    moved = sums.place - sums.weight[:, None] * mean
    own = sums.own_place - 2 * np.einsum("ij,ij->i", mean, sums.own_mixed) + (mean**2).sum(axis=1) * sums.own_weight
    pairs = np.maximum(sums.weight**2 - sums.own_weight, _LEAST)
    return moved / np.maximum(sums.weight, _LEAST)[:, None], ((moved**2).sum(axis=1) - own) / pairs


def mean_place(company: Company, word: int, split: Sides, side: int) -> tuple[Floats, float]:
    """Where a word's company lies on a side, less what the side is about anyway, and the mean inner product of its
    documents with each other; of the first draw."""
    mean, within = _side(company, word, split, side)
    return mean[0], float(within[0])
