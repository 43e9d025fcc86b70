"""Pages as slides."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from accord.findings.charts import bars
from accord.findings.finding import Grid
from accord.pages.renderings.as_pptx import brief_pptx, finding_pptx, slide_pptx
from accord.pages.renderings.slide_text import fitting, height
from accord.pages.shown import Chart, table
from accord.pages.slide import Line, Slide, chart_of, slides_of
from tests.pages import hostile, made_up
from tests.pages.renderings import sheets

pptx = pytest.importorskip("pptx", reason="python-pptx comes with the extra web")
INCH = 914_400


def deck(content: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(content))


@cache
def brief() -> bytes:
    return brief_pptx(made_up.page())


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_brief_is_one_slide_and_one_for_each_finding_of_its_first_page() -> None:
    page = made_up.page()
    slides = list(deck(brief()).slides)
    assert [s.shapes.title.text for s in slides] == [page.title, *(f.title for f in page.first)]
    for finding in page.first:
        assert finding.amount is not None
        assert f"{finding.amount.text} {finding.amount.kind_word}" in texts(slides[0])
    for cell in page.cells:
        assert cell.title in texts(slides[0])
    assert all(page.made_up in texts(s) for s in slides)
    assert page.draft in texts(slides[0])


def test_a_finding_says_what_its_page_says() -> None:
    page = next(f for f in made_up.page().first if f.analysis == "outages")
    told = texts(deck(finding_pptx(page, sheets.FORM, "Made up.")).slides[0])
    assert page.amount is not None
    for said in (page.amount.text, page.amount.ends, page.say, page.ask, page.waiting.text, page.held, "Made up."):
        assert said in told
    assert (page.owner_marketing in told, page.owner_it in told) == (True, True)


def test_charts_are_native_hold_the_numbers_of_the_page_and_have_words_that_stand_for_them() -> None:
    page = next(f for f in made_up.page().first if f.analysis == "outages")
    slide = deck(finding_pptx(page, sheets.FORM)).slides[0]
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr").startswith("Orders over time")
    assert page.chart is not None
    assert page.chart.table is not None
    series = {s.name: list(s.values) for s in frame.chart.plots[0].series}
    assert list(series) == ["Orders", "Expected", "At least", "At most"]
    assert series["Orders"] == [float(row[1]) for row in page.chart.table.rows]
    assert list(frame.chart.plots[0].categories)[:2] == ["12:00", "12:10"]
    assert not [shape for shape in slide.shapes if shape.shape_type == pptx.enum.shapes.MSO_SHAPE_TYPE.PICTURE]


def test_intervals_are_drawn_from_low_to_high_with_the_middle_marked() -> None:
    frame = next(shape for shape in deck(brief()).slides[0].shapes if shape.has_chart)
    series = {s.name: list(s.values) for s in frame.chart.plots[0].series}
    assert series["Amount"] == [26800, 21400, 38500]
    assert series["At least"] == [9100, 18600, 21000]
    assert series["At most"] == [51300, 24700, 57200]
    assert "hiLowLines" in frame.chart._chartSpace.xml
    assert frame.chart.value_axis.minimum_scale == 0


def test_numbers_of_a_chart_open_for_editing_in_a_workbook_without_formulas() -> None:
    calamine = pytest.importorskip("python_calamine")
    inside = [v for k, v in sheets.files(brief()).items() if k.endswith(".xlsx")]
    assert len(inside) == 4
    rows = calamine.CalamineWorkbook.from_filelike(io.BytesIO(inside[0])).get_sheet_by_index(0).to_python()
    assert rows[0][1:] == ["At least", "Amount", "At most"]
    assert rows[1][1:] == [9100.0, 26800.0, 51300.0]


def test_bars_of_a_table_keep_their_order_sign_and_currency() -> None:
    grid = made_up.bars_grid()
    drawn = chart_of(
        Chart("T", "D", "EUR", bars(grid, label="part", value="change"), table(grid, sheets.FORM, "EUR")), sheets.FORM
    )
    assert drawn is not None
    assert (drawn.kind, drawn.categories[0]) == ("bars", "Visits")
    frame = next(s for s in deck(slide_pptx(Slide("T", chart=drawn), sheets.FORM)).slides[0].shapes if s.has_chart)
    assert list(frame.chart.plots[0].series[0].values) == [18100, -43900, 7200, -3100]
    assert "&quot;€&quot;#,##0" in frame.chart._chartSpace.xml or '"€"#,##0' in frame.chart._chartSpace.xml


def test_numbers_of_a_chart_have_digits_enough_to_say_what_the_screen_says() -> None:
    grid = Grid((("a", "A", "text"), ("n", "N", "share")), (("left", 0.5), ("kept", 0.9995)))
    spec = bars(grid, label="a", value="n")
    drawn = chart_of(Chart("T", "D", None, spec, table(grid, sheets.FORM, None)), sheets.FORM)
    frame = next(s for s in deck(slide_pptx(Slide("T", chart=drawn), sheets.FORM)).slides[0].shapes if s.has_chart)
    assert frame.chart.plots[0].series[0].data_labels.number_format == "0.00\\ %"


def test_durations_of_a_chart_are_told_in_hours() -> None:
    grid = Grid((("a", "A", "text"), ("n", "N", "seconds")), (("with", 28_800.0), ("without", 10_080.0)))
    drawn = chart_of(
        Chart("T", "D", None, bars(grid, label="a", value="n"), table(grid, sheets.FORM, None)), sheets.FORM
    )
    frame = next(s for s in deck(slide_pptx(Slide("T", chart=drawn), sheets.FORM)).slides[0].shapes if s.has_chart)
    shown = frame.chart.plots[0].series[0]
    assert shown.data_labels.number_format == "[h]:mm:ss"
    assert [round(24 * value, 6) for value in shown.values] == [8, 2.8]


def test_a_chart_without_numbers_is_left_out() -> None:
    grid = Grid((("a", "A", "text"),), (("x",),))
    assert chart_of(Chart("T", "D", None, {}, table(grid, sheets.FORM, None)), sheets.FORM) is None
    assert chart_of(Chart("T", "D", None, {}, None), sheets.FORM) is None


def test_a_long_table_draws_its_first_bars_and_says_so() -> None:
    grid = Grid((("a", "A", "text"), ("n", "N", "count")), tuple((f"row {i}", i) for i in range(40)))
    drawn = chart_of(
        Chart("T", "D.", None, bars(grid, label="a", value="n"), table(grid, sheets.FORM, None)), sheets.FORM
    )
    assert drawn is not None
    assert len(drawn.categories) == len(drawn.series[0].cells) == 12
    assert drawn.description == "D. The first 12 of 40."


@pytest.mark.parametrize("payload", sheets.PAYLOADS)
def test_no_text_becomes_a_formula_or_a_link(payload: str) -> None:
    parts = sheets.files(slide_pptx(sheets.hostile_slide(payload), sheets.FORM))
    inside = sheets.files(next(v for k, v in parts.items() if k.endswith(".xlsx")))
    assert not any(re.search(rb"<f[ >/]", content) for content in inside.values())
    assert not any(b"hlinkClick" in content or b"TargetMode" in content for content in parts.values())


@pytest.mark.parametrize(
    "attack", [hostile.ATTACK + hostile.TERMINAL, " long words" * 200, "w" * 900, "\U0001f680\u682a"]
)
def test_nothing_stands_outside_the_slide_whatever_the_texts(attack: str) -> None:
    shown = (sheets.hostile_slide(attack), *slides_of(made_up.page(brief_=hostile.brief(attack)), sheets.FORM))
    for slide in shown:
        made = deck(slide_pptx(slide, sheets.FORM))
        for shape in made.slides[0].shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= made.slide_width
            assert 0 <= shape.top <= shape.top + shape.height <= made.slide_height


@pytest.mark.parametrize("words", [3, 30, 80, 300])
def test_lines_and_question_end_above_the_strip(words: int) -> None:
    text = " ".join(["words"] * words)
    slide = Slide("T", amount="€1", surety=text[:90], lines=(Line(text),) * 3, ask=text, strip=(("A", "B"),))
    shapes = [s for s in deck(slide_pptx(slide, sheets.FORM)).slides[0].shapes if s.has_text_frame]
    strip = next(s for s in shapes if s.text_frame.text == "A").top
    for shape in shapes:
        if "words words" in shape.text_frame.text:
            assert shape.top + shape.height <= strip


def test_the_same_page_gives_the_same_bytes() -> None:
    assert brief_pptx(made_up.page()) == brief()


def test_slides_are_wide_their_titles_are_titles_and_their_bars_say_nothing() -> None:
    made = deck(brief())
    assert round(made.slide_width / made.slide_height, 2) == 1.78
    assert all(slide.shapes.title is not None for slide in made.slides)
    assert len(made.slide_layouts) == 1
    left = pptx.enum.text.PP_ALIGN.LEFT
    assert {p.alignment for slide in made.slides for p in slide.shapes.title.text_frame.paragraphs} == {left}
    assert b'<p:titleStyle><a:lvl1pPr algn="l"' in sheets.files(brief())["ppt/slideMasters/slideMaster1.xml"]
    bars_ = [s for s in made.slides[0].shapes if not s.has_chart and not s.text_frame.text]
    assert bars_
    assert all("decorative" in s._element.xml for s in bars_)
    theme = next(v for k, v in sheets.files(brief()).items() if "theme1.xml" in k).decode()
    assert 'typeface="Inter"' in theme
    assert 'typeface="Source Serif 4"' in theme
    assert "B8442C" in theme


def test_speakers_read_the_other_wordings_in_the_notes() -> None:
    page = made_up.page().first[0]
    notes = deck(finding_pptx(page, sheets.FORM)).slides[0].notes_slide.notes_text_frame.text
    for wording in page.wordings:
        assert squeezed(wording.say) in squeezed(notes)


def test_text_is_made_smaller_before_it_is_cut() -> None:
    assert fitting("short", 5, 0.4, (14, 10)) == (14, "short")
    size, told = fitting("words " * 20, 5, 0.4, (14, 10))
    assert (size, told.endswith("…")) == (10, False) or told.endswith("…")
    assert height(told, 5, size) <= 0.4


def test_a_long_title_in_the_widest_letters_stays_above_what_follows() -> None:
    """DejaVu Sans stands in where the slide's font is missing; its bold letters are about 0.68 of their size wide."""
    title = "Checkout was down for 56 minutes during Autumn Home"
    slide = deck(slide_pptx(Slide(title=title, amount="€198"), sheets.FORM)).slides[0]
    shape = slide.shapes.title
    amount = next(s for s in slide.shapes if s.has_text_frame and s.text_frame.text == "€198")
    size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
    lines = -(-len(title) * size * 0.68 / 72 // (shape.width / INCH))
    assert shape.top / INCH + lines * size * 1.22 / 72 <= amount.top / INCH


def test_a_chart_over_time_does_not_promise_shade_that_powerpoint_does_not_draw() -> None:
    page = next(f for f in made_up.page().first if f.analysis == "outages")
    assert page.chart is not None
    drawn = replace(page.chart, title="Orders over time; shaded: incident")
    (slide,) = slides_of(replace(page, chart=drawn), sheets.FORM)
    assert slide.chart is not None
    assert slide.chart.title == "Orders over time"
