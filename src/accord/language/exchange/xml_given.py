"""XML from strangers: read without entities, without a document type of its own, and without the network."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from lxml import etree

from accord.language.exchange.shape import BadWords

Element: TypeAlias = Any
"""An element of lxml, which has no types of its own."""
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_OWN_TYPE = re.compile(r"<!DOCTYPE[^>\[]{0,2000}\[|<!ENTITY", re.IGNORECASE)


def root_of(text: str, file: str) -> Element:
    """The root element. A document type may be named (older TBX files do) but is never loaded, and declares nothing.

    Raises ``BadWords`` with the line.
    """
    own = _OWN_TYPE.search(text)
    if own:
        line = text.count("\n", 0, own.start()) + 1
        raise BadWords(file, line, "it declares entities of its own, which are not read", "Export it without them.")
    bare = _DECLARATION.sub(lambda m: "\n" * m[0].count("\n"), text, count=1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(bare.encode("utf-8", "surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", 0) or 1
        said = str(getattr(fault, "msg", fault)).split(", line")[0]
        raise BadWords(file, line, f"not XML: {said}", "Mend it there, or export it again.") from fault
    for entity in root.iter(etree.Entity):
        raise BadWords(file, entity.sourceline or 1, f"{entity.text} is an entity, which is not read", "Write it out.")
    return root


def name_of(element: Element) -> str:
    """The element's name without its namespace; '' for a comment or an instruction."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def text_of(element: Element) -> str:
    """All text within, marks of layout aside."""
    return "".join(str(part) for part in element.itertext())
