"""Which acronyms a text explains itself, and from where on: what is written out once needs no further word."""

from __future__ import annotations

from collections.abc import Mapping

from accord.language.acronyms import expansions
from accord.language.document import Document, Part
from accord.language.pieces import ASIDE, WALL, Read
from accord.language.short_forms import key_of


def explained(seen: Read) -> Mapping[str, int]:
    """Each acronym's ``key_of``, and where in what is read its first explanation begins."""
    text = seen.text.replace(WALL, "\n").replace(ASIDE, " ")
    document = Document("", "", "", "", text, (Part("prose", 0, len(text), 1),))
    first: dict[str, int] = {}
    for found in expansions([document]):
        key = key_of(found.short)
        first[key] = min(found.start, first.get(key, found.start))
    return first
