from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from babel import Locale, localedata
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from accord.facts.convert_errors import Unreadable
from accord.facts.convert_times import Times, month_names, utc_of_offsets
from accord.facts.locale_dates import DateEvidence, order_of, settle_dates
from accord.facts.reading import Ask, Given

DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
TIMES = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31)).map(lambda t: t.replace(microsecond=0))


@given(DAYS, st.sampled_from(["en_US", "en_GB", "de_DE", "fr_FR", "pt_BR", "es_ES", "it_IT", "nl_NL"]))
def test_long_dates_of_each_language_are_read_back(day: date, locale: str) -> None:
    assert Times().day(format_date(day, "long", locale)) == day


@given(DAYS, st.booleans(), st.sampled_from("/-"))
def test_numeric_dates_are_read_in_the_settled_order(day: date, day_first: bool, sign: str) -> None:
    first, second = (day.day, day.month) if day_first else (day.month, day.day)
    assert Times(day_first).day(f"{first}{sign}{second}{sign}{day.year}") == day
    assert Times(day_first).day(f"{first:02d}/{second:02d}/{day.year % 100:02d}") == day or day.year < 1969


@given(TIMES, st.integers(-14 * 60, 14 * 60))
def test_an_offset_is_taken_to_utc_one_by_one_and_all_at_once(when: datetime, minutes: int) -> None:
    local = when.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    text = local.strftime("%Y-%m-%d %H:%M:%S %z")
    expected = local.astimezone(UTC).replace(tzinfo=None)
    assert Times().utc(text) == expected
    assert utc_of_offsets([text])[0] == np.datetime64(expected)


@given(TIMES, st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]))
def test_local_times_are_taken_to_utc(when: datetime, zone: str) -> None:
    expected = when.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
    assert Times(zone=zone).utc(when.isoformat(sep=" ")) == expected


def test_the_hour_that_the_clocks_repeat_or_skip_is_counted() -> None:
    times = Times(zone="Europe/Berlin")
    assert times.utc("2026-10-25 02:30") == datetime(2026, 10, 25, 0, 30)
    assert times.utc("2026-03-29 02:30") == datetime(2026, 3, 29, 1, 30)
    times.utc("2026-07-01 02:30")
    assert (times.repeated, times.skipped) == (1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11/May/24 03:26 PM", datetime(2024, 5, 11, 15, 26)),
        ("27/Sep/26 12:00 AM", datetime(2026, 9, 27)),
        ("20260930", datetime(2026, 9, 30)),
        ("2016-06-09T12:59:33.851Z", datetime(2016, 6, 9, 12, 59, 33, 851000)),
        ("1 sept. 2026", datetime(2026, 9, 1)),
        ("3.4.2026 7:05", datetime(2026, 4, 3, 7, 5)),
        ("9/24/2026, 1:00 PM", datetime(2026, 9, 24, 13)),
        ("2026-05-01 10:00 UTC", datetime(2026, 5, 1, 10)),
    ],
)
def test_the_forms_that_exports_write_are_read(text: str, expected: datetime) -> None:
    assert Times(zone="UTC").utc(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "0001-01-01", "9999-12-31", "2026-02-30", "31/02/2026", "2026-13-01", "25:00", "00:00:00", "41754",
     "yesterday", "2026-05-01 25:00", "2026-05-01 13:00 PM", "12/12/12/12", "2026-05-01" + "0" * 100, "11/Foo/24"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Times(day_first=True, zone="UTC").utc(text)


def test_no_name_stands_for_two_months() -> None:
    from babel.dates import get_month_names

    for language in ("en", "de", "fr", "pt", "uk", "es", "it", "nl"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, "format", language).items():
                assert month_names()[name.casefold().rstrip(".")] == number


@pytest.mark.parametrize(
    ("value", "order"),
    [("13/04/2026", "day"), ("04/13/2026", "month"), ("03/04/2026", "?"), ("04/04/2026", ""), ("3.4.2026", ""),
     ("2026-04-03", ""), ("25-09-11", "?"), ("25-09-87", "day"), ("13/04/26 10:00", "day")],
)  # fmt: skip
def test_a_date_says_which_comes_first_or_that_it_may_be_either(value: str, order: str) -> None:
    assert order_of(value) == order


def settled(*values: str, given: Given | None = None, locale: str = "en_US") -> bool:
    seen = DateEvidence()
    seen.look(values, range(2, 2 + len(values)), "Date")
    return settle_dates(seen, given or Given(), locale)


def test_one_clear_date_settles_the_file_and_none_is_asked_about() -> None:
    assert settled("03/04/2026", "25/04/2026") is True
    assert settled("03/04/2026", "04/25/2026") is False
    with pytest.raises(Ask) as asked:
        settled("04/04/2026", "03/04/2026")
    assert (asked.value.setting, asked.value.row, asked.value.value) == ("day_first", 3, "03/04/2026")
    assert settled("03/04/2026", given=Given(day_first=True)) is True
    assert settled("03/04/2026", given=Given(locale="en_GB")) is True


def test_dates_that_contradict_each_other_are_asked_about() -> None:
    with pytest.raises(Ask, match="25/04/2026"):
        settled("25/04/2026", "04/25/2026")


def test_whoever_writes_a_decimal_comma_writes_the_day_before_the_month() -> None:
    assert settled("03/04/2026", locale="de_DE") is True
    month_first = []
    for name in localedata.locale_identifiers():
        locale = Locale.parse(name)
        symbols = locale.number_symbols.get("latn", {})
        pattern = locale.date_formats["short"].pattern
        if symbols.get("decimal") == "," and -1 < pattern.find("M") < pattern.find("d") < pattern.find("y"):
            month_first.append(locale.language)
    assert set(month_first) == {"blo"}
