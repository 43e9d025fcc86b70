"""The pieces of a specification: values, axes, words."""

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


def whole(spec: Spec, title: str, description: str, meta: Spec, height: int = 250) -> Spec:
    """The specification with what its drawing needs: its axes, texts and names of rows, by unit."""
    about = {"title": title, "description": description, "height": height, "usermeta": {"accord": meta}}
    return {"$schema": _SCHEMA, **about, **spec}


def values(grid: Grid, names: Sequence[str]) -> list[dict[str, Any]]:
    """The named columns of each row; times as milliseconds of UTC."""
    columns = [column(grid, name) for name in names]
    return [dict(zip(names, map(plain, row), strict=True)) for row in zip(*columns, strict=True)]


def column(grid: Grid, name: str) -> list[Any]:
    at = index(grid, name)
    return [row[at] for row in grid.rows]


def index(grid: Grid, name: str) -> int:
    names = [column[0] for column in grid.columns]
    if name not in names:
        raise KeyError(f"no column {name}; there are {', '.join(names)}")
    return names.index(name)


def label_of(grid: Grid, name: str) -> str:
    return grid.columns[index(grid, name)][1]


def unit_of(grid: Grid, name: str) -> Unit:
    return grid.columns[index(grid, name)][2]


def plain(value: Any) -> Any:
    """A value as JSON has it: nothing for what was not observed, milliseconds for a time."""
    if isinstance(value, datetime):
        return round(value.replace(tzinfo=UTC).timestamp() * 1000)
    if value is None or isinstance(value, str):
        return value
    return None if math.isnan(value) else float(value)


def domain(values: Sequence[float | None], *, zero: bool, room: float = 0.0) -> list[float]:
    """The ends of an axis over values, with some room above the largest; 0 to 1 where there are none."""
    seen = [v for v in values if v is not None] + ([0.0] if zero else [])
    low, high = min(seen, default=0.0), max(seen, default=1.0)
    return [low, high + room * (high - low) if high > low else low + 1.0]


def quantity(name: str) -> Spec:
    return {"field": name, "type": "quantitative"}


def axis(name: str | None, domain: list[float]) -> Spec:
    """A calm axis: labels alone, no lines; its ticks and labels come with the reader's locale."""
    scale = {"domain": domain, "nice": False, "zero": False}
    axis = {"title": None, "grid": False, "domain": False, "ticks": False, "labelColor": COLOURS["ink-2"]}
    return {**({"field": name} if name else {}), "type": "quantitative", "scale": scale, "axis": axis}


def text(colour: str, **more: Any) -> Spec:
    return {"type": "text", "color": COLOURS[colour], "fontSize": 12, **more}
