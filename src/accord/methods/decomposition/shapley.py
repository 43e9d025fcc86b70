"""Exact Shapley values of a formula's leaves: each leaf's average effect over all orders of change.

Where every leaf is named once and only leaves are divided by, the value is a polynomial of degree one
in each leaf (a divisor counts as its inverse). Then the Shapley value is an integral along the straight
line from before to after (Owen's multilinear extension), of a polynomial of lower degree than there are
leaves: a few Gauss-Legendre nodes give it exactly, at a cost of n^2 instead of 2^n. Any other formula is
worked out over all 2^n sets of leaves.

Source: Shapley, L.S. (1953), Contributions to the Theory of Games II:307; Owen, G. (1972), Management
Science 18(5):P64.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from accord.methods.decomposition.products import factor_values, line_nodes, others
from accord.methods.decomposition.tree import (
    Floats,
    Leaf,
    Node,
    Number,
    Product,
    Sum,
    Tree,
    TreeError,
    evaluate,
    names,
)

# 2^16 sets of leaves are still worked out in seconds.
MOST_ENUMERATED = 16
_CELLS = 1 << 21


def shapley(tree: Tree, before: Floats, after: Floats) -> Floats:
    """What each leaf did to the change of the tree's value, (leaves, ...) like ``before`` and ``after``.

    Values are in the order of ``tree.leaves``: finite, and not 0 where the tree divides by them. Raises
    ``TreeError`` for a formula that is no polynomial of degree one and has more than 16 leaves.
    """
    if is_multilinear(tree):
        return _along_the_line(tree, before, after)
    return over_all_sets(tree, before, after)


def is_multilinear(tree: Tree) -> bool:
    """Whether each leaf is named once and nothing but leaves and numbers is divided by."""
    mentions = list(names(tree.root))
    return len(mentions) == len(set(mentions)) and all(isinstance(node, Leaf | Number) for node in _divisors(tree.root))


def over_all_sets(tree: Tree, before: Floats, after: Floats) -> Floats:
    """The definition itself: V(S with i) - V(S), weighted by |S|! (n-1-|S|)! / n!, over all sets S."""
    n = len(tree.leaves)
    if n > MOST_ENUMERATED:
        raise TreeError(f"a formula that repeats a name or divides by a sum may have {MOST_ENUMERATED} names, not {n}")
    old, new = before.reshape(n, -1), after.reshape(n, -1)
    step = max(1, _CELLS >> n)
    pieces = [_all_sets(tree, old[:, at : at + step], new[:, at : at + step]) for at in range(0, old.shape[1], step)]
    return np.concatenate(pieces, axis=1).reshape(before.shape) if pieces else np.zeros(before.shape)


def _all_sets(tree: Tree, old: Floats, new: Floats) -> Floats:
    n, cells = old.shape
    # one axis of length two (before, after) per leaf
    grid = {name: _on_axis(np.stack([old[i], new[i]]), i, n) for i, name in enumerate(tree.leaves)}
    value = np.broadcast_to(evaluate(tree.root, grid), (2,) * n + (cells,))
    return np.stack([_average_step(value, i, n) for i in range(n)])


def _average_step(value: Floats, leaf: int, n: int) -> Floats:
    step = (np.take(value, 1, axis=leaf) - np.take(value, 0, axis=leaf)).reshape(2 ** (n - 1), -1)
    sizes = np.bitwise_count(np.arange(2 ** (n - 1)))
    return np.asarray(_order_weights(n)[sizes] @ step)


def _order_weights(n: int) -> Floats:
    """s! (n-1-s)! / n! for s = 0 .. n-1."""
    weights = np.empty(n)
    weights[0] = 1 / n
    for size in range(1, n):
        weights[size] = weights[size - 1] * size / (n - size)
    return weights


def _on_axis(ends: Floats, axis: int, n: int) -> Floats:
    shape = [1] * n
    shape[axis] = 2
    return ends.reshape(*shape, ends.shape[1])


def _along_the_line(tree: Tree, before: Floats, after: Floats) -> Floats:
    inverted = {node.name for node in _divisors(tree.root) if isinstance(node, Leaf)}
    powers = np.array([-1.0 if name in inverted else 1.0 for name in tree.leaves])
    powers = powers.reshape((-1,) + (1,) * (before.ndim - 1))
    old, new = before**powers, after**powers
    root, slopes = _without_divisors(tree.root), np.zeros(before.shape)
    for place, weight in line_nodes(len(tree.leaves)):
        at = dict(zip(tree.leaves, old + place * (new - old), strict=True))
        _add_slopes(root, np.full(before.shape[1:], weight), at, dict(zip(tree.leaves, slopes, strict=True)))
    return np.asarray(slopes * (new - old))


def _add_slopes(node: Node, weight: Floats, at: dict[str, Floats], slopes: dict[str, Floats]) -> None:
    """Add ``weight`` times the formula's derivative by each leaf; ``slopes`` are views, changed in place."""
    match node:
        case Leaf(name):
            slopes[name] += weight
        case Sum(terms):
            for sign, term in terms:
                _add_slopes(term, sign * weight, at, slopes)
        case Product(factors):
            rest = others(factor_values(node, at, weight.shape))
            for (_, factor), slope in zip(factors, rest, strict=True):
                _add_slopes(factor, weight * slope, at, slopes)


def _without_divisors(node: Node) -> Node:
    """The same formula over leaves that were inverted beforehand."""
    match node:
        case Leaf() | Number():
            return node
        case Sum(terms):
            return Sum(tuple((sign, _without_divisors(term)) for sign, term in terms))
        case Product(factors):
            return Product(tuple((1 if isinstance(f, Leaf) else power, _without_divisors(f)) for power, f in factors))


def _divisors(node: Node) -> Iterator[Node]:
    match node:
        case Sum(terms):
            for _, term in terms:
                yield from _divisors(term)
        case Product(factors):
            for power, factor in factors:
                if power < 0:
                    yield factor
                yield from _divisors(factor)
