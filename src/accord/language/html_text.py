"""What is read of HTML, by Python's own parser: no tag, attribute, comment, script or code."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from accord.language.pieces import Pieces

UNREAD_TAGS = frozenset("code kbd math pre samp script style svg template textarea tt var".split())
INLINE_TAGS = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark q s small span strike strong sub sup time "
    "u wbr".split()
)
_WITHIN = frozenset("code kbd math samp tt var".split())


def html_pieces(source: str) -> Pieces:
    """The text of a page or of a part of one; tags that are not closed do no harm."""
    reader = _Html(source)
    reader.feed(source)
    reader.close()
    return reader.pieces


class _Html(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces = Pieces()
        self._unread = 0
        self._source = source
        self._lines = [0, *(m.end() for m in re.finditer("\n", source))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in UNREAD_TAGS
        self._edge(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._edge(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unread = max(0, self._unread - (tag in UNREAD_TAGS))
        self._edge(tag)

    def handle_data(self, data: str) -> None:
        self._add(data, len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        closed = self._source.startswith(";", self._here() + len(written))
        self._add(unescape(written + ";"), len(written) + closed)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _add(self, said: str, width: int) -> None:
        if not self._unread and width:
            self.pieces.add(said, self._here(), self._here() + width)

    def _edge(self, tag: str) -> None:
        if tag in _WITHIN:
            self.pieces.aside(self._here())
        elif tag not in INLINE_TAGS:
            self.pieces.wall(self._here())
