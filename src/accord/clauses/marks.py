"""Which text of each clause both sides signed, kept beside charter.yaml so that the analyses need no database.

A mark is the name of the signed text (``text_id``) and where its proof stands in the record's chain. It notices a
file that was edited by hand; the proof itself is the chain, which ``accord verify`` checks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from accord.clauses.charter import PARTS, Charter
from accord.clauses.contents import contents
from accord.clauses.leaves import text_id


@dataclass(frozen=True, slots=True)
class Mark:
    """``text`` is the SHA-256 (hex) of the signed clause, ``version`` its number, ``entry`` its place in the chain."""

    text: str
    version: int
    entry: int


class MarksDamaged(ValueError):  # noqa: N818 - says what the file is
    """The file of marks cannot be read; the message says what to do."""


def beside(charter: Path) -> Path:
    """Where the marks of a charter.yaml lie."""
    return charter.with_name("charter.signed.json")


def read(path: Path) -> dict[str, Mark]:
    """The marks by clause; none where nothing was signed yet. Raises ``MarksDamaged``."""
    if not path.exists():
        return {}
    try:
        return {clause: Mark(**mark) for clause, mark in json.loads(path.read_bytes()).items()}
    except (ValueError, TypeError, AttributeError) as fault:
        mend = "Write the signed text again on the charter's page, or remove the file: then all clauses are drafts."
        raise MarksDamaged(f"{path.name} cannot be read ({fault}). {mend}") from fault


def as_text(marks: Mapping[str, Mark]) -> str:
    """The marks as the file keeps them."""
    return json.dumps({clause: asdict(mark) for clause, mark in sorted(marks.items())}, indent=2) + "\n"


def signed_clauses(charter: Charter, marks: Mapping[str, Mark]) -> frozenset[str]:
    """The clauses whose text in ``charter`` is the signed one, word for word (order of lists aside)."""
    said = contents(charter)
    return frozenset(p for p in PARTS if p in marks and text_id(p, said[p]) == marks[p].text)
