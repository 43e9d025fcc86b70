"""Which acronyms a text explains itself, and from where on: what is written out once needs no further word."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from accord.language.acronyms import expansions
from accord.language.document import Document, Part
from accord.language.pieces import ASIDE, WALL, Read
from accord.language.short_forms import key_of


def explained(seen: Read, shorts: Collection[str] = ("",)) -> Mapping[str, int]:
    """Each acronym's ``key_of``, and where in what is read its first explanation begins.

    Only blocks that hold one of ``shorts`` are looked at, by default all.
    """
    document = Document("", "", "", "", seen.text.replace(ASIDE, " "), tuple(_blocks(seen.text, shorts)))
    first: dict[str, int] = {}
    for found in expansions([document]):
        key = key_of(found.short)
        first[key] = min(found.start, first.get(key, found.start))
    return first


def _blocks(text: str, shorts: Collection[str]) -> Iterator[Part]:
    start = 0
    for block in text.split(WALL):
        if any(short in block for short in shorts):
            yield Part("prose", start, start + len(block), 1)
        start += len(block) + 1
