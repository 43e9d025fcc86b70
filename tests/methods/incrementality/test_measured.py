"""Which measured hours count as below target: enough lost to matter, neither chance nor one bad sample."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from accord.clauses.charter import Service, Slo
from accord.methods.incrementality.measured import Slow, below_target

START = np.datetime64("2026-03-02T00:00:00", "s")
CHECKOUT = Service("checkout", aliases=("Cart",), slos=(Slo("answered in time", 0.999),))
DAYS = 14


def rows(
    failing: dict[int, float], *, asked: float = 12_000.0, worst: float | None = None, **more: Any
) -> dict[str, Any]:
    """Two weeks of hours in 12 samples each, by hour the share that fails; 0.01 % in all others."""
    n = 24 * DAYS
    share = np.array([failing.get(hour, 0.0001) for hour in range(n)])
    made = {
        "service": np.full(n, "cart", dtype=object),
        "measured_at": START + np.arange(n) * np.timedelta64(3600, "s"),
        "seconds": np.full(n, 300),
        "samples": np.full(n, 12),
        "total": np.full(n, asked),
        "failed": np.rint(share * asked),
        "worst": np.ceil(share * asked / 12) if worst is None else np.full(n, worst),
    }
    return {**made, **more}


def told(failing: dict[int, float], service: Service = CHECKOUT, **more: Any) -> list[tuple[int, int]]:
    """First and last hour of each stretch."""
    hour = np.timedelta64(3600, "s")
    return [
        (int((s.start - START) / hour), int((s.end - START) / hour))
        for s in below_target(service, rows(failing, **more))
    ]


def test_an_hour_that_burns_2_percent_of_a_month_counts_by_itself() -> None:
    assert told({40: 0.016}) == [(40, 41)]
    assert told({40: 0.013}) == []


def test_a_slower_burn_counts_where_it_lasts() -> None:
    assert told({40: 0.007, 41: 0.007, 42: 0.007}) == [(40, 43)]
    assert told({40: 0.007, 41: 0.007}) == []
    assert told(dict.fromkeys(range(40, 60), 0.005)) == [], "no burn of five times calls anybody"


def test_few_requests_are_no_proof() -> None:
    assert told({40: 0.05}, asked=40.0) == []
    assert told({40: 0.05}, asked=400.0) == [(40, 41)]


def test_a_stretch_that_rests_on_one_sample_does_not_count() -> None:
    assert told({40: 0.05}, worst=595.0) == []


def test_what_fails_every_day_at_that_hour_hides_nothing() -> None:
    nightly = {24 * day + 2: 0.3 for day in range(DAYS)}
    assert told(nightly) == []
    assert told({**nightly, 26: 0.6}) == [(26, 27)]


def test_of_several_targets_the_lowest_counts_and_without_one_nothing_does() -> None:
    both = replace(CHECKOUT, slos=(*CHECKOUT.slos, Slo("within a second", 0.95)))
    assert told({40: 0.3}) == [(40, 41)]
    assert told({40: 0.3}, both) == []
    assert told({40: 0.8}, both) == [(40, 41)]
    assert told({40: 0.8}, replace(CHECKOUT, slos=())) == []


def test_a_target_that_allows_a_quarter_to_fail_can_still_be_missed() -> None:
    vitals = replace(CHECKOUT, slos=(Slo("three of four within a second", 0.75),))
    assert told({40: 0.9, 41: 0.9}, vitals) == [(40, 42)]


def test_hours_that_were_not_measured_are_no_failure_and_end_a_stretch() -> None:
    total = np.full(24 * DAYS, 12_000.0)
    total[41] = 0
    found = rows({40: 0.02, 41: 0.02, 42: 0.02}, total=total)
    found["failed"][41] = 0
    assert [s.samples for s in below_target(CHECKOUT, found)] == [12, 12]


def test_samples_of_a_rarer_length_are_left_out() -> None:
    found = rows({40: 0.5})
    found["seconds"][40] = 60
    assert list(below_target(CHECKOUT, found)) == []


@pytest.mark.parametrize("name", ["CHECKOUT", "cart"])
def test_a_service_is_known_by_its_other_names(name: str) -> None:
    found = rows({40: 0.5}, service=np.full(24 * DAYS, name, dtype=object))
    assert list(below_target(CHECKOUT, found)) == [
        Slow(name, START + np.timedelta64(40, "h"), START + np.timedelta64(41, "h"), 300, 12)
    ]
    assert list(below_target(replace(CHECKOUT, name="search", aliases=()), found)) == []
