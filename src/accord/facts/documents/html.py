"""HTML pages: prose by block elements, tables and listings apart; scripts, styles and navigation left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accord.facts.documents.markup import without_templates
from accord.facts.documents.written import Kind, Source, Written, marked
from accord.facts.reading import BadFile

_UNSEEN = frozenset(
    "script style noscript template svg nav footer iframe object select button head math canvas".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
_CODE = frozenset(("code", "kbd", "samp", "tt", "var"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DEEPEST = 500
"""Elements within elements; an editor makes a few dozen."""


def read(source: Source) -> Iterator[Written]:
    """An HTML page, also one of a Confluence space: of that only the page's own text."""
    root = tree(without_templates(source.text()))
    made = Written(source.format, _title(root))
    own = root.xpath("//*[@id='main-content']") or root.xpath("//main") or root.xpath("//article")
    for element in own if own else [root]:
        walk(element, made)
    yield made


def tree(text: str) -> Any:
    """The elements of a page. Raises ``BadFile`` for one that is nested deeper than any editor would."""
    from lxml import etree, html

    # Bytes with a named encoding: what a page says of its own letters was settled when the file was opened.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise BadFile(f"the page cannot be read ({error})", "Save it again from a browser", 1) from error
    for entry in parser.error_log:
        if "depth" in entry.message.lower():
            raise too_deep(entry.line)
    return root


def too_deep(line: int) -> BadFile:
    """The error for elements within elements without end."""
    return BadFile("the page is nested too deep", "Is this a page that people wrote?", line)


def _title(root: Any) -> str:
    found = str(root.xpath("string(//title)")).strip()
    # A Confluence space writes 'Space : Page'.
    return found.partition(" : ")[2] if root.xpath("//*[@id='main-content']") and " : " in found else found


def fragment(text: str, made: Written, line: int) -> None:
    """HTML within another text: add what a reader sees of it; ``line`` is that on which it begins."""
    walk(tree(f"<div>{text}</div>"), made, line - 1)


def walk(root: Any, made: Written, before: int = 0, *, mail: bool = False) -> None:
    """Add the parts of ``root`` and what is in it. In a mail, block quotes are what others said before."""
    from lxml import etree

    walking = _Walk(made, before, mail)
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if walking.start(element):
                steps.skip_subtree()
        else:
            walking.end(element, is_root=element is root)
    walking.flush()


class _Walk:
    def __init__(self, made: Written, before: int, mail: bool) -> None:
        self.made, self.before, self.mail = made, before, mail
        self.texts: list[str] = []
        self.kind: Kind = "prose"
        self.line, self.depth, self.quotes = 1, 0, 0
        self.codes = self.code_at = 0
        self.skipped: Any = None

    def start(self, element: Any) -> bool:
        """Take in the start of an element; True where nothing within it is to be walked."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise too_deep(element.sourceline or 1)
        tag = element.tag.lower()
        if tag not in _INLINE and tag != "br":
            self.flush()
            self.line = element.sourceline or self.line
        if tag == "br":
            self.texts.append(" ")
        elif tag == "pre" or (tag == "table" and _is_table(element)) or tag in _UNSEEN or _is_hidden(element):
            self._whole(element, tag)
            self.skipped = element
            return True
        elif tag == "blockquote" and self.mail:
            self.quotes += 1
        self.kind = "heading" if tag in _HEADINGS else self.kind
        if tag in _CODE:
            self.code_at = self.code_at if self.codes else len(self.texts)
            self.codes += 1
        self.texts.append(element.text or "")
        return False

    def _mark(self) -> None:
        """Code ends that stands in no other; a block within it was told by itself."""
        self.texts[self.code_at :] = [marked("".join(self.texts[self.code_at :]))]

    def _whole(self, element: Any, tag: str) -> None:
        line = self.before + (element.sourceline or 1)
        if tag == "pre":
            self.made.add("code", "".join(element.itertext()), line)
        elif tag == "table" and not _is_hidden(element):
            for caption in element.iterchildren("caption"):
                self.made.add("prose", "".join(_within(caption)), line)
            rows = ([" ".join(_within(cell)) for cell in row if _is_cell(cell)] for row in element.iter("tr"))
            self.made.add_table(rows, line)

    def end(self, element: Any, *, is_root: bool) -> None:
        """Take in the end of an element, and the text after it."""
        self.depth -= 1
        tag = element.tag.lower()
        if tag not in _INLINE and tag != "br":
            self.flush()
        if tag in _CODE and element is not self.skipped:
            self.codes -= 1
            if not self.codes:
                self._mark()
        if tag in _HEADINGS:
            self.kind = "prose"
        if tag == "blockquote" and self.mail and element is not self.skipped:
            self.quotes -= 1
        if not is_root:
            self.texts.append(element.tail or "")

    def flush(self) -> None:
        """What was gathered is a part."""
        text = "".join(self.texts)
        self.texts.clear()
        self.code_at = 0
        if text.strip():
            self.made.add("quoted" if self.quotes else self.kind, text, self.before + self.line)


def _within(cell: Any) -> Iterator[str]:
    """The texts of a cell, code marked."""
    for text in cell.xpath(".//text()"):
        inside = text.getparent() if text.is_text else text.getparent().getparent()
        yield marked(text) if inside.tag in _CODE else text


def _is_cell(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag.lower() in ("td", "th")


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _is_table(element: Any) -> bool:
    """Whether it holds data: a table of one column, or with tables or long texts in it, only places text on a page."""
    rows = [sum(map(_is_cell, row)) for row in element.iter("tr")]
    if not rows or max(rows) < 2 or next(element.iterdescendants("table"), None) is not None:
        return False
    return sum(len(t) for t in element.itertext()) / sum(rows) < 400
