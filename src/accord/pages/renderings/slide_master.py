"""An empty presentation in Accord's look: 16:9, one layout, its fonts and colours in the theme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from accord.findings.charts import COLOURS
from accord.pages.renderings.slide_text import SANS, SERIF

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_SCHEME = {
    "dk1": COLOURS["ink"],
    "lt1": COLOURS["card"],
    "dk2": COLOURS["ink-2"],
    "lt2": "#faf9f6",
    "accent1": COLOURS["side-m"],
    "accent2": COLOURS["side-t"],
    "accent3": COLOURS["ink-3"],
    "accent4": COLOURS["good"],
    "accent5": COLOURS["warn"],
    "accent6": COLOURS["line-strong"],
    "hlink": COLOURS["side-t"],
    "folHlink": COLOURS["ink-3"],
}
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"


def blank() -> Presentation:
    """A presentation without slides whose only layout has a title."""
    import pptx
    from pptx.util import Inches

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    keep = next(layout for layout in deck.slide_layouts if layout.name == "Title Only")
    for layout in [layout for layout in deck.slide_layouts if layout is not keep]:
        deck.slide_layouts.remove(layout)
    for shapes in (keep.placeholders, deck.slide_master.placeholders):
        for shape in list(shapes):
            _settle(shape)
    _titles(deck)
    _theme(deck)
    _no_thumbnail(deck)
    return deck


def _titles(deck: Presentation) -> None:
    """Titles of slides that people add look like ours: on the left, in the same size."""
    from pptx.oxml.ns import qn

    level = deck.slide_master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    level.find(qn("a:defRPr")).set("sz", "3000")
    level.find(qn("a:defRPr")).set("b", "1")


def _no_thumbnail(deck: Presentation) -> None:
    """The small picture of another presentation goes."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    parts: Any = deck.part.package._rels
    for name, relation in list(parts.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            parts.pop(name)


def _settle(shape: Any) -> None:
    """The title stands where slides have it; places for dates, feet and numbers are taken away."""
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.util import Inches

    if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
        shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in (0.62, 1.2, 12.093, 1.0))
    elif shape.placeholder_format.type == PP_PLACEHOLDER.BODY:
        shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in (0.62, 2.5, 12.093, 4.2))
    else:
        shape._element.getparent().remove(shape._element)


def _theme(deck: Presentation) -> None:
    """Colours and fonts for whoever goes on with the slides."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part: Any = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    for name, colour in _SCHEME.items():
        value = f'<a:{name}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", value, text, count=1, flags=re.DOTALL)
    for name, font in (("majorFont", SERIF), ("minorFont", SANS)):
        text = re.sub(rf'(<a:{name}>\s*<a:latin typeface=")[^"]*', rf"\g<1>{font}", text, count=1)
    part._blob = text.encode("utf-8")


def decorative(shape: Any) -> None:
    """Mark a shape as one that says nothing (Office 2019 and later)."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    mark = f'<adec:decorative xmlns:adec="{_DECORATIVE}" val="1"/>'
    listed = f'<a:extLst {nsdecls("a")}><a:ext uri="{_URI}">{mark}</a:ext></a:extLst>'
    shape._element.nvSpPr.cNvPr.append(parse_xml(listed))
