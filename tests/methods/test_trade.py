from __future__ import annotations

from typing import Any

import numpy as np

from accord.methods.trade import of_the_trade, placed, segments, trades

START = np.datetime64("2026-03-02T10:00:00", "us")
NO_RATES = {"day": np.array([], "datetime64[us]"), "currency": np.array([], object), "per_base": np.array([]),
            "base": np.array([], object)}  # fmt: skip


def orders(*rows: tuple[int, str, str, int, int]) -> dict[str, Any]:
    """Rows of minute, segment, currency, orders and minor units."""
    minute, segment, currency, count, amount = zip(*rows, strict=True) if rows else ((),) * 5
    return {
        "at": START + np.array(minute, dtype=np.int64) * np.timedelta64(60, "s"),
        "segment": np.array(segment, object),
        "currency": np.array(currency, object),
        "orders": np.array(count, dtype=np.int64),
        "amount_minor": np.array(amount, dtype=np.int64),
    }


MIXED = orders((0, "web", "EUR", 2, 900), (0, "app", "EUR", 1, 500), (3, "web", "USD", 4, 800))


def rate(per_base: float) -> dict[str, Any]:
    return {"day": np.array(["2026-03-01"], "datetime64[us]"), "currency": np.array(["USD"], object),
            "per_base": np.array([per_base]), "base": np.array(["EUR"], object)}  # fmt: skip


def test_without_orders_there_is_no_trade() -> None:
    assert trades(orders(), NO_RATES, base="EUR") == []


def test_without_rates_each_currency_is_a_trade_of_its_own_the_largest_first() -> None:
    found = trades(MIXED, NO_RATES, base="EUR")
    assert [(t.currency, t.stream.counts.sum(), t.stream.money.sum()) for t in found] == [
        ("USD", 4, 800),
        ("EUR", 3, 1400),
    ]
    assert [len(t.stream.counts) for t in found] == [4, 4]


def test_with_a_rate_all_is_one_trade() -> None:
    [one] = trades(MIXED, rate(2.0), base="EUR")
    assert (one.currency, one.paid_in) == ("EUR", ("EUR", "USD"))
    assert one.stream.money.tolist() == [1400, 0, 0, 400]


def test_a_segment_s_grid_begins_and_ends_with_the_whole_shop_s() -> None:
    [app] = trades(MIXED, rate(2.0), base="EUR", segment="app")
    assert app.stream.counts.tolist() == [1, 0, 0, 0]
    assert trades(MIXED, NO_RATES, base="EUR", segment="phone") == []


def test_the_grid_reaches_to_where_the_facts_end() -> None:
    [one] = trades(MIXED, rate(2.0), base="EUR", until=START + np.timedelta64(600, "s"))
    assert len(one.stream.counts) == 10


def test_evidence_is_narrowed_to_the_trade_s_currencies_only_where_there_are_others() -> None:
    usd, _ = trades(MIXED, NO_RATES, base="EUR")
    [condition] = of_the_trade(usd, MIXED)
    assert (condition.column, condition.value) == ("currency", ("USD",))
    assert of_the_trade(trades(MIXED, rate(2.0), base="EUR")[0], MIXED) == ()


def test_segments_are_named_ones_of_some_size_largest_first() -> None:
    told = orders((0, "app", "EUR", 30, 1), (0, "web", "EUR", 60, 1), (0, "", "EUR", 500, 1), (0, "fax", "EUR", 1, 1))
    assert segments(told) == ["web", "app"]
    assert segments(orders()) == []


def test_evidence_counts_what_its_conditions_open_to() -> None:
    [one] = trades(MIXED, rate(2.0), base="EUR")
    usd, _ = trades(MIXED, NO_RATES, base="EUR")
    assert [placed(t, MIXED, slice(0, 4)) for t in (one, usd)] == [7, 4]
    assert placed(one, MIXED, slice(0, 3)) == 3
    assert placed(one, MIXED, slice(0, 4), "web") == 6
