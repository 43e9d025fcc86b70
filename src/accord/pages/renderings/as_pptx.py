"""A finding, a decision or the brief as PowerPoint slides: wide, with native charts and real titles, ready to edit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from accord.findings.charts import COLOURS
from accord.findings.format import Format
from accord.pages.brief import BriefPage
from accord.pages.finding import FindingPage
from accord.pages.renderings.native_charts import add_chart
from accord.pages.renderings.slide_text import SANS, SERIF, fitting, height, one_line, width
from accord.pages.slide import Line, Slide, slides_of

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide as Page

_WIDTH, _HEIGHT, _EDGE = 13.333, 7.5, 0.62
_LEFT, _GAP = 5.15, 0.5
"""Inches: the slide, its margin, the column of words, and what lies between it and the chart."""
_BOLD = 1.28
"""How much wider bold letters are, in DejaVu Sans, the widest font that programs put in the place of another."""
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_WARN_SOFT = "f9f0dc"


def brief_pptx(page: BriefPage) -> bytes:
    """The brief as slides: one for all, and one for each finding of its first page."""
    form = Format(page.locale, page.zone, page.currency)
    return slides_pptx(slides_of(page, form), form)


def finding_pptx(page: FindingPage, form: Format, made_up: str = "") -> bytes:
    """One finding as a slide; ``made_up`` is the banner of made-up data."""
    return slides_pptx(slides_of(page, form, made_up), form)


def slide_pptx(slide: Slide, form: Format) -> bytes:
    """Any page's slide as a presentation of one."""
    return slides_pptx((slide,), form)


def slides_pptx(slides: Sequence[Slide], form: Format) -> bytes:
    """Slides as a presentation, 16:9. The same slides give the same bytes."""
    from accord.pages.renderings.slide_master import blank

    deck = blank()
    for number, slide in enumerate(slides, 1):
        _add(deck, slide, form, f"{number} / {len(slides)}" if len(slides) > 1 else "")
    at = slides[0].at.replace(tzinfo=UTC) if slides[0].at else _MADE
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = one_line(slides[0].title)[:250], "Accord", "Accord"
    about.created = about.modified = at
    about.language, about.revision = "en", 1
    out = io.BytesIO()
    deck.save(out)
    return _settled(out.getvalue())


def _settled(content: bytes) -> bytes:
    """The same archive with one time for all its parts, so that the same slides give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _add(deck: Presentation, slide: Slide, form: Format, number: str) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[0])
    top = _head(page, slide)
    wide = slide.chart is None
    bottom = 6.72 - (0.95 if slide.strip else 0)
    _words(page, slide, top, bottom, _WIDTH - 2 * _EDGE if wide else _LEFT)
    if slide.chart:
        _chart(page, slide, form, top, bottom)
    _strip(page, slide, bottom)
    _foot(page, slide, number)
    page.notes_slide.notes_text_frame.text = "\n".join(one_line(text) for text in slide.notes if text)


def _head(page: Page, slide: Slide) -> float:
    """Mark, banner, kicker and title; the inch below them."""
    for at, colour in ((_EDGE, "side-m"), (_EDGE + 0.085, "side-t")):
        _bar(page, at, 0.385, 0.06, 0.19, COLOURS[colour])
    _text(page, (_EDGE + 0.24, 0.34, 2, 0.28), "Accord", 13, font=SERIF, bold=True)
    _banner(page, slide)
    size, told = fitting(one_line(slide.kicker), _WIDTH - 2 * _EDGE, 0.28, (12, 11, 10, 9))
    _text(page, (_EDGE, 0.86, _WIDTH - 2 * _EDGE, 0.28), told, size, colour="ink-2")
    size, told, tall = _title_fitting(one_line(slide.title))
    _title(page, told, size, tall)
    return 1.2 + tall + 0.32


def _title_fitting(text: str) -> tuple[float, str, float]:
    """A title's size, text and height: on one line where a size of the larger ones does, else on two.

    Bold letters are wide, and wider still where the font is not installed and another stands in for it.
    """
    wide = (_WIDTH - 2 * _EDGE) / _BOLD
    one = next((size for size in (30, 27, 24) if height(text, wide, size) <= height("", wide, size)), None)
    size, told = (one, text) if one else fitting(text, wide, 1.02, (30, 27, 24, 21, 18))
    return size, told, height(told, wide, size)


def _banner(page: Page, slide: Slide) -> None:
    """What must be known first: that the data are made up, that nobody has signed yet."""
    told = one_line(" ".join(filter(None, (slide.made_up, *slide.notices))))
    if not told:
        return
    size, told = fitting(told, 9.4, 0.3, (11, 10, 9, 8))
    wide = min(9.6, width(told, size) + 0.3)
    _text(page, (_WIDTH - _EDGE - wide, 0.33, wide, 0.3), told, size, fill=_WARN_SOFT)


def _title(page: Page, text: str, size: float, tall: float) -> None:
    from pptx.util import Inches

    shape = page.shapes.title
    if shape is None:
        raise ValueError("the layout of slides has no title")
    shape.left, shape.top = Inches(_EDGE), Inches(1.2)
    shape.width, shape.height = Inches(_WIDTH - 2 * _EDGE), Inches(tall + 0.05)
    _fill(shape.text_frame, [(text, size, SERIF, "ink", True, False)])


def _words(page: Page, slide: Slide, top: float, bottom: float, wide: float) -> None:
    """Amount, how sure it is, lines and the question, from above; smaller where there are many."""
    at = top
    if slide.amount:
        size, told = fitting(one_line(slide.amount), wide, 0.72, (40, 32, 26, 20, 16, 12))
        _text(page, (_EDGE, at, wide, 0.72), told, size, bold=True)
        at += 0.76
    if slide.surety:
        sizes = (13, 12, 11, 10) if slide.amount else (18, 16, 14, 12, 10)
        size, told = fitting(one_line(slide.surety), wide, 0.55 if slide.amount else 1.2, sizes)
        tall = height(told, wide, size)
        _text(page, (_EDGE, at, wide, tall), told, size, colour="ink-2")
        at += tall + 0.2
    ask = one_line(slide.ask)
    left = bottom - at
    room = left - (min(height(ask, wide - 0.25, 14) + 0.3, 0.4 * left) if ask else 0.1)
    at = _lines(page, slide.lines, at, room, wide)
    if ask:
        size, told = fitting(ask, wide - 0.25, max(0.3, bottom - at - 0.1), (14, 13, 12, 11, 10))
        tall = height(told, wide - 0.25, size)
        # The serif letters are narrower than those that are measured.
        _bar(
            page,
            _EDGE,
            at + 0.06,
            0.025,
            min(tall, height(told, wide - 0.25, 0.9 * size) / 0.9),
            COLOURS["line-strong"],
        )
        _text(page, (_EDGE + 0.2, at + 0.04, wide - 0.2, tall), told, size, "ink-2", font=SERIF, italic=True)


def _lines(page: Page, lines: Sequence[Line], at: float, room: float, wide: float) -> float:
    """The lines in one text box, as large as there is room for; the inch below them."""
    if not lines:
        return at
    whole = [f"{one_line(line.lead)} {one_line(line.text)}".strip() for line in lines]
    sizes = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0)
    size = next((s for s in sizes if sum(height(t, wide, s) + 0.12 for t in whole) <= room), sizes[-1])
    if sum(height(t, wide, size) + 0.12 for t in whole) > room:
        whole = [fitting(t, wide, max(0.2, room / len(lines) - 0.12), (size,))[1] for t in whole]
    runs = [_parts(told, one_line(line.lead), size) for told, line in zip(whole, lines, strict=True)]
    tall = sum(height(told, wide, size) + 0.12 for told in whole)
    box = _box(page, (_EDGE, at, wide, max(0.3, tall)))
    _paragraphs(box.text_frame, runs, 0.12)
    return at + tall + 0.08


Run = tuple[str, float, str, str, bool, bool]
"""Text, size in points, font, colour, bold, italic."""


def _parts(told: str, lead: str, size: float) -> list[Run]:
    if lead and told.startswith(lead):
        return [(lead, size, SANS, "ink", True, False), (told[len(lead) :], size, SANS, "ink", False, False)]
    return [(told, size, SANS, "ink", False, False)]


def _chart(page: Page, slide: Slide, form: Format, top: float, bottom: float) -> None:
    from pptx.util import Inches

    if slide.chart is None:
        return
    left = _EDGE + _LEFT + _GAP
    wide = _WIDTH - _EDGE - left
    size, told = fitting(one_line(slide.chart.title), wide, 0.3, (12, 11, 10))
    _text(page, (left, top, wide, 0.28), told, size, colour="ink-2")
    box = (Inches(left), Inches(top + 0.3), Inches(wide), Inches(bottom - top - 0.4))
    add_chart(page, slide.chart, form, box)


def _strip(page: Page, slide: Slide, top: float) -> None:
    """Up to four things along the foot: who owns it, what it rests on."""
    cells = slide.strip[:4]
    gap = 0.3
    wide = (_WIDTH - 2 * _EDGE - gap * (len(cells) - 1)) / max(1, len(cells))
    for place, (label, text) in enumerate(cells):
        left = _EDGE + place * (wide + gap)
        _bar(page, left, top + 0.08, wide, 0.02, COLOURS[_side(label)])
        size, told = fitting(one_line(label), wide, 0.24, (10.5, 9, 8))
        _text(page, (left, top + 0.15, wide, 0.25), told, size, colour="ink-2")
        size, told = fitting(one_line(text), wide, 0.48, (13, 12, 11, 10, 9))
        _text(page, (left, top + 0.4, wide, 0.48), told, size)


def _side(label: str) -> str:
    """The colour of the side that a label begins or ends with; a fine line where it names none."""
    words = label.lower().replace("what ", "").split()
    for end in (words[:1], words[-1:]):
        if end in (["marketing"], ["it"]):
            return "side-m" if end == ["marketing"] else "side-t"
    return "line-strong"


def _foot(page: Page, slide: Slide, number: str) -> None:
    told = " · ".join(filter(None, (one_line(slide.foot), one_line(slide.made_up))))
    size, told = fitting(told, 11.2, 0.34, (9, 8, 7))
    _text(page, (_EDGE, 6.93, 11.3, 0.34), told, size, colour="ink-2")
    _text(page, (_WIDTH - _EDGE - 0.7, 6.93, 0.7, 0.25), number, 9, colour="ink-2", right=True)


def _box(page: Page, inches: tuple[float, float, float, float]) -> Any:
    from pptx.util import Inches

    return page.shapes.add_textbox(*(Inches(v) for v in inches))


def _text(
    page: Page,
    inches: tuple[float, float, float, float],
    text: str,
    size: float,
    colour: str = "ink",
    font: str = SANS,
    bold: bool = False,
    italic: bool = False,
    fill: str = "",
    right: bool = False,
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    if not text:
        return
    box = _box(page, inches)
    _fill(box.text_frame, [(one_line(text), size, font, colour, bold, italic)])
    if right:
        box.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    if fill:
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor.from_string(fill.upper())
        box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        box.text_frame.margin_right = box.text_frame.margin_left = 91440


def _fill(frame: Any, runs: Sequence[Run]) -> None:
    _paragraphs(frame, [runs], 0)


def _paragraphs(frame: Any, paragraphs: Sequence[Sequence[Run]], space: float) -> None:
    """Runs of text in paragraphs, without margins, broken at the edge of their box."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Inches

    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after, paragraph.alignment = Inches(space), PP_ALIGN.LEFT
        for run in runs:
            _run(paragraph, run)


def _run(paragraph: Any, run: Run) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.util import Pt

    text, size, font, colour, bold, italic = run
    made = paragraph.add_run()
    made.text = text
    made.font.size, made.font.name, made.font.bold, made.font.italic = Pt(size), font, bold, italic
    made.font.color.rgb = RGBColor.from_string(COLOURS[colour].lstrip("#").upper())
    made.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK


def _bar(page: Page, left: float, top: float, wide: float, tall: float, colour: str) -> None:
    """A plain bar of colour, which a screen reader passes over."""
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    from accord.pages.renderings.slide_master import decorative

    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(v) for v in (left, top, wide, tall)))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    shape.line.fill.background()
    shape.shadow.inherit = False
    decorative(shape)
