"""Markdown (CommonMark with tables), as editors and static sites write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from accord.facts.documents import html
from accord.facts.documents.markup import front_matter, without_templates
from accord.facts.documents.written import Kind, Source, Written, marked

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)")
_RULER = re.compile(r"^ {0,3}\|?[ :]*-{2,}[ :]*\|[ :|-]*$", re.MULTILINE)


def read(source: Source) -> Iterator[Written]:
    """Headings, paragraphs and list items by themselves; tables and code apart. Lines are those of the file."""
    from markdown_it import MarkdownIt

    from accord.facts.documents.fences import see_fences_in_html

    title, body = front_matter(source.text())
    made = Written(source.format, title)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    _add(see_fences_in_html(parser).parse(without_templates(body)), made)
    yield made


def _add(tokens: list[Token], made: Written) -> None:
    heading, line, rows = False, 1, None
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        match token.type:
            case "heading_open" | "heading_close":
                heading = token.nesting == 1
            case "table_open":
                rows = _Rows(line)
            case "table_close" if rows is not None:
                made.add_table(rows.told, rows.line)
                rows = None
            case "tr_open" if rows is not None:
                rows.told.append([])
            case "inline" if rows is not None:
                rows.told[-1].append(_shown(token))
            case "inline":
                _add_text(token, "heading" if heading else "prose", line, made)
            case "fence" | "code_block":
                made.add("code", token.content, line)
            case "html_block":
                html.fragment(_LINK.sub(r"\1", token.content), made, line)


def _add_text(token: Token, kind: Kind, line: int, made: Written) -> None:
    """A paragraph; one with a table's ruler is a table that CommonMark does not take, because a cell is missing."""
    if _RULER.search(token.content):
        rows = (row.strip(" |").split("|") for row in token.content.split("\n") if not _RULER.match(row))
        made.add_table(rows, line)
    else:
        made.add(kind, _shown(token), line)


class _Rows:
    def __init__(self, line: int) -> None:
        self.line = line
        self.told: list[list[str]] = []


def _shown(token: Token) -> str:
    return "".join(_piece(child) for child in token.children or ())


def _piece(child: Any) -> str:
    """What a reader sees of a piece of a line: no addresses of links, no pictures, no tags; code is marked."""
    if child.type == "code_inline":
        return marked(child.content)
    if child.type in ("text", "text_special"):
        return str(child.content)
    is_break = child.type in ("softbreak", "hardbreak") or child.content.lower().startswith("<br")
    return " " if is_break else ""
