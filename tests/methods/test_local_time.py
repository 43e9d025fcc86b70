"""Local clocks, checked against the standard library one time at a time."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.local_time import months_later, segments, to_local, to_utc

# both hemispheres, half-hour clocks and a half-hour change, no change, a change at midnight, a skipped day
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Santiago",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
)
times = st.integers(
    int(datetime(2005, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2035, 1, 1, tzinfo=UTC).timestamp())
)


def seconds(wall: datetime) -> int:
    return int(wall.replace(tzinfo=UTC, fold=0).timestamp())


@given(st.lists(times, max_size=5), st.sampled_from(ZONES))
def test_local_clocks_show_what_the_standard_library_says(utc: list[int], zone: str) -> None:
    expected = [seconds(datetime.fromtimestamp(t, ZoneInfo(zone))) for t in utc]
    assert to_local(utc, zone).tolist() == expected


@given(st.lists(times, max_size=5), st.sampled_from(ZONES))
def test_a_local_time_is_found_as_the_standard_library_finds_it(local: list[int], zone: str) -> None:
    walls = [datetime.fromtimestamp(t, UTC).replace(tzinfo=ZoneInfo(zone)) for t in local]
    assert to_utc(local, zone).tolist() == [int(wall.timestamp()) for wall in walls]


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Berlin", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25T01:00"),
        ("America/New_York", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", "2026-04-04T15:00"),
    ],
)
def test_every_minute_around_a_change_is_right(zone: str, change: str) -> None:
    middle = int(np.datetime64(change, "s").astype(int))
    utc = middle + 60 * np.arange(-300, 300)
    expected = [seconds(datetime.fromtimestamp(t, ZoneInfo(zone))) for t in utc.tolist()]
    assert to_local(utc, zone).tolist() == expected
    assert segments(int(utc[0]), int(utc[-1]), zone)[0].tolist() == [utc[0], middle]


def test_any_shape_is_kept_and_nothing_stays_nothing() -> None:
    assert to_local(np.zeros((2, 3), np.int64), "UTC").shape == (2, 3)
    assert to_utc([], "Europe/Berlin").tolist() == []


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        to_local([0], "Mars/Olympus")


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(-100, 100))
def test_months_later_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])
