"""Charts as they are drawn."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.findings import charts
from accord.findings.finding import Grid
from accord.findings.format import Format
from accord.pages.renderings.chart import draw, themed
from accord.pages.renderings.ticks import moment, number_ticks, time_label, time_ticks
from accord.units.period import local
from tests.pages import made_up

PARIS = Format("en_IE", "Europe/Paris", "EUR")


def band(form: Format = PARIS, width: int = 760) -> str:
    (spec,) = [s for s in made_up.specs(made_up.findings()).values() if "incident" in s["description"]]
    return draw(spec, form, "EUR", width)


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_times_are_those_of_the_reader_and_numbers_of_the_locale() -> None:
    assert {"12:00", "13:00", "17:00"} <= set(words(band()))
    assert {"11:00", "16:00"} <= set(words(band(Format("en_IE", "UTC", "EUR"))))
    (spec,) = [s for s in made_up.specs(made_up.findings()).values() if "part" in s["description"]]
    assert {"18.100\xa0€", "−43.900\xa0€"} <= set(words(draw(spec, Format("de_DE", "UTC", "EUR"), "EUR", 500)))


def test_lines_are_named_where_they_are() -> None:
    assert {"incident", "expected, with its 90 % range"} <= set(words(band()))


def test_a_drawing_for_a_page_has_classes_for_colours_and_nothing_foreign() -> None:
    svg = themed(band(), 'A "fall" & a rise', "x1")
    assert svg.startswith('<svg viewBox="0 0 760 250" role="img" aria-label="A &quot;fall&quot; &amp; a rise"')
    for absent in ("style=", "fill=", "stroke=", "href", "#1d1b19", "aria-roledescription", "<script", "font-family"):
        assert absent not in svg
    for colour in ("f-side-t-soft", "f-line", "s-ink", "s-ink-3", "f-ink-2"):
        assert f'"{colour}' in svg or f" {colour}" in svg


def test_two_rows_of_one_name_are_two_rows() -> None:
    grid = Grid((("part", "Part", "text"), ("value", "Value", "money")), (("Same", 100_000), ("Same", 300_000)))
    drawn = words(draw(charts.bars(grid, label="part", value="value"), PARIS, "EUR", 500))
    assert drawn.count("Same") == 2
    assert {"€1,000", "€3,000"} <= set(drawn)


@pytest.mark.parametrize("width", [340, 620, 760])
def test_no_number_at_the_end_of_a_bar_is_cut_off(width: int) -> None:
    columns = (("part", "Part", "text"), ("value", "Value", "money"))
    grid = Grid(columns, (("The number of orders", 275_000_000_000), ("Mix", -1_000_000)))  # type: ignore[arg-type]
    svg = draw(charts.bars(grid, label="part", value="value"), Format("de_DE", "UTC", "EUR"), "EUR", width)
    texts = re.findall(r'text-anchor="start" transform="translate\(([\d.]+),[^>]*>([^<]+)<', svg)
    assert len(texts) == 2
    assert all(float(at) + 6.4 * len(text) <= width for at, text in texts)


def test_slots_show_a_range_and_a_middle_for_each_row() -> None:
    columns = (("at", "Slot", "time"), ("mid", "At risk", "money"), ("low", "Low", "money"), ("high", "High", "money"))
    rows = ((datetime(2026, 11, 24, 4), 90_000, 20_000, 210_000), (datetime(2026, 11, 27, 5), 2_680_000, 9, 5_130_000))
    spec = charts.slots(Grid(columns, rows), label="at", mid="mid", low="low", high="high", chosen=0)  # type: ignore[arg-type]
    assert {"24 Nov, 05:00", "27 Nov, 06:00", "€900", "€26,800"} <= set(words(draw(spec, PARIS, "EUR", 500)))


@pytest.mark.parametrize("name", ["\x1b[2J\x00", "株式会社🚀" * 9, "\ud83d", "\uffff", "<b>&\"'", "a" * 500])
def test_no_name_can_stop_a_drawing(name: str) -> None:
    grid = Grid((("part", "Part", "text"), ("value", "Value", "count")), ((name, 3), (name, 4)))
    svg = themed(draw(charts.bars(grid, label="part", value="value", total=f"{name}!"), PARIS, None, 340), name, "x")
    assert svg.count("<text") >= 6


def test_a_gap_in_what_was_observed_is_a_gap_in_the_line() -> None:
    rows = tuple((datetime(2026, 1, 1, h), None if h == 3 else 5.0) for h in range(8))
    grid = Grid((("at", "Time", "time"), ("n", "Orders", "count")), rows)
    svg = draw(charts.band(grid, x="at", observed="n"), PARIS, None, 500)
    line = next(d for d in re.findall(r' d="([^"]+)"', svg) if d.count("L") >= 4)
    assert line.count("M") == 2


def test_an_unknown_column_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="no column nope; there are part, change"):
        charts.bars(made_up.bars_grid(), label="nope", value="change")


@given(st.floats(-1e9, 1e9), st.floats(0.01, 1e9), st.integers(2, 8))
def test_ticks_are_round_numbers_inside_the_axis_and_not_too_many(low: float, width: float, most: int) -> None:
    ticks = number_ticks(low, low + width, most)
    assert 1 <= len(ticks) <= most
    assert all(low - 1e-6 * width <= t <= low + width * (1 + 1e-6) for t in ticks)


@given(st.integers(0, 2_000_000_000), st.integers(120, 400_000_000), st.integers(3, 8))
def test_times_stand_at_round_local_times_also_when_the_clocks_change(start: int, width: int, most: int) -> None:
    ticks = time_ticks(start * 1000, (start + width) * 1000, most, "Europe/Paris")
    assert len(ticks) <= most + 1
    assert all(start * 1000 <= t <= (start + width) * 1000 for t in ticks)
    if width > 5 * 86400 * most:
        assert all(local(moment(t), "Europe/Paris").hour == 0 for t in ticks)


def test_a_label_says_the_hour_and_at_midnight_the_day() -> None:
    assert time_label(1795086000000, PARIS) == "12:00"
    assert time_label(1795042800000, PARIS) == "19 Nov"
