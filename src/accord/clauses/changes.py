"""What a change of a clause does, in sentences: 'Checkout, availability: target 99.9 % → 99.95 %'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accord.clauses.contents import Content
from accord.clauses.fields import CLAUSES, WITHIN, Clause, Field, value_says
from accord.clauses.leaves import HERE, SETS, Leaves, Path, leaves


@dataclass(frozen=True, slots=True)
class Change:
    """``of`` is what it is about (a service, say; '' for the clause itself), ``what`` the value's label.

    ``before`` and ``after`` are in words; '' where a row is put in or taken out, and ``says`` is then all of it.
    """

    path: Path
    of: str
    what: str
    before: str
    after: str
    says: str


def changes(clause: str, before: Content, after: Content) -> tuple[Change, ...]:
    """Every difference, in the order of the new text; none where both say the same."""
    old, new = leaves(clause, before), leaves(clause, after)
    differing = (path for path in dict.fromkeys((*new, *old)) if old.get(path) != new.get(path))
    return tuple(_change(clause, path, old, new) for path in differing if not _inside_a_row_told(path, old, new))


def _inside_a_row_told(path: Path, old: Leaves, new: Leaves) -> bool:
    """A row that is put in or taken out is told once, with all it says."""
    rows = (path[:length] for length in range(1, len(path)))
    return any((old.get(row) is HERE) != (new.get(row) is HERE) for row in rows)


def _change(clause: str, path: Path, old: Leaves, new: Leaves) -> Change:
    if old.get(path) is HERE or new.get(path) is HERE:
        return _row(clause, path, old, new)
    of, field = ", ".join(_names(clause, path)), field_at(clause, path)
    b, a = (value_says(field, _listed(side.get(path))) for side in (old, new))
    label = field.label if not of else field.label[0].lower() + field.label[1:]
    told = f"{b} → {a}" if path[-1] not in SETS else _set_says(old.get(path), new.get(path))
    return Change(path, of, field.label, b, a, f"{of}: {label} {told}" if of else f"{label}: {told}")


def _set_says(before: Any, after: Any) -> str:
    old, new = set(before or ()), set(after or ())
    parts = [f"with {', '.join(sorted(new - old))}"] if new - old else []
    return ", ".join(parts + ([f"without {', '.join(sorted(old - new))}"] if old - new else []))


def _row(clause: str, path: Path, old: Leaves, new: Leaves) -> Change:
    name = ", ".join(_names(clause, path))
    if path in new:
        within = {p: v for p, v in new.items() if p[: len(path)] == path and p != path}
        says = f"{name} is put in{_with(clause, within)}"
    else:
        says = f"{name} is taken out"
    return Change(path, name, "", "", "", says)


def _with(clause: str, within: Leaves) -> str:
    told = []
    for path, value in within.items():
        if value is HERE:
            told.append(f"{WITHIN[clause][1].label.lower()} {path[-1]}")
        elif value not in (None, ()):
            field = field_at(clause, path)
            told.append(f"{field.label[0].lower()}{field.label[1:]} {value_says(field, _listed(value))}")
    return f": {'; '.join(told)}" if told else ""


def field_at(clause: str, path: Path) -> Field:
    """The description of the value at a path."""
    if clause == "record":
        return Field("reader", f"{path[0]} come from", empty="no export in particular")
    of: Clause = WITHIN[clause][1] if _is_within(clause, path) else CLAUSES[clause]
    return of.field(path[-1])


def _is_within(clause: str, path: Path) -> bool:
    """Whether a path leads into a row within a row."""
    return clause in WITHIN and path[1:2] == (WITHIN[clause][0],)


def _names(clause: str, path: Path) -> tuple[str, ...]:
    """The names of the rows around a value, and its own where it is a row."""
    if not CLAUSES[clause].name or clause == "record":
        return ()
    return (path[0], path[2]) if _is_within(clause, path) else (path[0],)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
