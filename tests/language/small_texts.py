"""Small made-up documents, a paragraph a line."""

from __future__ import annotations

from accord.language.document import Document, Part


def document(name: str, side: str, text: str, *, quotable: bool = False) -> Document:
    """A document of prose: each line is a paragraph."""
    parts: list[Part] = []
    start = 0
    for line, paragraph in enumerate(text.split("\n"), 1):
        parts.append(Part("prose", start, start + len(paragraph), line))
        start += len(paragraph) + 1
    return Document(name, side, name, name, text, tuple(parts), quotable)
