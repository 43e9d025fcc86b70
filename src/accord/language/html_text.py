"""What is read of HTML: no tag, attribute, comment, script or code.

Cut by the rules of the HTML standard's tokeniser (WHATWG, 13.2.5): what is opened and never closed runs to the end. One
pass, whatever stands there, which Python's own parser does not keep; it also has no place for Jinja's and ERB's braces.
"""

from __future__ import annotations

import re
from html import unescape

from accord.language.pieces import Pieces

UNREAD_TAGS = frozenset("code kbd math pre samp script style svg template textarea tt var".split())
INLINE_TAGS = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark q s small span strike strong sub sup time "
    "u wbr".split()
)
_WITHIN = frozenset("code kbd math samp tt var".split())
_RAW = frozenset({"script", "style", "textarea"})
"""Their content is no HTML: only their own end tag ends them."""
_MARK = re.compile(
    r"<!--|<[!?]|<%|</?[a-zA-Z]|\{\{|\{%|&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,30});?"
)
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"']|"[^"]*+"|'[^']*+')*+)>""")
_CLOSED_BY = {"<!--": "-->", "<!": ">", "<?": ">", "<%": "%>", "{{": "}}", "{%": "%}"}


def html_pieces(source: str) -> Pieces:
    """The text of a page or of a part of one; tags that are not closed do no harm."""
    reader = _Html(source)
    at = 0
    while mark := _MARK.search(source, at):
        reader.text(at, mark.start())
        at = reader.mark(mark)
    reader.text(at, len(source))
    return reader.pieces


class _Html:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces = Pieces()
        self._unread = 0
        self._never: set[str] = set()
        """Ends that were looked for and do not stand in the rest."""

    def text(self, start: int, end: int) -> None:
        """Text from one mark to the next."""
        if start < end and not self._unread:
            self.pieces.add(self.source[start:end], start, end)

    def mark(self, mark: re.Match[str]) -> int:
        """A tag, comment, reference or template's place; returns where to go on."""
        found = mark[0]
        if found.startswith("&"):
            return self._reference(mark)
        if found in _CLOSED_BY:
            return self._passed_over(found, mark.start())
        tag = _TAG.match(self.source, mark.start())
        if tag is None:
            return len(self.source)
        return self._tag(tag)

    def _reference(self, mark: re.Match[str]) -> int:
        said = unescape(mark[0] if mark[0].endswith(";") else mark[0] + ";")
        if not self._unread:
            self.pieces.add(said, mark.start(), mark.end())
        return mark.end()

    def _passed_over(self, opened: str, at: int) -> int:
        closed = _CLOSED_BY[opened]
        end = -1 if closed in self._never else self.source.find(closed, at + len(opened))
        if end >= 0:
            self.pieces.aside(at)
            return end + len(closed)
        self._never.add(closed)
        if opened[0] == "{" or opened == "<%":
            self.text(at, at + len(opened))
            return at + len(opened)
        return len(self.source)

    def _tag(self, tag: re.Match[str]) -> int:
        name, ends = tag[2].lower(), bool(tag[1])
        if name in UNREAD_TAGS and not tag[3].endswith("/"):
            self._unread = max(0, self._unread + (-1 if ends else 1))
        if name in _WITHIN:
            self.pieces.aside(tag.start())
        elif name not in INLINE_TAGS:
            self.pieces.wall(tag.start())
        if name not in _RAW or ends:
            return tag.end()
        close = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.source, tag.end())
        return close.start() if close else len(self.source)
