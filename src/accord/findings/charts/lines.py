"""A line over time against what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accord.findings.charts import parts
from accord.findings.charts.parts import COLOURS, Side, Spec
from accord.findings.finding import Grid


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
    values = parts.values(grid, [x, *fields])
    across = parts.domain([row[x] for row in values], zero=False)
    up = parts.domain([row[f] for row in values for f in fields], zero=True, room=0.12)
    layers = [*_window(window, window_label, side, x, across, up)]
    layers += _expected(values, x, expected, low, high)
    layers.append({"mark": _line("ink", 2), "encoding": {"y": {"field": observed, "type": "quantitative"}}})
    spec = {
        "data": {"values": values},
        "encoding": {"x": parts.axis(x, across), "y": parts.axis(None, up)},
        "layer": layers,
    }
    axes = {
        "x": {"unit": parts.unit_of(grid, x), "domain": across},
        "y": {"unit": parts.unit_of(grid, observed), "domain": up},
    }
    return parts.whole(
        spec, title, description or _band_description(grid, observed, expected, window_label), {"axes": axes}
    )


def _line(colour: str, width: float, dash: Sequence[int] = ()) -> Spec:
    line: Spec = {"type": "line", "color": COLOURS[colour], "strokeWidth": width, "strokeJoin": "round"}
    return line | ({"strokeDash": list(dash)} if dash else {})


def _expected(
    values: list[dict[str, Any]], x: str, expected: str | None, low: str | None, high: str | None
) -> list[Spec]:
    """The band, the dashed line in it, and the words that name it at its right end."""
    layers: list[Spec] = []
    if low and high:
        ends = {"y": {"field": low, "type": "quantitative"}, "y2": {"field": high}}
        layers.append({"mark": {"type": "area", "color": COLOURS["line"]}, "encoding": ends})
    if expected:
        layers.append({"mark": _line("ink-3", 1.5, (4, 4)), "encoding": {"y": parts.quantity(expected)}})
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
    layer = {"data": {"values": [{x: at, "place": up}]}, "encoding": {"y": parts.quantity("place")}}
    rim = {"stroke": COLOURS["card"], "strokeWidth": 4, "strokeJoin": "round", "opacity": 0.85}
    return [
        layer | {"mark": parts.text("card", text=words, **rim, **more)},
        layer | {"mark": parts.text(colour, text=words, **more)},
    ]


def _window(
    window: tuple[datetime, datetime] | None, label: str, side: Side, x: str, across: list[float], up: list[float]
) -> list[Spec]:
    """A stretch of time shaded from top to bottom, its name above it."""
    if window is None:
        return []
    start, end = (min(max(parts.plain(t), across[0]), across[1]) for t in window)
    data = {"values": [{x: start, "until": end, "bottom": up[0], "top": up[1]}]}
    ends = {"x2": {"field": "until"}, "y": parts.quantity("bottom"), "y2": {"field": "top"}}
    shade = {"data": data, "mark": {"type": "rect", "color": COLOURS[f"side-{side}-soft"]}, "encoding": ends}
    text = parts.text(f"side-{side}", text=label, baseline="top", dy=5)
    middle = {"values": [{x: (start + end) / 2, "place": up[1]}]}
    return [shade, {"data": middle, "mark": text, "encoding": {"y": parts.quantity("place")}}] if label else [shade]


def _band_description(grid: Grid, observed: str, expected: str | None, window_label: str) -> str:
    against = " against what was expected" if expected else ""
    shaded = f"; shaded: {window_label}" if window_label else ""
    return f"{parts.label_of(grid, observed)} over time{against}{shaded}"
