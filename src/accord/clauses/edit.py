"""Write one clause into the text of a charter.yaml and leave every other line as it is, comments too."""

from __future__ import annotations

import yaml

from accord.clauses import safe_yaml
from accord.clauses.contents import Content, clause_text, contents
from accord.clauses.yaml_io import load


def with_clause(text: str, clause: str, content: Content) -> str:
    """``text`` with the clause saying ``content``; comments inside the old clause go with it.

    A clause that says so already is left alone; one that is missing is put at the end. Raises ``ClauseError`` for a
    text that is no charter.
    """
    if contents(load(text))[clause] == content and _place(text, clause) is not None:
        return text
    place, block = _place(text, clause), clause_text(clause, content)
    if place is None:
        return f"{text.rstrip()}\n\n{block}" if text.strip() else block
    lines = text.splitlines(keepends=True)
    start, end = place
    return "".join(lines[:start]) + block + "".join(lines[end:])


def _place(text: str, clause: str) -> tuple[int, int] | None:
    """First line of the clause, and the one after its last: blank lines and comments that follow are not its own."""
    root = next(iter(safe_yaml.nodes(text)), None)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    for key, value in root.value:
        if key.value == clause:
            last = value.end_mark.line + (1 if value.end_mark.column else 0)
            return key.start_mark.line, _without_tail(text.splitlines(), key.start_mark.line, last)
    return None


def _without_tail(lines: list[str], start: int, end: int) -> int:
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end
