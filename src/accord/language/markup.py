"""What a reader reads of a Markdown, HTML or plain text, and where each character of it stands in the source.

Code, links' addresses, tags, comments, front matter and places of a template are not read; the text of links, of
images and of raw HTML inside Markdown is.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from accord.language.html_text import html_pieces
from accord.language.markdown_text import markdown_pieces
from accord.language.pieces import Pieces, Read

Markup = Literal["markdown", "html", "plain"]

_ENDINGS: dict[str, Markup] = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".txt", ".text", ""), "plain"),
}
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|<%[^<>]*%>|\{:[^{}]*\}")
_PLACE = re.compile(r"\{[^{}]*\}")


def markup_of(path: PurePath) -> Markup:
    """By a file's ending. Raises ``ValueError`` for files that are not text."""
    try:
        return _ENDINGS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(sorted(e for e in _ENDINGS if e))
        raise ValueError(f"{path}: only text files can be read here ({known}); save it as one of them") from None


def read(source: str, markup: Markup, *, places: bool = False) -> Read:
    """What is read of a source. ``places`` passes over ``{figure}`` too, a place that is filled later."""
    seen = Read(source, _pieces(source, markup).squeezed(by_lines=markup == "plain"))
    if "{" in seen.text or "<%" in seen.text:
        seen.pass_over(_TEMPLATE)
        if places:
            seen.pass_over(_PLACE)
    return seen


def _pieces(source: str, markup: Markup) -> Pieces:
    if markup == "plain":
        return Pieces([source], [0], [len(source)]) if source else Pieces()
    return markdown_pieces(source) if markup == "markdown" else html_pieces(source)
