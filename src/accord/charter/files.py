"""The workspace's charter.yaml as the record has signed it, so that the analyses read what is in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accord.charter import queries
from accord.charter.reading import record_names
from accord.clauses import edit, marks, yaml_io
from accord.clauses.contents import Content
from accord.clauses.defaults import default_text
from accord.clauses.leaves import text_id
from accord.clauses.schema import ClauseError
from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole


def _written(old: str, said: Mapping[str, Content], workspace: Workspace) -> str:
    """The text with these clauses. One that cannot be read any more is written anew as a whole."""
    text = old
    try:
        for clause, content in said.items():
            text = edit.with_clause(text, clause, content)
        yaml_io.load(text, record_names())
    except ClauseError:
        return yaml_io.dump(queries.agreed(workspace))
    return text


def write_signed(workspace: Workspace, *clauses: str, now: datetime) -> None:
    """Write the signed text of these clauses (all that are signed, where none is named) into charter.yaml.

    Other lines and comments stay; the old file stays beside it, named with the moment, where it said something else.
    """
    signed = queries.in_force()
    with workspace.writing():
        old = workspace.charter.read_text(encoding="utf-8-sig") if workspace.charter.exists() else default_text()
        text = _written(old, {clause: signed[clause].content for clause in clauses or signed}, workspace)
        # The marks first: between the two writes a clause is unsigned, never the other way round.
        kept = {c: marks.Mark(text_id(c, v.content), v.number, v.entry or 0) for c, v in signed.items()}
        write_whole(marks.beside(workspace.charter), marks.as_text(kept).encode())
        if text != old and workspace.charter.exists():
            write_whole(workspace.charter.with_name(f"charter.{now:%Y%m%dT%H%M%S}.yaml"), old.encode())
        write_whole(workspace.charter, text.encode())
