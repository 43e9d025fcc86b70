from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest

from accord.clauses.charter import Service
from accord.methods.incidents import Case
from accord.methods.uptime import share_of_orders, uptime

FIRST, LAST = datetime(2026, 3, 2), datetime(2026, 3, 3)
START = np.datetime64(FIRST, "us")
MINUTE = np.timedelta64(60_000_000, "us")
CHECKOUT = Service("checkout", carries="orders", aliases=("shop",))


def measured(*rows: tuple[str, int, int, float, float]) -> dict[str, Any]:
    """Rows of service, minute, seconds, good and total."""
    service, minute, seconds, good, total = zip(*rows, strict=True) if rows else ((),) * 5
    return {
        "service": np.array(service, object),
        "measured_at": START + np.array(minute, dtype=np.int64) * MINUTE,
        "seconds": np.array(seconds, dtype=np.int64),
        "good": np.array(good, dtype=float),
        "total": np.array(total, dtype=float),
    }


def case(first: int, last: int, planned: bool = False, priced: bool = True) -> Case:
    begin, end = START + first * MINUTE, START + last * MINUTE
    return Case(CHECKOUT, begin, end, False, (0,), "1", planned, priced and not planned)


def test_measurements_lie_on_a_grid_with_gaps_told_as_not_measured() -> None:
    found = uptime(CHECKOUT, measured(("shop", 0, 300, 90, 100), ("Checkout", 10, 300, 50, 100)), [], FIRST, LAST)
    assert found is not None
    assert (found.seconds, found.measured, len(found.good)) == (300, True, 3)
    assert np.isnan(found.good[1])
    assert found.failed_share.tolist() == pytest.approx([0.1, 0.0, 0.5])


def test_samples_of_a_rare_length_are_left_out_and_good_never_exceeds_all() -> None:
    rows = measured(("shop", 0, 300, 120, 100), ("shop", 5, 300, 100, 100), ("shop", 7, 60, 0, 100))
    found = uptime(CHECKOUT, rows, [], FIRST, LAST)
    assert found is not None
    assert found.failed_share.tolist() == [0, 0]


def test_incidents_stand_in_where_nothing_was_measured() -> None:
    told = [case(10, 20), case(15, 25), case(100, 110, priced=False), case(200, 230, planned=True)]
    found = uptime(CHECKOUT, measured(("search", 0, 300, 0, 100)), told, FIRST, LAST)
    assert found is not None
    assert not found.measured
    assert len(found.good) == 1440
    assert (found.failed_share * ~found.planned).sum() == 15
    assert found.planned.sum() == 30


def test_announced_work_is_marked_on_measurements_that_it_touches() -> None:
    rows = measured(*(("shop", 5 * i, 300, 0, 100) for i in range(6)))
    found = uptime(CHECKOUT, rows, [case(7, 12, planned=True)], FIRST, LAST)
    assert found is not None
    assert found.planned.tolist() == [False, True, True, False, False, False]


def test_where_nothing_speaks_of_a_service_nothing_is_known() -> None:
    assert uptime(CHECKOUT, measured(), [], FIRST, LAST) is None


def test_samples_within_a_stretch_are_those_that_begin_in_it() -> None:
    rows = measured(*(("shop", 5 * i, 300, 100, 100) for i in range(6)))
    found = uptime(CHECKOUT, rows, [], FIRST, LAST)
    assert found is not None
    begin = found.start
    assert found.within(begin, begin + 300) == slice(0, 1)
    assert found.within(begin + 1, begin + 601) == slice(1, 3)
    assert found.within(begin - 999, begin + 99_999) == slice(0, 6)


def test_a_service_carries_all_orders_or_its_segment_s_share_of_money() -> None:
    orders = {"segment": np.array(["web", "app"], object), "amount_minor": np.array([300, 100])}
    assert share_of_orders(orders, None) == 1.0
    assert share_of_orders(orders, "web") == 0.75
    assert share_of_orders(orders, "phone") == 0.0
