"""The XML export of a Confluence space: ``entities.xml``, with each page's text in its storage format.

A page is an ``object class="Page"``; its text is in the ``BodyContent`` that names it. Earlier versions, drafts and
what was deleted are left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from accord.facts.documents import html
from accord.facts.documents.written import Source, Written
from accord.facts.reading import BadFile

_KINDS = ("Page", "BlogPost")
# Parameters of macros are for machines; listings come as plain bodies.
_PARAMETERS = re.compile(r"<ac:parameter\b[^>]*>.{0,10000}?</ac:parameter>", re.DOTALL)
_LISTINGS = re.compile(r"<ac:plain-text-body>\s*<!\[CDATA\[(.*?)\]\]\s?>\s*</ac:plain-text-body>", re.DOTALL)


def read(source: Source) -> Iterator[Written]:
    """Each current page as a document, in order of title; its name is the page's number. Raises ``BadFile``."""
    titles, bodies = _content(source.data)
    for page, title in sorted(titles.items(), key=lambda pair: (pair[1], pair[0])):
        made = Written(source.format, title, page)
        made.add("heading", title, 1)
        html.fragment(_as_html(bodies.get(page, "")), made, 1)
        yield made


def _content(data: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Titles and bodies of the current pages, by number."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    titles: dict[str, str] = {}
    bodies: dict[str, str] = {}
    try:
        for _, element in iterparse(io.BytesIO(data), forbid_dtd=True):
            if element.tag != "object":
                continue
            if element.get("class") in _KINDS and _is_current(element):
                titles[_own_id(element)] = _property(element, "title")
            elif element.get("class") == "BodyContent":
                bodies[_within(element)] = _property(element, "body")
            element.clear()
    except DefusedXmlException as error:
        raise BadFile("the export defines entities of its own", "Do not trust this file") from error
    except ParseError as error:
        raise BadFile(f"the XML is broken: {error}", "Export the space again", error.position[0]) from error
    return titles, bodies


def _is_current(page: Any) -> bool:
    return (
        _property(page, "contentStatus") in ("current", "") and page.find("property[@name='originalVersion']") is None
    )


def _property(element: Any, name: str) -> str:
    return str(element.findtext(f"property[@name='{name}']") or "")


def _own_id(element: Any) -> str:
    return str(element.findtext("id") or "")


def _within(body: Any) -> str:
    return str(body.findtext("property[@name='content']/id") or "")


def _as_html(body: str) -> str:
    """The storage format as HTML: listings as such, no parameters."""
    told = _LISTINGS.sub(lambda found: f"<pre>{found[1].replace('&', '&amp;').replace('<', '&lt;')}</pre>", body)
    return re.sub(r"<!\[CDATA\[(.*?)\]\]\s?>", r"\1", _PARAMETERS.sub("", told), flags=re.DOTALL)
