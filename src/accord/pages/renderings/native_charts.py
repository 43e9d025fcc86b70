"""A slide's chart as PowerPoint draws it: native, and its numbers in a workbook inside that opens for editing."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accord.findings.charts import COLOURS
from accord.findings.format import Format
from accord.pages.renderings.number_formats import DAY, number_format
from accord.pages.renderings.slide_text import one_line
from accord.pages.sheet import Cell
from accord.pages.slide import Role, Series, SlideChart

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.chart.series import LineSeries
    from pptx.slide import Slide as Page

_LABELS = 7
"""So many labels at most stand below lines over time."""
_LINES: dict[Role, tuple[str, float, bool]] = {
    "mid": ("ink", 2.25, False),
    "expected": ("ink-3", 1.5, True),
    "low": ("line-strong", 1.0, False),
    "high": ("line-strong", 1.0, False),
    "other": ("side-t", 1.75, False),
}


def add_chart(page: Page, drawn: SlideChart, form: Format, box: tuple[int, int, int, int]) -> None:
    """The chart on a slide, at ``box`` (left, top, width, height in EMU), with words that stand for it."""
    from pptx.chart.data import CategoryChartData

    cells = [c for s in drawn.series for c in s.cells if c.number is not None]
    # One format for all: with as many digits after the point as the number that has most.
    shown = number_format(max(cells, key=lambda c: c.decimals), form) if cells else "General"
    data = CategoryChartData(number_format=shown)
    data.categories = [one_line(text) for text in drawn.categories]
    for series in drawn.series:
        data.add_series(one_line(series.name), [_number(cell) for cell in series.cells])
    frame = page.shapes.add_chart(_type(drawn), *box, data)
    frame.name = "Chart"
    # A screen reader says this in place of the drawing.
    frame._element.nvGraphicFramePr.cNvPr.set("descr", one_line(drawn.description))
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(drawn, shown))
    _common(chart, drawn)
    {"lines": _lines, "bars": _bars, "ranges": _ranges}[drawn.kind](chart, drawn, shown)


def _type(drawn: SlideChart) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE

    return XL_CHART_TYPE.BAR_CLUSTERED if drawn.kind == "bars" else XL_CHART_TYPE.LINE_MARKERS


def _number(cell: Cell) -> float | None:
    """A cell's number as Office counts: durations in days."""
    return cell.number / DAY if cell.number is not None and cell.unit == "seconds" else cell.number


def _workbook(drawn: SlideChart, shown: str) -> bytes:
    """The numbers behind the chart; texts are written as texts, so that none becomes a formula."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"author": "Accord", "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same always
        page, look = book.add_worksheet("Sheet1"), book.add_format({"num_format": shown})
        for row, text in enumerate(drawn.categories, 1):
            page.write_string(row, 0, one_line(text))
        for at, series in enumerate(drawn.series, 1):
            page.write_string(0, at, one_line(series.name))
            for row, number in enumerate(map(_number, series.cells), 1):
                if number is not None:
                    page.write_number(row, at, number, look)
    return out.getvalue()


def _colour(name: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(COLOURS[name].lstrip("#"))


def _common(chart: Chart, drawn: SlideChart) -> None:
    """Calm axes: labels alone, and a fine line for each step of the numbers."""
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.util import Pt

    chart.font.size, chart.font.name = Pt(11), "Inter"
    chart.font.color.rgb = _colour("ink-2")
    chart.has_title = False
    for axis in (chart.category_axis, chart.value_axis):
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.format.line.color.rgb = _colour("line-strong")
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.format.line.fill.background()
    chart.value_axis.has_major_gridlines = True
    chart.value_axis.major_gridlines.format.line.color.rgb = _colour("line")
    _legend(chart, drawn)


def _legend(chart: Chart, drawn: SlideChart) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.has_legend = drawn.kind == "lines" and len(drawn.series) > 1
    if chart.has_legend and chart.legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(11)


def _lines(chart: Chart, drawn: SlideChart, shown: str) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE, XL_TICK_LABEL_POSITION

    for line, series in zip(chart.plots[0].series, drawn.series, strict=True):
        _stroke(line, series)
        line.marker.style = XL_MARKER_STYLE.NONE
    chart.value_axis.tick_labels.number_format = shown
    chart.value_axis.tick_labels.number_format_is_linked = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _skip(chart, -(-len(drawn.categories) // _LABELS))


def _stroke(line: LineSeries, series: Series) -> None:
    from pptx.enum.dml import MSO_LINE_DASH_STYLE
    from pptx.util import Pt

    colour, width, dashed = _LINES[series.role]
    line.smooth = False
    line.format.line.color.rgb, line.format.line.width = _colour(colour), Pt(width)
    if dashed:
        line.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH


def _skip(chart: Chart, every: int) -> None:
    """One label for so many categories; the schema wants it behind ``c:lblOffset``."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    axis = chart.category_axis._element
    for name in ("c:tickMarkSkip", "c:tickLblSkip"):
        axis.find(qn("c:lblOffset")).addnext(parse_xml(f'<{name} {nsdecls("c")} val="{max(1, every)}"/>'))


def _bars(chart: Chart, drawn: SlideChart, shown: str) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION, XL_TICK_LABEL_POSITION

    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories = 60, False
    bars = plot.series[0]
    bars.invert_if_negative = False
    bars.format.fill.solid()
    bars.format.fill.fore_color.rgb = _colour("ink-3")
    _numbers(bars, shown, XL_LABEL_POSITION.OUTSIDE_END)
    # The first row of a table stands at the top, names stay left of bars that go below nothing.
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _bare(chart)


def _ranges(chart: Chart, drawn: SlideChart, shown: str) -> None:
    """Three series, low, mid and high: a thick line from low to high, a mark at the middle, and their numbers."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    places = {"low": XL_LABEL_POSITION.BELOW, "high": XL_LABEL_POSITION.ABOVE}
    for line, series in zip(chart.plots[0].series, drawn.series, strict=True):
        line.smooth = False
        line.format.line.fill.background()
        middle = series.role not in places
        line.marker.style = XL_MARKER_STYLE.DASH if middle else XL_MARKER_STYLE.NONE
        line.marker.size = 14
        line.marker.format.fill.solid()
        line.marker.format.fill.fore_color.rgb = _colour("ink")
        line.marker.format.line.fill.background()
        _numbers(line, shown, places.get(series.role, XL_LABEL_POSITION.RIGHT), bold=middle)
    _high_low(chart, Pt(7))
    _room(chart, drawn)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _bare(chart)


def _room(chart: Chart, drawn: SlideChart) -> None:
    """From nothing, so that lengths can be compared, and with room for the numbers at both ends."""
    numbers = (_number(cell) for series in drawn.series for cell in series.cells)
    ends = [0.0, *(number for number in numbers if number is not None)]
    low, high = min(ends), max(ends)
    more = 0.12 * (high - low)
    chart.value_axis.minimum_scale = low - more if low < 0 else 0
    chart.value_axis.maximum_scale = high + more or 1


def _high_low(chart: Chart, width: int) -> None:
    """Lines from the lowest to the highest of each category, which python-pptx has no words for."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    colour = COLOURS["line-strong"].lstrip("#")
    line = f'<a:ln w="{width}" cap="rnd"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>'
    made = parse_xml(f"<c:hiLowLines {nsdecls('c', 'a')}><c:spPr>{line}</c:spPr></c:hiLowLines>")
    chart.plots[0]._element.find(qn("c:marker")).addprevious(made)


def _numbers(shown_by: Any, shown: str, position: Any, bold: bool = True) -> None:
    from pptx.util import Pt

    labels = shown_by.data_labels
    labels.show_value, labels.position = True, position
    labels.number_format, labels.number_format_is_linked = shown, False
    labels.font.size, labels.font.bold = Pt(12 if bold else 10), bold
    labels.font.color.rgb = _colour("ink" if bold else "ink-2")


def _bare(chart: Chart) -> None:
    """Each number is told, so the axis of numbers need not be."""
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
