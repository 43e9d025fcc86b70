"""Bars and ranges in rows, one below the other."""

from __future__ import annotations

import math
from typing import Any

from accord.findings.charts import parts
from accord.findings.charts.parts import COLOURS, Spec
from accord.findings.finding import Grid


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
    and ``total`` (if given) names a last bar from 0: the last row if that is its name, or else one to where they
    ended.
    """
    values = _steps(grid, label, value, running, total)
    across = parts.domain([v for row in values for v in (row["start"], row["end"])], zero=True)
    layers = [
        _bar("start", "end", across, {"type": "bar", "height": {"band": 0.55}, "cornerRadius": 2}),
        _texts("right"),
    ]
    spec = {"data": {"values": values}, "encoding": {"y": _rows()}, "layer": [_zero(across), *layers]}
    says = description or f"{parts.label_of(grid, value)} by {parts.label_of(grid, label).lower()}"
    meta = {"texts": {"value": parts.unit_of(grid, value)}, "rows": "text", "reach": across}
    return parts.whole(spec, title, says, meta, 34 * len(values) + 10)


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
    names, raw = parts.column(grid, label), parts.values(grid, [mid, low, high])
    values = [
        {"row": i, "label": name, "mid": r[mid], "low": r[low], "high": r[high], "colour": _chosen(i == chosen)}
        for i, (name, r) in enumerate(zip(map(parts.plain, names), raw, strict=True))
    ]
    across = parts.domain([row[f] for row in values for f in ("low", "high")], zero=True)
    layers = [
        _bar("low", "high", across, {"type": "bar", "height": 6, "cornerRadius": 3}),
        {
            "mark": {"type": "tick", "thickness": 2, "size": 14, "color": COLOURS["ink"]},
            "encoding": {"x": parts.quantity("mid")},
        },
        _texts("high"),
    ]
    spec = {"data": {"values": values}, "encoding": {"y": _rows()}, "layer": [_zero(across), *layers]}
    says = description or f"{parts.label_of(grid, mid)} by {parts.label_of(grid, label).lower()}"
    meta = {"texts": {"mid": parts.unit_of(grid, mid)}, "rows": parts.unit_of(grid, label), "reach": across}
    return parts.whole(spec, title, says, meta, 32 * len(values) + 10)


def _steps(grid: Grid, label: str, value: str, running: bool, total: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    at = 0.0
    told = [(str(n), float(v)) for n, v in zip(parts.column(grid, label), parts.column(grid, value), strict=True)]
    if total and told and told[-1][0] == total:
        told, end = told[:-1], told[-1][1]
    else:
        end = math.fsum(v for _, v in told)
    for name, amount in told:
        rows.append(_step(len(rows), name, amount, at if running else 0.0, "ink-3"))
        at += amount
    return [*rows, _step(len(rows), total, end, 0.0, "ink")] if total else rows


def _step(row: int, label: str, value: float, start: float, colour: str) -> dict[str, Any]:
    end = start + value
    ends = {"start": start, "end": end, "right": max(start, end)}
    return {"row": row, "label": label, "value": value, **ends, "colour": COLOURS[colour]}


def _chosen(yes: bool) -> str:
    return COLOURS["ink" if yes else "ink-3"]


def _rows() -> Spec:
    """One row below the other, by number: two rows may have the same name."""
    axis = {"title": None, "domain": False, "ticks": False, "labelColor": COLOURS["ink"], "labelPadding": 12}
    return {"field": "row", "type": "ordinal", "sort": None, "axis": axis}


def _bar(start: str, end: str, across: list[float], mark: Spec) -> Spec:
    colour = {"field": "colour", "type": "nominal", "scale": None}
    return {
        "mark": mark,
        "encoding": {"x": parts.axis(start, across) | {"axis": None}, "x2": {"field": end}, "color": colour},
    }


def _texts(field: str) -> Spec:
    """The text of each row, right of where it ends."""
    place = {"x": parts.quantity(field), "text": {"field": "text"}}
    return {"mark": parts.text("ink", align="left", dx=8), "encoding": place}


def _zero(across: list[float]) -> Spec:
    """A fine line at nothing."""
    x = parts.axis(None, across) | {"datum": 0, "axis": None}
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": COLOURS["line-strong"]},
        "encoding": {"x": x, "y": None},
    }
