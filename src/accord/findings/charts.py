"""Charts as Vega-Lite specifications over a finding's grid: plain dictionaries, drawn elsewhere.

Numbers and times stay raw: whoever draws a specification puts the labels of its axes and the texts named in
``usermeta.accord`` into the reader's locale, zone and currency. Colours are those of the light look; each has a
name there, so that a drawing can follow the reader's light or dark.

Source: Vega-Lite 5 specification, https://vega.github.io/vega-lite/docs/.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from accord.findings.finding import Grid, Unit

Spec = dict[str, Any]
Side = Literal["m", "t"]

COLOURS: dict[str, str] = {
    "ink": "#1d1b19",
    "ink-2": "#5d5852",
    "ink-3": "#77716a",
    "line": "#e6e2db",
    "line-strong": "#cfc9bf",
    "side-m": "#b8442c",
    "side-m-soft": "#fbeae5",
    "side-t": "#12627e",
    "side-t-soft": "#e3f1f6",
    "good": "#2c6e49",
    "warn": "#8a5a00",
    "card": "#ffffff",
}
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def band(
    grid: Grid,
    *,
    x: str,
    observed: str,
    expected: str | None = None,
    low: str | None = None,
    high: str | None = None,
    window: tuple[datetime, datetime] | None = None,
    window_label: str = "",
    side: Side = "t",
    title: str = "",
    description: str = "",
) -> Spec:
    """What was observed over time against what was expected with its 90 % range, a stretch of it shaded.

    ``x`` is a column of unit ``time`` or ``day``, the others numbers of one unit; ``side`` colours the stretch:
    ``t`` for what IT did (an incident), ``m`` for what marketing did (a campaign). Rows without an observation
    leave a gap. Raises ``KeyError`` for a column that the grid has not.
    """
    fields = [f for f in (observed, expected, low, high) if f]
    values = _values(grid, [x, *fields])
    across = _domain([row[x] for row in values], zero=False)
    up = _domain([row[f] for row in values for f in fields], zero=True, room=0.12)
    layers = [*_window(window, window_label, side, x, across, up)]
    layers += _expected(values, x, expected, low, high)
    layers.append({"mark": _line("ink", 2), "encoding": {"y": {"field": observed, "type": "quantitative"}}})
    spec = {
        "data": {"values": values},
        "encoding": {"x": _axis(x, across), "y": _axis(None, up)},
        "layer": layers,
    }
    axes = {"x": {"unit": _unit(grid, x), "domain": across}, "y": {"unit": _unit(grid, observed), "domain": up}}
    return _spec(spec, title, description or _band_description(grid, observed, expected, window_label), {"axes": axes})


def bars(
    grid: Grid,
    *,
    label: str,
    value: str,
    running: bool = False,
    total: str = "",
    title: str = "",
    description: str = "",
) -> Spec:
    """One bar for each row: parts of a budget, or with ``running`` the steps from one sum to the next.

    ``label`` is a text column, ``value`` a number. With ``running`` each bar begins where the one before ended,
    and ``total`` (if given) names a last bar from 0: the last row if
    that is its name, or else one to where they ended.
    """
    values = _steps(grid, label, value, running, total)
    across = _domain([v for row in values for v in (row["start"], row["end"])], zero=True)
    layers = [
        _bar("start", "end", across, {"type": "bar", "height": {"band": 0.55}, "cornerRadius": 2}),
        _texts("right"),
    ]
    spec = {"data": {"values": values}, "encoding": {"y": _rows()}, "layer": [_zero(across), *layers]}
    says = description or f"{_label(grid, value)} by {_label(grid, label).lower()}"
    meta = {"texts": {"value": _unit(grid, value)}, "rows": "text", "reach": across}
    return _spec(spec, title, says, meta, 34 * len(values) + 10)


def slots(
    grid: Grid,
    *,
    label: str,
    mid: str,
    low: str,
    high: str,
    chosen: int | None = None,
    title: str = "",
    description: str = "",
) -> Spec:
    """One range for each row, to compare choices: a slot and what is at risk in it, with its 90 % interval.

    ``label`` may be a text or a time; ``chosen`` is the number of the row that is set in ink.
    """
    names, raw = _column(grid, label), _values(grid, [mid, low, high])
    values = [
        {"row": i, "label": name, "mid": r[mid], "low": r[low], "high": r[high], "colour": _chosen(i == chosen)}
        for i, (name, r) in enumerate(zip(map(_plain, names), raw, strict=True))
    ]
    across = _domain([row[f] for row in values for f in ("low", "high")], zero=True)
    layers = [
        _bar("low", "high", across, {"type": "bar", "height": 6, "cornerRadius": 3}),
        {"mark": {"type": "tick", "thickness": 2, "size": 14, "color": COLOURS["ink"]}, "encoding": {"x": _x("mid")}},
        _texts("high"),
    ]
    spec = {"data": {"values": values}, "encoding": {"y": _rows()}, "layer": [_zero(across), *layers]}
    says = description or f"{_label(grid, mid)} by {_label(grid, label).lower()}"
    meta = {"texts": {"mid": _unit(grid, mid)}, "rows": _unit(grid, label), "reach": across}
    return _spec(spec, title, says, meta, 32 * len(values) + 10)


def _spec(spec: Spec, title: str, description: str, meta: Spec, height: int = 250) -> Spec:
    """The specification with what its drawing needs: its axes, texts and names of rows, by unit."""
    about = {"title": title, "description": description, "height": height, "usermeta": {"accord": meta}}
    return {"$schema": _SCHEMA, **about, **spec}


def _values(grid: Grid, names: Sequence[str]) -> list[dict[str, Any]]:
    """The named columns of each row; times as milliseconds of UTC."""
    columns = [_column(grid, name) for name in names]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in zip(*columns, strict=True)]


def _column(grid: Grid, name: str) -> list[Any]:
    at = _index(grid, name)
    return [row[at] for row in grid.rows]


def _index(grid: Grid, name: str) -> int:
    names = [column[0] for column in grid.columns]
    if name not in names:
        raise KeyError(f"no column {name}; there are {', '.join(names)}")
    return names.index(name)


def _label(grid: Grid, name: str) -> str:
    return grid.columns[_index(grid, name)][1]


def _unit(grid: Grid, name: str) -> Unit:
    return grid.columns[_index(grid, name)][2]


def _plain(value: Any) -> Any:
    """A value as JSON has it: nothing for what was not observed, milliseconds for a time."""
    if isinstance(value, datetime):
        return round(value.replace(tzinfo=UTC).timestamp() * 1000)
    if value is None or isinstance(value, str):
        return value
    return None if math.isnan(value) else float(value)


def _domain(values: Sequence[float | None], *, zero: bool, room: float = 0.0) -> list[float]:
    """The ends of an axis over values, with some room above the largest; 0 to 1 where there are none."""
    seen = [v for v in values if v is not None] + ([0.0] if zero else [])
    low, high = min(seen, default=0.0), max(seen, default=1.0)
    return [low, high + room * (high - low) if high > low else low + 1.0]


def _x(name: str) -> Spec:
    return {"field": name, "type": "quantitative"}


def _axis(name: str | None, domain: list[float]) -> Spec:
    """A calm axis: labels alone, no lines; its ticks and labels come with the reader's locale."""
    scale = {"domain": domain, "nice": False, "zero": False}
    axis = {"title": None, "grid": False, "domain": False, "ticks": False, "labelColor": COLOURS["ink-2"]}
    return {**({"field": name} if name else {}), "type": "quantitative", "scale": scale, "axis": axis}


def _rows() -> Spec:
    """One row below the other, by number: two rows may have the same name."""
    axis = {"title": None, "domain": False, "ticks": False, "labelColor": COLOURS["ink"], "labelPadding": 12}
    return {"field": "row", "type": "ordinal", "sort": None, "axis": axis}


def _line(colour: str, width: float, dash: Sequence[int] = ()) -> Spec:
    line: Spec = {"type": "line", "color": COLOURS[colour], "strokeWidth": width, "strokeJoin": "round"}
    return line | ({"strokeDash": list(dash)} if dash else {})


def _text(colour: str, **more: Any) -> Spec:
    return {"type": "text", "color": COLOURS[colour], "fontSize": 12, **more}


def _expected(
    values: list[dict[str, Any]], x: str, expected: str | None, low: str | None, high: str | None
) -> list[Spec]:
    """The band, the dashed line in it, and the words that name it at its right end."""
    layers: list[Spec] = []
    if low and high:
        ends = {"y": {"field": low, "type": "quantitative"}, "y2": {"field": high}}
        layers.append({"mark": {"type": "area", "color": COLOURS["line"]}, "encoding": ends})
    if expected:
        layers.append({"mark": _line("ink-3", 1.5, (4, 4)), "encoding": {"y": _x(expected)}})
        words = "expected, with its 90 % range" if low and high else "expected"
        layers += _named(values, x, high or expected, words)
    return layers


def _named(values: list[dict[str, Any]], x: str, field: str, words: str) -> list[Spec]:
    """Words above the right end of a line, high enough to stay clear of the part of it that is below them."""
    tail = [row for row in values[-(len(values) // 2 + 1) :] if row[field] is not None]
    if not tail:
        return []
    above = max(row[field] for row in tail)
    return _word(words, x, tail[-1][x], above, "ink-2", align="right", dy=-9)


def _word(words: str, x: str, at: float, up: float, colour: str, **more: Any) -> list[Spec]:
    """Words set at a place of the chart: they name a line, so that no legend is needed. A rim keeps them readable."""
    layer = {"data": {"values": [{x: at, "place": up}]}, "encoding": {"y": _x("place")}}
    rim = {"stroke": COLOURS["card"], "strokeWidth": 4, "strokeJoin": "round", "opacity": 0.85}
    return [
        layer | {"mark": _text("card", text=words, **rim, **more)},
        layer | {"mark": _text(colour, text=words, **more)},
    ]


def _window(
    window: tuple[datetime, datetime] | None, label: str, side: Side, x: str, across: list[float], up: list[float]
) -> list[Spec]:
    """A stretch of time shaded from top to bottom, its name above it."""
    if window is None:
        return []
    start, end = (min(max(_plain(t), across[0]), across[1]) for t in window)
    data = {"values": [{x: start, "until": end, "bottom": up[0], "top": up[1]}]}
    ends = {"x2": {"field": "until"}, "y": _x("bottom"), "y2": {"field": "top"}}
    shade = {"data": data, "mark": {"type": "rect", "color": COLOURS[f"side-{side}-soft"]}, "encoding": ends}
    text = _text(f"side-{side}", text=label, baseline="top", dy=5)
    middle = {"values": [{x: (start + end) / 2, "place": up[1]}]}
    return [shade, {"data": middle, "mark": text, "encoding": {"y": _x("place")}}] if label else [shade]


def _steps(grid: Grid, label: str, value: str, running: bool, total: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    at = 0.0
    parts = [(str(n), float(v)) for n, v in zip(_column(grid, label), _column(grid, value), strict=True)]
    if total and parts and parts[-1][0] == total:
        parts, end = parts[:-1], parts[-1][1]
    else:
        end = math.fsum(v for _, v in parts)
    for name, amount in parts:
        rows.append(_step(len(rows), name, amount, at if running else 0.0, "ink-3"))
        at += amount
    return [*rows, _step(len(rows), total, end, 0.0, "ink")] if total else rows


def _step(row: int, label: str, value: float, start: float, colour: str) -> dict[str, Any]:
    end = start + value
    ends = {"start": start, "end": end, "right": max(start, end)}
    return {"row": row, "label": label, "value": value, **ends, "colour": COLOURS[colour]}


def _chosen(yes: bool) -> str:
    return COLOURS["ink" if yes else "ink-3"]


def _bar(start: str, end: str, across: list[float], mark: Spec) -> Spec:
    colour = {"field": "colour", "type": "nominal", "scale": None}
    return {
        "mark": mark,
        "encoding": {"x": _axis(start, across) | {"axis": None}, "x2": {"field": end}, "color": colour},
    }


def _texts(field: str) -> Spec:
    """The text of each row, right of where it ends."""
    place = {"x": _x(field), "text": {"field": "text"}}
    return {"mark": _text("ink", align="left", dx=8), "encoding": place}


def _zero(across: list[float]) -> Spec:
    """A fine line at nothing."""
    x = _axis(None, across) | {"datum": 0, "axis": None}
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": COLOURS["line-strong"]},
        "encoding": {"x": x, "y": None},
    }


def _band_description(grid: Grid, observed: str, expected: str | None, window_label: str) -> str:
    against = " against what was expected" if expected else ""
    shaded = f"; shaded: {window_label}" if window_label else ""
    return f"{_label(grid, observed)} over time{against}{shaded}"
