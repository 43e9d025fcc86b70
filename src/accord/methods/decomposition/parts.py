"""What moved a mean, a median or a sum of several parts: each part by itself, and the mix of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import factorial

import numpy as np

from accord.methods.decomposition.branches import Branch, joined
from accord.methods.decomposition.tree import Floats

BY_ITSELF, MIX = "by itself", "mix"
MOST_SWITCHED = 10


def of_means(name: str, parts: Sequence[str], shares: Floats, means: Floats) -> Branch:
    """A mean of parts as a tree: each part by itself at the mix of both ends, and the mix at both ends' means.

    ``shares`` and ``means`` (2, parts): before and after; shares of each end add up to 1. A part that one end lacks
    takes its mean there from the other end (NaN), so that all its change is mix. Effects are Shapley's for two factors,
    those of the mix held against the whole's mean: to have more of what lies above it raises it. They add up to the
    change of the mean exactly. Nodes are named ``by itself``, ``by itself / PART``, ``mix`` and ``mix / PART``.
    """
    known = np.nan_to_num(np.where(np.isnan(means), means[::-1], means))
    share, mean = shares.mean(axis=0), known.mean(axis=0)
    moved = share * (known[1] - known[0])
    mixed = (shares[1] - shares[0]) * (mean - share @ mean)
    inner = [_leaf(f"{BY_ITSELF} / {p}", known[:, i], moved[i]) for i, p in enumerate(parts)]
    outer = [_leaf(f"{MIX} / {p}", shares[:, i], mixed[i]) for i, p in enumerate(parts)]
    # Each of the two is told as if the other had stood still, half way between its ends.
    itself = joined(BY_ITSELF, float(share @ known[0]), float(share @ known[1]), inner)
    mix = joined(MIX, float(shares[0] @ mean), float(shares[1] @ mean), outer)
    ends = [float(s @ k) for s, k in zip(shares, known, strict=True)]
    return joined(name, ends[0], ends[1], [itself, mix])


def of_switches(name: str, parts: Sequence[str], value: Callable[[frozenset[int]], float], own: Floats) -> Branch:
    """Any figure of several parts as a tree: what changes as part after part goes from before to after.

    ``value`` tells the figure with these parts (by number) after and the others before; each part's effect is its
    Shapley value over all orders, so that all add up to the change exactly. ``own`` (2, parts) is what is shown beside.
    Raises ``ValueError`` for more than ten parts, and where ``value`` is not finite: nothing can be split then.
    """
    count = len(parts)
    if count > MOST_SWITCHED:
        raise ValueError(f"at most {MOST_SWITCHED} parts can be switched, not {count}")
    found = np.array([value(frozenset(i for i in range(count) if of >> i & 1)) for of in range(2**count)])
    if not np.isfinite(found).all():
        raise ValueError("the figure is not known for every mixture of before and after")
    sets, size = np.arange(2**count), np.bitwise_count(np.arange(2**count))
    weight = np.array([factorial(s) * factorial(count - s - 1) for s in range(count)]) / factorial(count)
    leaves = []
    for i, part in enumerate(parts):
        without = sets[(sets >> i & 1) == 0]
        effect = float(weight[size[without]] @ (found[without | 1 << i] - found[without]))
        leaves.append(_leaf(part, own[:, i], effect))
    return joined(name, float(found[0]), float(found[-1]), leaves)


def of_sums(name: str, parts: Sequence[str], values: Floats) -> Branch:
    """A sum as a tree of its parts; ``values`` (2, parts) before and after."""
    leaves = [_leaf(part, values[:, i], values[1, i] - values[0, i]) for i, part in enumerate(parts)]
    return joined(name, float(values[0].sum()), float(values[1].sum()), leaves)


def held(branch: Branch, holders: Mapping[str, str]) -> Branch:
    """The same with who holds each node, by its name; what is below a node is held by the same."""
    holder = holders.get(branch.name, branch.holder)
    children = tuple(held(replace(child, holder=holder), holders) for child in branch.children)
    return replace(branch, holder=holder, children=children)


def _leaf(name: str, ends: Floats, effect: float) -> Branch:
    return Branch(name, float(ends[0]), float(ends[1]), float(effect), 1.0, False, "", "")
