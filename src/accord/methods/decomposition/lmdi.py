"""Additive LMDI-I (logarithmic mean Divisia index) over a tree of sums and products.

A factor x of a product V gets ``L(V1, V0) ln(x1 / x0)`` with the logarithmic mean
``L(a, b) = (a - b) / ln(a / b)``; a term of a sum gets its own change. Both leave no remainder, and a
factor that is itself a sum hands its effect down to its terms in proportion to their changes.

Zeros follow the limits of putting one small number in place of every zero and letting it go to 0: what
was nothing and became V1 is shared equally by the factors that were 0; a product that is 0 at both ends
has no effects.

Logarithms need factors that keep their sign. Where one changes it, that product is split by Shapley's
rule instead, and the result marks it.

Source: Ang, B.W. (2004), Energy Policy 32:1131; Ang, B.W. and Liu, N. (2007), Energy Policy 35:238
(zero values); Ang, B.W. (2015), Energy Policy 86:233.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from accord.methods.decomposition.products import factor_values, others, shapley_slopes
from accord.methods.decomposition.tree import Floats, Leaf, Node, Product, Sum, Tree

Flags = npt.NDArray[np.bool_]


class LmdiEffects(NamedTuple):
    """``parts`` (leaves, ...) add up to the change; ``replaced`` (...) marks where a factor changed its
    sign and Shapley's rule stood in."""

    parts: Floats
    replaced: Flags


def lmdi(tree: Tree, before: Floats, after: Floats) -> LmdiEffects:
    """What each leaf did to the change of the tree's value.

    ``before`` and ``after`` are (leaves, ...) in the order of ``tree.leaves``: finite, and not 0 where
    the tree divides by them.
    """
    result = LmdiEffects(np.zeros(before.shape), np.zeros(before.shape[1:], bool))
    _spread(tree, tree.root, np.ones(before.shape[1:]), (before, after), result)
    return result


def log_mean(a: Floats, b: Floats) -> Floats:
    """Logarithmic mean of two numbers of one sign; 0 where either is 0 or the signs differ."""
    usable = (np.sign(a) == np.sign(b)) & (a != 0)
    base, other = np.where(usable, a, 1.0), np.where(usable, b, 1.0)
    step = _log_ratio(base, other)
    flat = step == 0
    # expm1 keeps the digits that b - a would lose between nearly equal numbers
    mean = base * np.where(flat, 1.0, np.expm1(step) / np.where(flat, 1.0, step))
    return np.where(usable, mean, 0.0)


def _log_ratio(a: Floats, b: Floats) -> Floats:
    near = np.abs(b - a) < 0.5 * np.abs(a)
    small = np.where(near, b - a, 0.0) / np.where(near, a, 1.0)
    return np.where(near, np.log1p(small), np.log(np.abs(b)) - np.log(np.abs(a)))


def _spread(tree: Tree, node: Node, weight: Floats, ends: tuple[Floats, Floats], result: LmdiEffects) -> None:
    """Hand a node's effect (``weight`` times its change) down to its leaves."""
    match node:
        case Leaf(name):
            place = tree.leaves.index(name)
            result.parts[place] += weight * (ends[1][place] - ends[0][place])
        case Sum(terms):
            for sign, term in terms:
                _spread(tree, term, sign * weight, ends, result)
        case Product(factors):
            old, new = (factor_values(node, dict(zip(tree.leaves, end, strict=True)), weight.shape) for end in ends)
            slopes, odd = _slopes(old, new)
            result.replaced[...] |= odd
            for i, (power, factor) in enumerate(factors):
                # per unit of a divisor x, its inverse changes by -1/(x0 x1)
                slope = slopes[i] if power > 0 else -slopes[i] * old[i] * new[i]
                _spread(tree, factor, weight * slope, ends, result)


def _slopes(old: Floats, new: Floats) -> tuple[Floats, Flags]:
    """A product's effect per unit of each factor's change, (factors, ...), and where signs change."""
    v_old, v_new = old.prod(axis=0), new.prod(axis=0)
    means = log_mean(old, new)
    slopes = _ratio(log_mean(v_old, v_new), means)
    gone_or_new = (v_old == 0) | (v_new == 0)
    slopes = np.where(gone_or_new, _zero_slopes(old, new, v_old, v_new), slopes)
    turned = (np.sign(old) * np.sign(new) < 0).any(axis=0)
    # products of factors near 1e-300 are 0 to the machine, and their logarithms lost
    too_small = ((v_old == 0) & (old != 0).all(axis=0)) | ((v_new == 0) & (new != 0).all(axis=0))
    odd = np.asarray(turned | too_small)
    return np.where(odd, shapley_slopes(old, new), slopes), odd


def _zero_slopes(old: Floats, new: Floats, v_old: Floats, v_new: Floats) -> Floats:
    """The limits where the product is 0 at one end or both."""
    came, went = (old == 0) & (new != 0), (old != 0) & (new == 0)
    coming = came & (v_new != 0)
    going = went & (v_old != 0)
    slopes = np.where(coming, _ratio(v_new / np.maximum(coming.sum(axis=0), 1), new), 0.0)
    slopes = slopes + np.where(going, _ratio(v_old / np.maximum(going.sum(axis=0), 1), old), 0.0)
    # a factor 0 at both ends may be a sum whose terms cancel: they move against each other
    still = (old == 0) & (new == 0)
    return np.where(still, log_mean(others(old), others(new)), slopes)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.where(bottom == 0, 0.0, top / np.where(bottom == 0, 1.0, bottom))
