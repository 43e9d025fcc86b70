"""Lines that say what a metric is made of: ``revenue = visits * conversion * order_value``, ``conversion: it``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Join = Literal["*", "+"]
Holder = Literal["marketing", "it", "both"]
_WORD = r"[A-Za-z_][A-Za-z0-9_]{0,79}"
_MADE = re.compile(rf"\s*({_WORD})\s*=\s*(.+)")
_HELD = re.compile(rf"\s*({_WORD})\s*:\s*(marketing|it|both)\s*", re.IGNORECASE)
MOST_NODES, DEEPEST = 400, 30


@dataclass(frozen=True, slots=True)
class Driver:
    """A node of the tree: ``parts`` joined by ``*`` or ``+`` make it ('' without parts); who holds it, where said."""

    name: str
    parts: tuple[str, ...] = ()
    join: Join | None = None
    holder: Holder | None = None


def parse(lines: Iterable[str]) -> dict[str, Driver]:
    """The tree's nodes by name, those that are made of others first mentioned first.

    Raises ``ValueError`` that names the fault and the mend: a line of another form, a node told twice, a circle.
    """
    nodes: dict[str, Driver] = {}
    for line in lines:
        _take(line, nodes)
    if len(nodes) > MOST_NODES:
        raise ValueError(f"{len(nodes)} names stand there; a tree has at most {MOST_NODES}")
    _check_once(nodes)
    _check_circle(nodes)
    return nodes


def root(nodes: dict[str, Driver]) -> str | None:
    """The first node that no other is made with."""
    used = {part for node in nodes.values() for part in node.parts}
    return next((name for name in nodes if name not in used), None)


def _take(line: str, nodes: dict[str, Driver]) -> None:
    made, held = _MADE.fullmatch(line), _HELD.fullmatch(line)
    if held:
        name, holder = held[1], held[2].casefold()
        nodes[name] = replace(nodes.get(name, Driver(name)), holder=holder)  # type: ignore[arg-type]
    elif made:
        _make(line, made[1], made[2], nodes)
    else:
        raise ValueError(f"'{line}' is no driver: write 'revenue = visits * conversion', or 'conversion: it'")


def _make(line: str, name: str, formula: str, nodes: dict[str, Driver]) -> None:
    joins = {sign for sign in "*+" if sign in formula}
    parts = [part.strip() for part in re.split(r"[*+]", formula)]
    if len(joins) != 1 or not all(re.fullmatch(_WORD, part) for part in parts):
        raise ValueError(f"'{line}' joins in no way known: names (letters, digits, _) with only * or only +")
    if len(set(parts)) < len(parts):
        raise ValueError(f"'{line}' names a part twice: give each its own name")
    if name in nodes and nodes[name].parts:
        raise ValueError(f"'{line}' tells {name} a second time: keep one of the two lines")
    there = nodes.get(name, Driver(name))
    nodes[name] = replace(there, parts=tuple(parts), join="*" if "*" in joins else "+")
    for part in parts:
        nodes.setdefault(part, Driver(part))


def _check_once(nodes: dict[str, Driver]) -> None:
    """Each node is a part of one other, so that the whole is a tree and no branch is counted twice."""
    within: dict[str, str] = {}
    for node in nodes.values():
        for part in node.parts:
            if part in within:
                raise ValueError(f"{part} is a part of both {within[part]} and {node.name}: give it two names")
            within[part] = node.name


def _check_circle(nodes: dict[str, Driver]) -> None:
    above = {part: node.name for node in nodes.values() for part in node.parts}
    for name in nodes:
        path = [name]
        while path[-1] in above and len(path) <= DEEPEST:
            path.append(above[path[-1]])
            if path[-1] == name:
                raise ValueError(f"{name} is made of itself ({' <- '.join(path)}): take out one of the lines")
        if len(path) > DEEPEST:
            raise ValueError(f"the tree is more than {DEEPEST} levels deep at {name}: make it flatter")
