"""Two texts of the charter compared, and one taken up into a workspace's charter.yaml; needs no database."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from accord.charter.reading import charter_of, record_names
from accord.clauses import edit, yaml_io
from accord.clauses.changes import changes
from accord.clauses.charter import Charter
from accord.clauses.contents import Content, clause_text, contents, joined
from accord.clauses.defaults import default_text
from accord.clauses.fields import CLAUSES
from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of YAML: ``kind`` is 'in', 'out' or 'same'."""

    kind: Literal["in", "out", "same"]
    text: str


@dataclass(frozen=True, slots=True)
class WouldChange:
    """What a text would change of one clause."""

    clause: str
    label: str
    changes: tuple[str, ...]
    yaml: tuple[DiffLine, ...]


def difference(before: Charter, after: Charter) -> tuple[WouldChange, ...]:
    """What differs, clause by clause; empty where both say the same."""
    old, new = contents(before), contents(after)
    told = ((c, changes(c, old[c], new[c])) for c in old)
    return tuple(
        WouldChange(c, CLAUSES[c].label, tuple(one.says for one in found), yaml_difference(c, old[c], new[c]))
        for c, found in told
        if found
    )


def yaml_difference(clause: str, before: Content, after: Content) -> tuple[DiffLine, ...]:
    """The two texts of charter.yaml line by line, with three lines around each difference."""
    old, new = (clause_text(clause, c).splitlines() for c in (before, after))
    kinds: dict[str, Literal["in", "out", "same"]] = {"+": "in", "-": "out", " ": "same"}
    lines = list(difflib.unified_diff(old, new, lineterm="", n=3))[2:]
    return tuple(DiffLine(kinds[line[0]], line[1:]) for line in lines if line[0] in kinds)


def over(standing: Charter, text: str) -> Charter:
    """The charter with the clauses that a text names; those that it leaves out stay as they stand.

    Raises ``ClauseError``.
    """
    said, named = contents(yaml_io.load(text, record_names())), yaml_io.named(text)
    stand = contents(standing)
    return joined({clause: said[clause] if clause in named else stand[clause] for clause in stand}, record_names())


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What a file changed, or would; ``drafts`` are clauses that both sides signed and whose text now differs."""

    would: tuple[WouldChange, ...]
    drafts: tuple[str, ...]


def take_up(workspace: Workspace, file: Path, *, now: datetime, dry_run: bool) -> TakenUp:
    """Write the clauses that ``file`` names into charter.yaml; what was there stays beside it, named with the moment.

    Nothing is signed by it: a signed clause that differs then is a draft until both sides sign it. Raises
    ``ClauseError`` for a file that is no charter; then nothing is changed.
    """
    after = over(charter_of(workspace), file.read_text(encoding="utf-8-sig"))
    return take_in(workspace, after, now=now, dry_run=dry_run)


def take_in(workspace: Workspace, after: Charter, *, now: datetime, dry_run: bool) -> TakenUp:
    """Write the clauses that differ into charter.yaml, as ``take_up`` does."""
    before = charter_of(workspace)
    would = difference(before, after)
    if would and not dry_run:
        with workspace.writing():
            old = workspace.charter.read_text(encoding="utf-8-sig") if workspace.charter.exists() else default_text()
            text = old
            for one in would:
                text = edit.with_clause(text, one.clause, contents(after)[one.clause])
            write_whole(workspace.charter.with_name(f"charter.{now:%Y%m%dT%H%M%S}.yaml"), old.encode())
            write_whole(workspace.charter, text.encode())
    return TakenUp(would, tuple(w.clause for w in would if w.clause in before.signed))
