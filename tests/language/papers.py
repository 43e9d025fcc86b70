"""Made-up documents for tests of acronyms: one text, one part."""

from __future__ import annotations

from accord.language.document import Document, Part, PartKind


def paper(text: str, side: str = "it", name: str = "d1", kind: PartKind = "prose") -> Document:
    """A document of one part."""
    return Document(name, side, name, f"{name}.md", text, (Part(kind, 0, len(text), 1),))
