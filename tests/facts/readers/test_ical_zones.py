"""Zone names of calendars, as their programs write them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.facts.readers.ical_zones import iana


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/BERLIN ", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Romance Standard Time", "Europe/Paris"),
        ("eastern standard time", "America/New_York"),
        ("(GMT+01.00) Sarajevo/Skopje/Sofija, Berlin", "Europe/Berlin"),
        ("GMT+0100", "Etc/GMT-1"),
        ("UTC-5", "Etc/GMT+5"),
        ("America/New York", "America/New_York"),
        ("UTC", "UTC"),
    ],
)
def test_a_name_is_understood(name: str, zone: str) -> None:
    assert iana(name) == zone


@pytest.mark.parametrize("name", ["", "Our office", "GMT+0130", "(UTC+01:00) Atlantis", "../../etc/passwd", "America"])
def test_what_would_be_a_guess_is_not_made(name: str) -> None:
    assert iana(name) is None


@given(st.text())
def test_whatever_it_answers_is_a_zone(name: str) -> None:
    zone = iana(name)
    assert zone is None or ZoneInfo(zone).key == zone
