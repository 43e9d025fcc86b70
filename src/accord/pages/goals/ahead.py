"""Forecasts made ahead of the first reader, each in a file named by what it was made from: nobody need wait."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from accord.clauses.objectives import KeyResult
from accord.methods.forecasts import CannotTell, Forecast
from accord.methods.metrics import Series
from accord.units.interval import Interval

VERSION = 1
"""Of the method; a forecast made by another one is made anew."""
Told = Forecast | CannotTell


def name_of(series: Series, result: KeyResult) -> str:
    """What a forecast depends on, as a file's name."""
    asked = [VERSION, result.metric.unit, result.metric.direction, result.over, result.target, str(result.by)]
    first = str(series.months[0]) if series.months else ""
    content = json.dumps([*asked, first, [repr(float(v)) for v in series.values]])
    return f"forecast-{hashlib.sha256(content.encode()).hexdigest()[:32]}.json"


def made_ahead(folder: Path, series: Series, result: KeyResult, make: Callable[[], Told], *, keep: bool) -> Told:
    """The forecast as it was kept, else a new one, which is kept where ``keep`` says so."""
    path = folder / name_of(series, result)
    try:
        found = _read(path.read_text(encoding="utf-8"))
        if keep:
            os.utime(path)
        return found
    except (OSError, ValueError, KeyError, TypeError):
        made = make()
    if keep:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_text(json.dumps(asdict(made)), encoding="utf-8")
        aside.replace(path)
    return made


def _read(text: str) -> Told:
    plain = json.loads(text)
    return CannotTell(**plain) if "reason" in plain else Forecast(**{**plain, "value": Interval(**plain["value"])})
