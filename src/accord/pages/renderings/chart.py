"""Vega-Lite specifications drawn as SVG: in the reader's locale, and in colours that follow light and dark."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from accord.findings.charts import COLOURS
from accord.findings.format import Format
from accord.pages.renderings.safe import everywhere
from accord.pages.renderings.ticks import moment, number_ticks, time_label, time_ticks
from accord.pages.resources import static_folder
from accord.workspace.safely import write_whole

_ELEMENTS = frozenset("svg g path rect line circle text tspan clipPath defs".split())
_ATTRIBUTES = frozenset(
    "class d x y x1 x2 y1 y2 cx cy r width height viewBox transform clip-path id text-anchor font-size font-weight "
    "stroke-width stroke-dasharray stroke-linejoin stroke-linecap stroke-miterlimit stroke-opacity fill-opacity "
    "opacity rx ry dx dy".split()
)
_NAMES = {value: name for name, value in COLOURS.items()}
_LETTER = 7
"""Units that a letter of 12 takes at most, on average."""

_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_CONFIG = {
    "font": "Inter",
    "background": "transparent",
    "view": {"stroke": None},
    # Vega cuts long labels in the middle of a letter of two units, which its measuring of text cannot read.
    "axis": {"labelFontSize": 12, "labelFontWeight": 400, "labelPadding": 8, "labelLimit": 0, "titleLimit": 0},
    "legend": {"labelLimit": 0, "titleLimit": 0},
    "header": {"labelLimit": 0, "titleLimit": 0},
    "title": {"limit": 0},
}


def draw(spec: dict[str, Any], form: Format, currency: str | None, width: int, folder: Path | None = None) -> str:
    """A specification as SVG text with plain colours, ``width`` units wide; as it was drawn ahead into ``folder``.

    Raises ``ValueError`` with vl-convert's message for a specification that it cannot draw.
    """
    ready = _ready(spec, form, currency, width)
    try:
        return _path(folder, ready).read_text(encoding="utf-8") if folder else _drawn(ready)
    except FileNotFoundError:
        return _drawn(ready)


def keep(spec: dict[str, Any], form: Format, currency: str | None, width: int, folder: Path) -> None:
    """Draw into ``folder``, unless it is there. Whoever shows it still takes known elements only (``themed``)."""
    ready = _ready(spec, form, currency, width)
    path = _path(folder, ready)
    if not path.is_file():
        write_whole(path, _drawn(ready).encode())


def _ready(spec: dict[str, Any], form: Format, currency: str | None, width: int) -> dict[str, Any]:
    # A control character in a text would end the whole process inside vl-convert.
    return _localised(everywhere(copy.deepcopy(spec)), form, currency, width)


def _drawn(ready: dict[str, Any]) -> str:
    import vl_convert

    _use_fonts()
    # Nothing is fetched: an empty list of addresses refuses all data from elsewhere.
    return str(vl_convert.vegalite_to_svg(ready, allowed_base_urls=[]))


def _path(folder: Path, ready: dict[str, Any]) -> Path:
    """Named by all that goes into the drawing, the version of what draws included."""
    content = json.dumps([version("vl-convert-python"), ready], sort_keys=True)
    return folder / f"{hashlib.sha256(content.encode()).hexdigest()}.svg"


@cache
def _use_fonts() -> None:
    """Words are measured with the font they are shown in."""
    import vl_convert

    vl_convert.register_font_directory(str(static_folder() / "fonts"))


def _localised(spec: dict[str, Any], form: Format, currency: str | None, width: int) -> dict[str, Any]:
    """The specification with its labels in the reader's locale and zone; without a title, which the page tells."""
    meta = spec.pop("usermeta", {}).get("accord", {})
    spec.pop("title", None)
    for channel, axis in meta.get("axes", {}).items():
        most = 3 if channel == "y" else max(3, width // 120)
        spec["encoding"][channel]["axis"] |= _labels(axis["unit"], axis["domain"], most, form, currency)
    for field, unit in meta.get("texts", {}).items():
        for row in spec["data"]["values"]:
            row["text"] = _shown(row[field], unit, form, currency)
    if "rows" in meta:
        names = [_name(row["label"], meta["rows"], form, width) for row in spec["data"]["values"]]
        spec["encoding"]["y"]["axis"]["labelExpr"] = f"{json.dumps(names)}[datum.value]"
        _leave_room(spec, meta["reach"], width - _LETTER * max(map(len, names), default=0))
    return {"autosize": {"type": "fit", "contains": "padding"}, "width": width, **spec, "config": _CONFIG}


def _leave_room(spec: dict[str, Any], reach: list[float], width: float) -> None:
    """Room on the right for the longest text, whatever the width: a number that is cut off is a wrong number."""
    words = _LETTER * max((len(row["text"]) for row in spec["data"]["values"]), default=0) + 2 * _LETTER
    more = (reach[1] - reach[0]) * words / max(width - words, words)
    for layer in spec["layer"]:
        if "scale" in layer["encoding"].get("x", {}):
            layer["encoding"]["x"]["scale"]["domain"] = [reach[0], reach[1] + more]


def _labels(unit: str, domain: list[float], most: int, form: Format, currency: str | None) -> dict[str, Any]:
    """Where the labels of an axis stand, and what they say."""
    low, high = domain
    values = time_ticks(low, high, most, form.zone) if unit in ("time", "day") else number_ticks(low, high, most)
    texts = [_shown(v, unit, form, currency) for v in values]
    return {"values": values, "labelExpr": f"{json.dumps(texts)}[indexof({json.dumps(values)}, datum.value)]"}


def _shown(value: Any, unit: str, form: Format, currency: str | None) -> str:
    if unit in ("time", "day") and not isinstance(value, str):
        return time_label(value, form)
    return form.cell(value, unit, currency)  # type: ignore[arg-type]


def _name(value: Any, unit: str, form: Format, width: int) -> str:
    """The name of a row, cut to leave the drawing room; the table beside it tells the whole."""
    text = value if isinstance(value, str) else _when(moment(value), unit, form)
    most = width // 22
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _when(t: datetime, unit: str, form: Format) -> str:
    return form.day(t) if unit == "day" else f"{form.short_day(t)}, {form.clock(t)}"


def themed(svg: str, label: str, name: str) -> str:
    """The same drawing for a page: colours as classes of the style sheet, nothing but shapes and words.

    ``label`` stands for the drawing where it cannot be seen; ``name`` sets its ids apart from those of others.
    """
    from defusedxml.ElementTree import fromstring, tostring

    root: Element = fromstring(svg)
    clean = _clean(root, name)
    clean.attrib = {"viewBox": clean.get("viewBox", ""), "role": "img", "aria-label": label, "class": "drawing"}
    return str(tostring(clean, encoding="unicode"))


def _clean(element: Element, name: str) -> Element:
    """A copy with known elements and attributes only: whatever else a specification brought is left behind."""
    kept = Element(_local(element.tag))
    kept.text = element.text
    classes = [c for c in (_colour(element, "fill"), _colour(element, "stroke")) if c]
    for key, value in element.attrib.items():
        if _local(key) in _ATTRIBUTES and key != "class":
            kept.set(_local(key), _value(_local(key), value, name))
    if classes:
        kept.set("class", " ".join(classes))
    kept.extend(_clean(child, name) for child in element if _is_shown(child))
    return kept


def _is_shown(element: Element) -> bool:
    """Without the backgrounds and hidden labels that Vega draws for its own sake."""
    if _local(element.tag) not in _ELEMENTS or element.get("class") == "background":
        return False
    return not (element.get("opacity") == "0" and _local(element.tag) == "text")


def _value(key: str, value: str, name: str) -> str:
    if key == "id":
        return f"{name}-{value}"
    if key == "clip-path":
        return value.replace("url(#", f"url(#{name}-")
    return _NUMBER.sub(lambda m: f"{float(m[0]):.1f}", value)


def _colour(element: Element, key: str) -> str:
    """The class that paints an element: ``f-ink`` for a fill in ink; a colour of its own is shown in ink."""
    value = element.get(key, "")
    if not value or value in ("transparent", "white"):
        return f"{key[0]}-none" if key == "fill" and value else ""
    return f"{key[0]}-{'none' if value == 'none' else _NAMES.get(value, 'ink')}"


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
