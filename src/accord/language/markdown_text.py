"""What is read of Markdown, by pulldown-cmark (CommonMark 0.31 with GitHub's tables, notes and strikethrough).

The text of links, of images and of raw HTML is read; code, addresses, tags and front matter are not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Any, Literal

import pyromark

from accord.language.html_text import INLINE_TAGS, UNREAD_TAGS, html_pieces
from accord.language.pieces import Pieces

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
)
_INLINE = frozenset({"Emphasis", "Strong", "Strikethrough"})
_EDGES = frozenset("Paragraph Item TableHead TableRow TableCell".split())
"""Blocks that mean nothing else to us; most events are of these."""
_UNREAD_BLOCKS = frozenset({"CodeBlock", "MetadataBlock"})
_ADDRESSES = frozenset({"Autolink", "Email"})
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")


def markdown_pieces(source: str) -> Pieces:
    """The text of a Markdown source."""
    reader = _Markdown()
    say, start, end = reader.pieces.said.append, reader.pieces.starts.append, reader.pieces.ends.append
    edge = False
    events: Any = pyromark.events_with_range(source, options=_OPTIONS)
    for event, at in events:
        if event.__class__ is str:
            words = " "
        elif (words := event.get("Text")) is None:
            tag = event.get("End") or event.get("Start")
            if tag.__class__ is str and tag in _EDGES:
                edge = True
                continue
            if edge:
                edge = reader.leave()
            reader.take(event, at["start"])
            continue
        if edge:
            edge = reader.leave()
        if not reader.unread:
            say(words)
            start(at["start"])
            end(at["end"])
    reader.leave()
    return reader.pieces if source.isascii() else _in_characters(reader.pieces, source)


def _in_characters(pieces: Pieces, source: str) -> Pieces:
    """The parser counts bytes, everybody else characters."""
    import numpy as np  # takes longer to load than most texts to check

    raw = np.frombuffer(source.encode(), dtype=np.uint8)
    before = np.concatenate(([0], np.cumsum((raw & 0xC0) != 0x80, dtype=np.int64)))
    return Pieces(pieces.said, before[pieces.starts].tolist(), before[pieces.ends].tolist())


class _Markdown:
    """Goes through the parser's events."""

    def __init__(self) -> None:
        self.pieces = Pieces()
        self.unread = 0
        """How many elements are open whose text is not read."""
        self._code = 0
        self._html: list[tuple[int, str]] = []

    def take(self, event: dict[str, Any], at: int) -> None:
        """An event that is no text, at a byte."""
        [(name, value)] = event.items()
        if name == "Start":
            self._begin(value if value.__class__ is str else next(iter(value)), value, at)
        elif name == "End":
            self._end(value if value.__class__ is str else next(iter(value)))
        elif name == "Html":
            self._html.append((at, value))
        elif name == "InlineHtml":
            self._tag(value, at)
        elif name == "Code":
            self.pieces.aside(at)

    def _begin(self, tag: str, value: Any, at: int) -> None:
        if tag == "Link":
            if value["Link"]["link_type"] in _ADDRESSES:
                self.pieces.aside(at)
                self.unread += 1
        elif tag not in _INLINE:
            self.unread += tag in _UNREAD_BLOCKS
            self.pieces.wall(at)

    def _end(self, tag: str) -> None:
        if tag == "Link":
            self.unread = self._code
        elif tag not in _INLINE:
            if tag == "HtmlBlock":
                self._block()
            self.leave()

    def leave(self) -> Literal[False]:
        """Out of a block: nothing reaches across its edge."""
        self.unread = self._code = 0
        self.pieces.wall(0)
        return False

    def _tag(self, tag: str, at: int) -> None:
        found = _TAG.match(tag)
        name = found[2].lower() if found else ""
        if name in UNREAD_TAGS and not tag.endswith("/>"):
            self._code = self.unread = max(0, self._code + (-1 if found and found[1] else 1))
        if name in UNREAD_TAGS:
            self.pieces.aside(at)
        elif name not in INLINE_TAGS:
            self.pieces.wall(at)

    def _block(self) -> None:
        """The text of a raw HTML block, which the parser hands over line by line."""
        whole = "".join(line for _, line in self._html)
        begins = list(accumulate((len(line) for _, line in self._html), initial=0))
        found = html_pieces(whole)
        for said, start, end in zip(found.said, found.starts, found.ends, strict=True):
            if len(said) != end - start:
                self._add(said, start, end, begins)
                continue
            while start < end:
                cut = min(end, begins[bisect_right(begins, start)]) if start < begins[-1] else end
                self._add(whole[start:cut], start, cut, begins)
                start = cut
            if not said.strip("\0"):
                self.pieces.wall(0)
        self._html = []

    def _add(self, said: str, start: int, end: int, begins: list[int]) -> None:
        """A piece within one line of the block; ``start`` and ``end`` count its characters."""
        n = bisect_right(begins, start, hi=len(self._html)) - 1
        at, line = self._html[n]
        before, within = line[: start - begins[n]], line[start - begins[n] : end - begins[n]]
        at += len(before.encode())
        self.pieces.add(said, at, at + len(within.encode()))
