"""Two changes of one text brought together: what touches different values is kept of both, the rest is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from accord.clauses.contents import Content
from accord.clauses.leaves import HERE, SETS, Leaves, Path, content_of, leaves

Choice = Literal["mine", "theirs"]
_NOTHING: Any = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that both changed, each in its own way; None where there is none (a row taken out)."""

    path: Path
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The content of both changes; ``open`` are the conflicts that nobody has settled, where theirs stands."""

    content: Content
    open: tuple[Conflict, ...]


def merged(
    clause: str, base: Content, mine: Content, theirs: Content, choices: Mapping[Path, Choice] | None = None
) -> Merged:
    """My change of ``base`` upon ``theirs``. ``choices`` settles conflicts by their path."""
    b, m, t = (leaves(clause, c) for c in (base, mine, theirs))
    clashes = _conflicts(b, m, t)
    chosen = dict(choices or {})
    out: Leaves = {}
    for path in dict.fromkeys((*t, *m)):
        value = _value(path, b, m, t, [chosen.get(c.path, "theirs") for c in clashes if _covers(c.path, path)])
        if value is not _NOTHING:
            out[path] = value
    return Merged(content_of(clause, out), tuple(c for c in clashes if c.path not in chosen))


def _covers(conflict: Path, path: Path) -> bool:
    return path[: len(conflict)] == conflict


def _value(path: Path, b: Leaves, m: Leaves, t: Leaves, choice: list[Choice]) -> Any:
    if choice:
        return (m if choice[0] == "mine" else t).get(path, _NOTHING)
    base, mine, theirs = b.get(path, _NOTHING), m.get(path, _NOTHING), t.get(path, _NOTHING)
    if mine == base:
        return theirs
    return mine if theirs in (base, mine) else _union(base, mine, theirs)


def _union(base: Any, mine: Any, theirs: Any) -> Any:
    """What I added and took out, upon theirs; for lists in which order means nothing."""
    before, ours = set(base or ()), set(mine or ())
    return tuple(sorted((set(theirs or ()) | (ours - before)) - (before - ours)))


def _conflicts(b: Leaves, m: Leaves, t: Leaves) -> list[Conflict]:
    found = [Conflict(row, b.get(row), m.get(row), t.get(row)) for row in _rows_gone(b, m, t)]
    rows = [c.path for c in found]
    for path in dict.fromkeys((*b, *t, *m)):
        base, mine, theirs = b.get(path, _NOTHING), m.get(path, _NOTHING), t.get(path, _NOTHING)
        agreed = mine in (base, theirs) or theirs == base or (path[-1] in SETS and None not in (mine, theirs))
        if not agreed and not any(_covers(row, path) for row in rows):
            found.append(Conflict(path, base, mine, theirs))
    return found


def _rows_gone(b: Leaves, m: Leaves, t: Leaves) -> list[Path]:
    """Rows that one of us took out while the other changed something in them; the outermost ones."""
    found: list[Path] = []
    for row in (path for path, value in b.items() if value is HERE):
        left = t if row not in m else m
        if (row in m) != (row in t) and _within(left, row) != _within(b, row):
            found.append(row)
    return [row for row in found if not any(o != row and _covers(o, row) for o in found)]


def _within(of: Leaves, row: Path) -> Leaves:
    return {path: value for path, value in of.items() if _covers(row, path)}
