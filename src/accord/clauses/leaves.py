"""A clause's content as single values, each with its path: ('Checkout', 'slos', 'availability', 'target')."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from accord.clauses.contents import Content
from accord.signatures.canonical import content_hash

Path = tuple[str, ...]
Leaves = dict[Path, Any]
HERE: Any = True
"""What stands at the path of a row itself: that there is one."""
_NAMES = {
    "services": "name",
    "owners": "subject",
    "liaisons": "name",
    "slos": "name",
    "glossary": "term",
    "objectives": "name",
    "key_results": "metric",
    "incentives": "name",
    "activities": "name",
}
SETS = ("severities", "aliases", "special_days", "variants", "examples", "guard_rails", "changes", "found_as", "needs")
"""Lists in which order means nothing."""


def leaves(clause: str, content: Content) -> Leaves:
    """Each value by its path; rows are found by their names, so that their order does not matter."""
    return dict(_walk(clause, content, ()))


def _walk(key: str, value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if key in _NAMES and isinstance(value, list):
        for row in value:
            yield from _row(row, _NAMES[key], path)
    elif isinstance(value, Mapping):
        for inner, one in value.items():
            yield from _walk(inner, one, (*path, inner))
    else:
        yield path, _plain(key, value)


def _row(row: Mapping[str, Any], name: str, path: Path) -> Iterator[tuple[Path, Any]]:
    here = (*path, str(row[name]))
    yield here, HERE
    for key, value in row.items():
        if key != name:
            yield from _walk(key, value, (*here, key))


def _plain(key: str, value: Any) -> Any:
    if key == "pass_below":  # 250, 250.0 and 250.00 are one sum
        return format(Decimal(str(value)), ".3f")
    if not isinstance(value, list):
        return value
    return tuple(sorted(value)) if key in SETS else tuple(value)


def text_id(clause: str, content: Content) -> str:
    """SHA-256 (hex) of what the clause says; the order of rows and of sets does not matter (RFC 8785)."""
    said = [[list(path), value] for path, value in sorted(leaves(clause, content).items())]
    return content_hash(said)


def content_of(clause: str, of: Leaves) -> Content:
    """The content behind ``leaves``, its rows in the order of the paths."""
    if clause not in _NAMES:
        return {path[0]: _listed(value) for path, value in of.items()}
    rows: dict[str, dict[str, Any]] = {}
    for path, value in of.items():
        row = rows.setdefault(path[0], {_NAMES[clause]: path[0]})
        if len(path) > 2:
            _put_within(row, path[1], path[2:], value)
        elif len(path) == 2:
            row[path[1]] = _listed(value)
    return [{key: list(v.values()) if isinstance(v, dict) else v for key, v in row.items()} for row in rows.values()]


def _put_within(row: dict[str, Any], key: str, path: Path, value: Any) -> None:
    inner = row.setdefault(key, {}).setdefault(path[0], {_NAMES[key]: path[0]})
    if len(path) == 2:
        inner[path[1]] = _listed(value)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
