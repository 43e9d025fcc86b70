"""A tree of drivers with what each branch did to the root's change: LMDI and its rounding leave no remainder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accord.clauses.driver_lines import Driver
from accord.methods.decomposition.lmdi import lmdi
from accord.methods.decomposition.rounding import apportion
from accord.methods.decomposition.tree import Floats, Leaf, Node, Product, Sum, Tree, evaluate

EXACT = 2.0**53
PLACES = 9
"""Digits after the point of an effect in steps: the dust of a product goes."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A node: its value ``before`` and ``after`` in its own unit, its ``effect`` on the root's change in the root's.

    ``share`` is its effect as a share of what its siblings moved, all taken without their signs; ``dominant`` marks the
    branch that moved most beside its siblings, along the dominant path only.
    """

    name: str
    before: float
    after: float
    effect: float
    share: float
    dominant: bool
    holder: str
    join: str
    children: tuple[Branch, ...] = ()

    def count(self) -> int:
        """Nodes in this branch, itself included."""
        return 1 + sum(child.count() for child in self.children)


def branches(
    nodes: Mapping[str, Driver],
    root: str,
    before: Mapping[str, float],
    after: Mapping[str, float],
    *,
    step: float = 0.0,
) -> Branch:
    """The tree below ``root``; ``before`` and ``after`` hold the leaves' values.

    With ``step`` effects are ``stepped``. Raises ``KeyError`` for a leaf without a value.
    """
    tree = Tree("total", _node(nodes, root))
    ends = [np.array([float(side[name]) for name in tree.leaves]) for side in (before, after)]
    parts = lmdi(tree, *ends).parts
    values = tuple(dict(zip(tree.leaves, end, strict=True)) for end in ends)
    effects = dict(zip(tree.leaves, parts.tolist(), strict=True))
    return stepped(_branch(nodes, root, values, effects), step)  # type: ignore[arg-type]


def joined(
    name: str, before: float, after: float, children: Sequence[Branch], holder: str = "", join: str = "+"
) -> Branch:
    """A branch of others: its effect is theirs together, and the one that moved most is marked.

    Marks within the others are kept in that one only, so that a root has one dominant path.
    """
    moved = [abs(child.effect) for child in children]
    total, most = sum(moved), int(np.argmax(moved)) if any(moved) else -1
    within = tuple(
        replace(child if i == most else _unmarked(child), share=m / total if total else 0.0, dominant=i == most)
        for i, (child, m) in enumerate(zip(children, moved, strict=True))
    )
    return Branch(name, before, after, sum(c.effect for c in children), 1.0, True, holder, join, within)


def _unmarked(branch: Branch) -> Branch:
    return replace(branch, dominant=False, children=tuple(_unmarked(child) for child in branch.children))


def stepped(root: Branch, step: float) -> Branch:
    """The same with effects in whole steps (cents, tenths of a day) that add up at every branch to the root's change in
    whole steps, by largest remainder; what is dominant stays. Unchanged where ``step`` is 0, or so small beside the
    change that floats do not tell one from the next (2^53)."""
    change = root.after - root.before
    if not step or abs(change) / step >= EXACT:
        return root
    leaves = np.array(list(_leaf_effects(root))) / step
    rounded = apportion(leaves, round(change / step)).tolist()
    return _with_effects(root, iter(rounded), step)


def _leaf_effects(branch: Branch) -> Iterator[float]:
    if not branch.children:
        yield branch.effect
    for child in branch.children:
        yield from _leaf_effects(child)


def _with_effects(branch: Branch, steps: Iterator[int], step: float) -> Branch:
    if not branch.children:
        return replace(branch, effect=round(next(steps) * step, PLACES))
    children = tuple(_with_effects(child, steps, step) for child in branch.children)
    return replace(branch, effect=round(sum(c.effect for c in children), PLACES), children=children)


def _node(nodes: Mapping[str, Driver], name: str) -> Node:
    node = nodes[name]
    if not node.parts:
        return Leaf(name)
    parts = tuple((1, _node(nodes, part)) for part in node.parts)
    return Product(parts) if node.join == "*" else Sum(parts)


def _branch(
    nodes: Mapping[str, Driver],
    name: str,
    values: tuple[dict[str, Floats], dict[str, Floats]],
    effects: Mapping[str, float],
) -> Branch:
    node = nodes[name]
    old, new = (float(evaluate(_node(nodes, name), side)) for side in values)
    if not node.parts:
        return Branch(name, old, new, effects[name], 1.0, True, node.holder or "", "")
    children = [_branch(nodes, part, values, effects) for part in node.parts]
    return joined(name, old, new, children, node.holder or "", node.join or "")
