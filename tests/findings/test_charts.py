"""Chart specifications, before they are drawn."""

from __future__ import annotations

import json
from datetime import datetime

from accord.findings import charts
from accord.findings.finding import Grid

GRID = Grid(
    (("at", "Time", "time"), ("n", "Orders", "count"), ("low", "Low", "count"), ("high", "High", "count")),
    tuple((datetime(2026, 1, 1, h), 10.0 + h, 8.0 + h, 12.0 + h) for h in range(6)),
)
PARTS = Grid((("part", "Part", "text"), ("change", "Change", "money")), (("A", 500.0), ("B", -800.0), ("C", 100.0)))


def test_specifications_are_plain_json() -> None:
    window = (datetime(2026, 1, 1, 2), datetime(2026, 1, 1, 3))
    band = charts.band(GRID, x="at", observed="n", low="low", high="high", window=window, window_label="incident")
    assert json.loads(json.dumps(band, allow_nan=False)) == band


def test_a_band_reaches_from_nothing_to_above_all_it_shows() -> None:
    meta = charts.band(GRID, x="at", observed="n", low="low", high="high")["usermeta"]["accord"]["axes"]
    assert meta["y"]["domain"][0] == 0
    assert meta["y"]["domain"][1] > 17
    assert meta["x"] == {"unit": "time", "domain": [1767225600000, 1767243600000]}


def test_a_window_that_began_before_the_chart_is_cut_at_its_edge() -> None:
    window = (datetime(2025, 12, 31), datetime(2026, 1, 1, 1))
    spec = charts.band(GRID, x="at", observed="n", window=window, side="m")
    (shaded,) = spec["layer"][0]["data"]["values"]
    assert (shaded["at"], shaded["until"]) == (1767225600000, 1767229200000)
    assert spec["layer"][0]["mark"]["color"] == charts.COLOURS["side-m-soft"]


def test_running_bars_begin_where_the_one_before_ended_and_the_total_is_their_sum() -> None:
    rows = charts.bars(PARTS, label="part", value="change", running=True, total="Together")["data"]["values"]
    assert [(r["start"], r["end"]) for r in rows] == [(0, 500), (500, -300), (-300, -200), (0, -200)]
    assert rows[-1]["value"] == sum(row[1] for row in PARTS.rows)


def test_a_last_row_that_is_the_total_is_not_added_to_it() -> None:
    whole = Grid(PARTS.columns, (("Before", 900.0), *PARTS.rows, ("Now", 700.0)))
    rows = charts.bars(whole, label="part", value="change", running=True, total="Now")["data"]["values"]
    assert [(r["label"], r["start"], r["end"]) for r in rows][-2:] == [("C", 600, 700), ("Now", 0, 700)]
    named = Grid(PARTS.columns, (("Now", 100.0), *PARTS.rows))
    assert len(charts.bars(named, label="part", value="change", total="Now")["data"]["values"]) == 5


def test_bars_that_do_not_run_all_begin_at_nothing() -> None:
    rows = charts.bars(PARTS, label="part", value="change")["data"]["values"]
    assert {r["start"] for r in rows} == {0}


def test_an_empty_grid_is_an_empty_chart() -> None:
    empty = Grid(GRID.columns, ())
    assert charts.band(empty, x="at", observed="n", expected="n", low="low", high="high")["data"]["values"] == []
    assert charts.bars(Grid(PARTS.columns, ()), label="part", value="change")["data"]["values"] == []
