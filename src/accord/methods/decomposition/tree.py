"""A formula such as ``revenue = visits * conversion * order_value`` as a tree of sums and products.

Python's own parser reads the text; only names, numbers, ``+ - * /`` and parentheses are let through,
and nothing is ever executed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LONGEST = 2_000
MOST_LEAVES = 64


class TreeError(ValueError):
    """The formula cannot be read; the message says where and what would mend it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Sum:
    """``terms`` are (sign, node), the sign +1 or -1."""

    terms: tuple[tuple[int, Node], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """``factors`` are (power, node), the power +1 or -1 (divided by)."""

    factors: tuple[tuple[int, Node], ...]


Node = Leaf | Number | Sum | Product


@dataclass(frozen=True, slots=True)
class Tree:
    """A formula: what it explains, how, and its leaves in the order of first mention."""

    target: str
    root: Node

    @property
    def leaves(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names(self.root)))

    def replaced(self, leaf: str, node: Node) -> Tree:
        return replace(self, root=_replaced(self.root, leaf, node))


def parse(text: str) -> Tree:
    """Read ``target = formula``; without a target it is called ``total``.

    Raises ``TreeError`` for anything but names, numbers, ``+ - * /`` and parentheses.
    """
    target, _, formula = text.rpartition("=")
    target = target.strip() or "total"
    if not target.isidentifier():
        raise TreeError(f"{target!r} is no name: write letters, digits and _ only, as in 'revenue = a * b'")
    tree = Tree(target, expression(formula))
    if not tree.leaves:
        raise TreeError(f"the formula of {target!r} names nothing that could change")
    if len(tree.leaves) > MOST_LEAVES:
        raise TreeError(f"{len(tree.leaves)} names in one formula, at most {MOST_LEAVES} are read")
    if target in tree.leaves:
        raise TreeError(f"{target!r} is explained by itself: rename one side")
    return tree


def expression(text: str) -> Node:
    """Read a formula without a target. Errors as in ``parse``."""
    if len(text) > LONGEST:
        raise TreeError(f"the formula has {len(text)} characters, at most {LONGEST} are read")
    try:
        body = ast.parse(text.strip(), mode="eval").body
        return _node(body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # 3.11.2 has ValueError for a NUL
        raise TreeError(f"{text.strip()!r} is no formula: write names joined by + - * / and ( )") from error


def evaluate(node: Node, values: Mapping[str, Floats]) -> Floats:
    """The formula's value, element by element; division by zero gives an infinity or NaN."""
    match node:
        case Leaf(name):
            return values[name]
        case Number(value):
            return np.array(value)
        case Sum(terms):
            return sum((sign * evaluate(term, values) for sign, term in terms), np.zeros(()))
        case Product(factors):
            result = np.ones(())
            for power, factor in factors:
                part = evaluate(factor, values)
                with np.errstate(divide="ignore", invalid="ignore"):
                    result = result * part if power > 0 else result / part
            return result


def names(node: Node) -> Iterator[str]:
    """Every mention of a leaf, in the order of the text."""
    match node:
        case Leaf(name):
            yield name
        case Sum(parts) | Product(parts):
            for _, part in parts:
                yield from names(part)


def _node(at: ast.expr) -> Node:
    match at:
        case ast.Name(id=name):
            return Leaf(name)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Number(float(value))
        case ast.BinOp(left, ast.Add(), right):
            return _sum((1, _node(left)), (1, _node(right)))
        case ast.BinOp(left, ast.Sub(), right):
            return _sum((1, _node(left)), (-1, _node(right)))
        case ast.BinOp(left, ast.Mult(), right):
            return product((1, _node(left)), (1, _node(right)))
        case ast.BinOp(left, ast.Div(), right):
            return product((1, _node(left)), (-1, _node(right)))
    raise TreeError(f"{ast.unparse(at)!r} is not allowed: only names, numbers, + - * / and ( )")


def _sum(*parts: tuple[int, Node]) -> Sum:
    flat: list[tuple[int, Node]] = []
    for sign, part in parts:
        flat += [(sign * s, p) for s, p in part.terms] if isinstance(part, Sum) else [(sign, part)]
    return Sum(tuple(flat))


def product(*parts: tuple[int, Node]) -> Product:
    """A product of (power, node), products within it opened."""
    flat: list[tuple[int, Node]] = []
    for power, part in parts:
        flat += [(power * p, f) for p, f in part.factors] if isinstance(part, Product) else [(power, part)]
    return Product(tuple(flat))


def _replaced(node: Node, leaf: str, by: Node) -> Node:
    match node:
        case Leaf(name):
            return by if name == leaf else node
        case Number():
            return node
        case Sum(terms):
            return _sum(*((sign, _replaced(term, leaf, by)) for sign, term in terms))
        case Product(factors):
            return product(*((power, _replaced(factor, leaf, by)) for power, factor in factors))
