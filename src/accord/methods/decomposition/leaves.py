"""From rows (a day of a channel, say) to each leaf's value per group.

A leaf is a sum over rows, or a ratio of two such sums: conversion is all orders over all visits, never an
average of daily rates. Where rows carry a rate itself, it is weighted by what stands before it in its
product: in ``visits * conversion * order_value`` conversion by visits, order value by visits x conversion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    expression,
    names,
    product,
)

Days = npt.NDArray[np.datetime64]
Labels = npt.NDArray[np.str_]

# How a leaf is worked out where its own column is missing, first match wins.
USUAL = {
    "conversion": ("orders / visits", "conversions / visits", "orders / sessions"),
    "order_value": ("revenue / orders", "amount / orders"),
    "value": ("revenue / orders", "amount / orders"),
    "price": ("revenue / units", "revenue / quantity"),
}


@dataclass(frozen=True, slots=True)
class Rows:
    """One period's rows: ``columns`` by name (rows,), and for each row its group and its local day.

    Without groups all rows are one group; without days no interval can be given.
    """

    columns: Mapping[str, Floats]
    group: Labels | None = None
    day: Days | None = None

    def __post_init__(self) -> None:
        for name, column in self.columns.items():
            if np.shape(column) != (len(self),):
                raise ValueError(f"column {name!r} has shape {np.shape(column)}, not ({len(self)},)")
        for name, labels in (("group", self.group), ("day", self.day)):
            if labels is not None and len(labels) != len(self):
                raise ValueError(f"{name} has {len(labels)} rows, the columns have {len(self)}")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), np.empty(0)))


@dataclass(frozen=True, slots=True)
class Stock:
    """What each leaf is made of, row by row: its value in any set of rows is sum(top) / sum(bottom).

    ``top``, ``bottom`` (leaves, rows); ``is_ratio`` (leaves,), where not, bottom is not used.
    """

    top: Floats
    bottom: Floats
    is_ratio: npt.NDArray[np.bool_]


def definitions(tree: Tree, columns: Mapping[str, object], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """How each leaf is worked out: by ``given``, else its own column, else the usual ratio.

    A leaf that maps to its own name is read from its own column. Raises ``TreeError`` naming the leaf
    and the columns that would serve it.
    """
    given = dict(given or {})
    if unknown := set(given) - set(tree.leaves):
        raise TreeError(f"defined but not in the formula: {', '.join(sorted(unknown))}")
    found = {leaf: given.get(leaf) or _usual(leaf, columns) for leaf in tree.leaves}
    for leaf, text in found.items():
        if missing := set(names(expression(text))) - set(columns):
            raise TreeError(f"{leaf} = {text} needs the missing column {', '.join(sorted(missing))}")
    return found


def _usual(leaf: str, columns: Mapping[str, object]) -> str:
    if leaf in columns:
        return leaf
    for text in USUAL.get(leaf, ()):
        if set(names(expression(text))) <= set(columns):
            return text
    hint = "".join(f", or the columns of {text}" for text in USUAL.get(leaf, ()))
    raise TreeError(f"no column {leaf!r} (there are: {', '.join(columns)}); add it{hint}, or define the leaf")


def stock(tree: Tree, rows: Rows, by: Mapping[str, str], volume: str | None = None) -> Stock:
    """Each leaf's numerator and denominator, row by row. Raises ``ValueError`` for a missing value.

    The ``volume`` and leaves that others are worked out from (visits, where conversion is orders /
    visits) are plain sums wherever they stand, and weigh the rates beside them.
    """
    within = (set(names(expression(text))) - {leaf} for leaf, text in by.items())
    plain = frozenset(set().union(*within, {volume}) & set(by))
    values = {name: np.asarray(column, float) for name, column in rows.columns.items()}
    tops: dict[str, Floats] = {}
    bottoms: dict[str, Floats | None] = {}
    for place in _in_order(tree.root, None, plain):
        if place.leaf in tops:
            continue
        weight = None if place.prefix is None else evaluate(place.prefix, _row_values(tops, bottoms))
        tops[place.leaf], bottoms[place.leaf] = _parts(place, expression(by[place.leaf]), values, weight)
    ones = np.ones(len(rows))
    return Stock(
        np.stack([np.broadcast_to(tops[leaf], ones.shape) for leaf in tree.leaves]),
        np.stack([ones if (b := bottoms[leaf]) is None else np.broadcast_to(b, ones.shape) for leaf in tree.leaves]),
        np.array([bottoms[leaf] is not None for leaf in tree.leaves]),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A leaf with the product of what stands before it, which is what a rate is weighted by."""

    leaf: str
    prefix: Node | None
    divides: bool = False


def _in_order(node: Node, prefix: Node | None, plain: frozenset[str | None], divides: bool = False) -> Iterator[_Place]:
    match node:
        case Leaf(name):
            yield _Place(name, None if name in plain else prefix, divides)
        case Sum(terms):
            for _, term in terms:
                yield from _in_order(term, None if divides else prefix, plain)
        case Product(factors):
            for power, factor in sorted(factors, key=lambda f: not (isinstance(f[1], Leaf) and f[1].name in plain)):
                yield from _in_order(factor, prefix, plain, power < 0)
                if not isinstance(factor, Number):
                    prefix = product((power, factor)) if prefix is None else product((1, prefix), (power, factor))


def _row_values(tops: Mapping[str, Floats], bottoms: Mapping[str, Floats | None]) -> dict[str, Floats]:
    return {leaf: top if (b := bottoms[leaf]) is None else quotient(top, b, 0.0) for leaf, top in tops.items()}


def _parts(
    place: _Place, node: Node, values: Mapping[str, Floats], weight: Floats | None
) -> tuple[Floats, Floats | None]:
    leaf, bottom = place.leaf, _denominator(place.leaf, node)
    above = evaluate(_numerator(node), values)
    if bottom is not None:
        return _known(leaf, above), _known(leaf, evaluate(bottom, values))
    if node != Leaf(leaf) or weight is None:
        return _known(leaf, above), None
    # a rate that is missing where it weighs nothing says nothing
    if place.divides:
        return weight, _known(leaf, np.where(weight == 0, 0.0, quotient(weight, above, np.nan)))
    return _known(leaf, np.where(weight == 0, 0.0, above * weight)), weight


def _numerator(node: Node) -> Node:
    if not isinstance(node, Product):
        return node
    return product((1, Number(1.0)), *((p, f) for p, f in node.factors if p > 0 or isinstance(f, Number)))


def _denominator(leaf: str, node: Node) -> Node | None:
    if not isinstance(node, Product):
        return None
    below = [f for p, f in node.factors if p < 0 and not isinstance(f, Number)]
    if len(below) > 1:
        raise TreeError(f"the definition of {leaf!r} divides twice: write one numerator and one denominator")
    return below[0] if below else None


def _known(leaf: str, values: Floats) -> Floats:
    if (unknown := ~np.isfinite(values)).any():
        raise ValueError(
            f"row {int(np.argmax(unknown))}: {leaf!r} has no value that can be used; mend it or leave the row out"
        )
    return values


def quotient(top: Floats, bottom: Floats, otherwise: float) -> Floats:
    """``top / bottom``, and ``otherwise`` where bottom is 0."""
    return np.where(bottom == 0, otherwise, top / np.where(bottom == 0, 1.0, bottom))
