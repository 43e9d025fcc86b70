"""Plain text: paragraphs between blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accord.facts.documents.written import Source, Written


def read(source: Source) -> Iterator[Written]:
    """Paragraphs, each with its line."""
    made = Written(source.format)
    for line, text in paragraphs(source.text()):
        made.add("prose", text, line)
    yield made


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of each paragraph."""
    line = 1
    for piece in re.split(r"(\n[ \t]*\n)", text):
        if piece.strip():
            yield line + len(piece[: len(piece) - len(piece.lstrip("\n"))]), piece
        line += piece.count("\n")
