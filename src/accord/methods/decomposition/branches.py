"""A tree of drivers with what each branch did to the root's change: LMDI and its rounding leave no remainder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from accord.clauses.driver_lines import Driver
from accord.methods.decomposition.lmdi import lmdi
from accord.methods.decomposition.rounding import apportion
from accord.methods.decomposition.tree import Floats, Leaf, Node, Product, Sum, Tree, evaluate

EXACT = 2.0**53


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
    whole: bool = False,
) -> Branch:
    """The tree below ``root``; ``before`` and ``after`` hold the leaves' values.

    ``whole`` rounds effects to whole units that still add up, where numbers are small enough to be exact (2^53).
    Raises ``KeyError`` for a leaf without a value.
    """
    tree = Tree("total", _node(nodes, root))
    ends = [np.array([float(side[name]) for name in tree.leaves]) for side in (before, after)]
    parts = lmdi(tree, *ends).parts
    values = tuple(dict(zip(tree.leaves, end, strict=True)) for end in ends)
    change = _change(tree, values)
    if whole and np.abs(change) < EXACT:
        parts = apportion(parts, np.round(change)).astype(np.float64)
    effects = dict(zip(tree.leaves, parts.tolist(), strict=True))
    return _branch(nodes, root, values, effects, share=1.0, dominant=True)  # type: ignore[arg-type]


def _change(tree: Tree, values: tuple[dict[str, Floats], ...]) -> Floats:
    old, new = (evaluate(tree.root, side) for side in values)
    return np.asarray(new - old)


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
    *,
    share: float,
    dominant: bool,
) -> Branch:
    node = nodes[name]
    moved = [_effect(nodes, part, effects) for part in node.parts]
    total = sum(map(abs, moved))
    most = int(np.argmax(np.abs(moved))) if total > 0 else -1
    children = tuple(
        _branch(nodes, part, values, effects, share=abs(m) / total if total else 0.0, dominant=dominant and i == most)
        for i, (part, m) in enumerate(zip(node.parts, moved, strict=True))
    )
    old, new = (float(evaluate(_node(nodes, name), side)) for side in values)
    holder, join = node.holder or "", node.join or ""
    return Branch(name, old, new, _effect(nodes, name, effects), share, dominant, holder, join, children)


def _effect(nodes: Mapping[str, Driver], name: str, effects: Mapping[str, float]) -> float:
    return sum(_effect(nodes, part, effects) for part in nodes[name].parts) if nodes[name].parts else effects[name]
