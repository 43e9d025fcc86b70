"""A forecast made ahead is the one that pages show, and a file that is broken or of something else is made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from accord.clauses.objectives import KeyResult, built_in
from accord.methods.forecasts import CannotTell, Forecast
from accord.methods.metrics import Series
from accord.pages.goals.ahead import Told, made_ahead, name_of
from accord.units.interval import Interval

METRIC = built_in("revenue")
assert METRIC is not None
MONTHS = tuple(date(2026, n, 1) for n in range(1, 4))
VALUES = np.array([1.0, np.nan, 3.0])
SERIES = Series(METRIC, MONTHS, VALUES, np.array([1, 0, 1]), VALUES, VALUES)
RESULT = KeyResult(METRIC, 5.0, date(2026, 9, 30), "Head of brand", "Head of platform")
FOUND = Forecast(Interval(4.0, 3.0, 5.5), 0.25, 6, 9, 10)


def never() -> Told:
    raise AssertionError("it was made already")


@pytest.mark.parametrize("told", [FOUND, CannotTell("too little history")])
def test_what_was_made_ahead_is_read_back(told: Told, tmp_path: Path) -> None:
    assert made_ahead(tmp_path / "drawn", SERIES, RESULT, lambda: told, keep=True) == told
    assert made_ahead(tmp_path / "drawn", SERIES, RESULT, never, keep=False) == told


def test_another_month_or_target_is_another_forecast(tmp_path: Path) -> None:
    others = [
        name_of(SERIES.taken(slice(0, 2)), RESULT),
        name_of(SERIES, replace(RESULT, target=6.0)),
        name_of(SERIES, replace(RESULT, over="quarter")),
        name_of(SERIES, replace(RESULT, by=date(2026, 10, 31))),
    ]
    assert len({name_of(SERIES, RESULT), *others}) == 5


def test_a_broken_file_is_made_anew_and_pages_keep_nothing(tmp_path: Path) -> None:
    (tmp_path / name_of(SERIES, RESULT)).write_text("{", encoding="utf-8")
    assert made_ahead(tmp_path, SERIES, RESULT, lambda: FOUND, keep=False) == FOUND
    assert (tmp_path / name_of(SERIES, RESULT)).read_text(encoding="utf-8") == "{"
    assert made_ahead(tmp_path, SERIES, RESULT, lambda: FOUND, keep=True) == FOUND
    assert made_ahead(tmp_path, SERIES, RESULT, never, keep=True) == FOUND
