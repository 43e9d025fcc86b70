"""Notion's exports: Markdown pages and CSV databases whose file names end in an id of 32 hexadecimal digits."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from accord.facts.documents.written import Source, Written
from accord.facts.reading import BadFile

_ID = re.compile(r"[ _-]([0-9a-f]{32})(_all)?$")


def id_in(path: str) -> str:
    """The page's id, which stays when the page is renamed or moved; '' where the name has none."""
    found = _ID.search(PurePosixPath(path).stem)
    return found[1] if found else ""


def name_without_id(path: str) -> str:
    """The name of a file as people see it."""
    return _ID.sub("", PurePosixPath(path).stem)


def is_table(path: str) -> bool:
    """Whether it is a database. Each comes twice: of the two, the one with all rows counts."""
    return path.lower().endswith("_all.csv") and bool(id_in(path))


def read_table(source: Source) -> Iterator[Written]:
    """A database as one table."""
    made = Written(source.format, name_without_id(source.name))
    csv.field_size_limit(source.limits.cell_chars)
    try:
        made.add_table(csv.reader(io.StringIO(source.text(), newline="")), 1)
    except csv.Error as error:
        raise BadFile(f"the database cannot be read ({error})", "Export it again") from error
    yield made
