"""The handbook that a company published, read as two sides' documents; not part of the project."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from accord.facts.documents.formats import written
from accord.facts.documents.written import Source, Written
from accord.language.document import Document, Part
from tests.support import shared

FOLDERS = {"marketing": "marketing", "business-technology": "it", "it": "it"}


def digest(long: str) -> str:
    """Tells one long form from another without saying it; capitals and hyphens do not count."""
    return hashlib.sha256(" ".join(re.findall(r"\w+", long.casefold())).encode()).hexdigest()[:12]


def paths() -> list[str]:
    """Its files, within the handbook, in order."""
    root = shared("gitlab_handbook_2022", "handbook")
    return sorted(str(p.relative_to(root)) for folder in FOLDERS for p in (root / folder).rglob("*.md"))


def documents(wanted: Iterable[str]) -> Iterator[Document]:
    """Those of the files asked for, as the reader of Markdown makes them."""
    root = shared("gitlab_handbook_2022", "handbook")
    for path in wanted:
        yield _read(root / path, path)


def _read(file: Path, path: str) -> Document:
    [made] = written(Source(path, file.read_bytes(), "markdown"))
    assert isinstance(made, Written)
    parts = tuple(Part(*part) for part in made.parts)
    return Document(path, FOLDERS[path.split("/")[0]], made.title, path, made.text, parts)
