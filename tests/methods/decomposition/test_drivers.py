"""What moved a total: to the cent, mix apart, intervals that hold."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from accord.methods.decomposition import Drivers, Method, Rows, TreeError, apportion, drivers, parse
from accord.methods.decomposition.bootstrap import day_weights

REVENUE = parse("revenue = visits * conversion * order_value")
METHODS: tuple[Method, Method] = ("lmdi", "shapley")
CHANNELS = np.array(["app", "mail", "web"])

both = pytest.mark.parametrize("method", METHODS)
counts = st.integers(0, 5_000).map(float)


def period(columns: npt.NDArray[np.float64], group: npt.NDArray[np.str_] = CHANNELS) -> Rows:
    return Rows(dict(zip(("visits", "orders", "revenue"), columns, strict=True)), group)


def split(before: Rows, after: Rows, method: Method = "lmdi", **settings: object) -> Drivers:
    return drivers(before, after, REVENUE, rng=np.random.default_rng(0), method=method, minor=100, **settings)  # type: ignore[arg-type]


@st.composite
def shops(draw: st.DrawFn) -> Rows:
    """Three channels; some have no visits, or visits without orders. Revenue has cents."""
    visits = np.array([draw(counts) for _ in CHANNELS])
    orders = np.array([float(draw(st.integers(0, int(v)))) for v in visits])
    revenue = np.array([draw(st.integers(0, 10**7)) / 100 if o else 0.0 for o in orders])
    return period(np.stack([visits, orders, revenue]))


@given(shops(), shops(), st.sampled_from(METHODS))
def test_effects_add_up_to_each_group_s_change_to_the_cent(before: Rows, after: Rows, method: Method) -> None:
    found = split(before, after, method)
    assert found.effects.dtype == np.int64
    cents = [np.rint(rows.columns["revenue"] * 100).astype(int) for rows in (before, after)]
    assert found.before.tolist() == cents[0].tolist()
    assert found.after.tolist() == cents[1].tolist()
    assert (found.effects.sum(axis=0) == cents[1] - cents[0]).all()
    assert found.totals.sum() == found.change == (cents[1] - cents[0]).sum()


@given(shops(), shops(), st.sampled_from(METHODS))
def test_going_back_undoes_each_effect_to_a_cent_a_group(before: Rows, after: Rows, method: Method) -> None:
    forth, back = split(before, after, method), split(after, before, method)
    assert abs(forth.effects + back.effects).max() <= 2


@given(shops(), shops(), st.permutations(range(3)))
def test_the_order_of_rows_does_not_matter(before: Rows, after: Rows, order: list[int]) -> None:
    turned = Rows({name: column[order] for name, column in after.columns.items()}, CHANNELS[order])
    assert np.array_equal(split(before, after).effects, split(before, turned).effects)


@both
def test_shares_that_shift_between_groups_are_mix_and_not_rates(method: Method) -> None:
    before = period(np.array([[500, 100, 400], [50, 5, 4], [1000, 200, 400.0]]))
    after = period(np.array([[100, 100, 800], [10, 5, 8], [200, 200, 800.0]]))
    found = split(before, after, method)
    assert found.factors == ("visits", "mix", "conversion", "order_value")
    assert found.totals.tolist() == [0, found.change, 0, 0]
    assert found.dominant == "mix"


def test_equal_groups_have_no_mix_by_shapley() -> None:
    before = period(np.array([[500, 100, 400], [50, 10, 40], [1000, 200, 800.0]]))
    after = period(np.array([[1000, 900, 100], [100, 90, 10], [2000, 1800, 200.0]]))
    found = split(before, after, "shapley")
    assert found.totals.tolist() == [found.change, 0, 0, 0]


@both
def test_a_group_that_appears_or_vanishes_is_told_as_volume_and_mix_only(method: Method) -> None:
    before = period(np.array([[0, 100, 400], [0, 5, 4], [0, 200, 400.0]]))
    after = period(np.array([[300, 0, 400], [9, 0, 4], [450, 0, 400.0]]))
    found = split(before, after, method)
    assert (found.appeared, found.vanished) == (("app",), ("mail",))
    assert (found.effects[2:, :2] == 0).all()
    assert np.isnan(found.leaf_before[1, 0])


@both
def test_groups_may_be_missing_from_one_file(method: Method) -> None:
    whole = np.array([[50, 100, 400], [5, 5, 4], [80, 200, 400.0]])
    found = split(period(whole[:, :2], CHANNELS[:2]), period(whole[:, 1:], CHANNELS[1:]), method)
    assert found.groups == ("app", "mail", "web")
    assert found.effects.sum(axis=0).tolist() == [-8000, 0, 40000]


def test_the_volume_is_the_first_factor_that_is_no_ratio() -> None:
    shop = period(np.array([[500, 100, 400], [50, 5, 4], [1000, 200, 400.0]]))
    turned = parse("revenue = conversion * order_value * visits")
    found = drivers(shop, shop, turned, rng=np.random.default_rng(0))
    assert found.factors == ("conversion", "order_value", "visits", "mix")


def test_one_group_has_no_mix() -> None:
    one = Rows({"visits": np.array([10.0]), "orders": np.array([2.0]), "revenue": np.array([9.0])})
    assert split(one, one).factors == ("visits", "conversion", "order_value")


def test_a_sum_has_no_mix_and_each_term_its_own_change() -> None:
    tree = parse("revenue = web + store")
    before = Rows({"web": np.array([3.0, 1]), "store": np.array([4.0, 0])}, np.array(["a", "b"]))
    after = Rows({"web": np.array([5.0, 2]), "store": np.array([1.0, 1])}, np.array(["a", "b"]))
    found = drivers(before, after, tree, rng=np.random.default_rng(0), minor=100)
    assert found.factors == ("web", "store")
    assert found.effects.tolist() == [[200, 100], [-300, 100]]


def test_without_days_no_interval_is_given() -> None:
    found = split(period(np.full((3, 3), 5.0)), period(np.full((3, 3), 6.0)))
    assert np.isnan([*found.low, *found.high, found.change_low, found.dominance]).all()


def test_empty_facts_change_nothing() -> None:
    none = period(np.empty((3, 0)), np.empty(0, CHANNELS.dtype))
    found = split(none, none)
    assert (found.groups, found.change) == ((), 0)


@pytest.mark.parametrize(
    ("formula", "volume", "message"),
    [("r = a * b", "c", "'c' is not in the formula"), ("r = a * mix", None, "'mix' is kept")],
)
def test_a_volume_that_cannot_be_is_refused(formula: str, volume: str | None, message: str) -> None:
    given = Rows({"a": np.ones(2), "b": np.ones(2), "mix": np.ones(2)}, np.array(["x", "y"]))
    with pytest.raises(TreeError, match=message):
        drivers(given, given, parse(formula), rng=np.random.default_rng(0), volume=volume)


def test_a_formula_that_divides_by_zero_is_refused() -> None:
    given = Rows({"a": np.ones(1), "b": np.ones(1), "c": np.ones(1)})
    with pytest.raises(ValueError, match="divides by zero"):
        drivers(given, given, parse("r = a / (b - c)"), rng=np.random.default_rng(0))


@given(
    arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 4)), elements=st.floats(-1e9, 1e9)),
    st.integers(-2, 2),
)
def test_rounded_parts_add_up_and_stay_close(parts: npt.NDArray[np.float64], off: int) -> None:
    totals = np.rint(parts.sum(axis=0)).astype(np.int64) + off
    whole = apportion(parts, totals)
    assert (whole.sum(axis=0) == totals).all()
    assert abs(whole - parts).max() < 1 + (abs(off) + 0.5) / len(parts) + 1e-6


def test_days_are_resampled_within_their_weekday() -> None:
    days = np.datetime64("2026-01-05") + np.arange(28)
    weights, freedom = day_weights(days, 400, np.random.default_rng(1))
    assert freedom == 21
    weekday = np.arange(28) % 7
    for day in range(7):
        assert np.allclose(weights[:, weekday == day].sum(axis=1), 4)


def test_the_resampled_variance_is_that_of_the_days() -> None:
    days = np.datetime64("2026-01-05") + np.arange(14)
    value = np.random.default_rng(2).normal(size=14)
    weights, _ = day_weights(days, 100_000, np.random.default_rng(3))
    pairs = value.reshape(2, 7)
    assert (weights @ value).var() == pytest.approx(((pairs[0] - pairs[1]) ** 2).sum(), rel=0.02)


# --- intervals in made-up shops whose truth is known ---

VISITS = np.array([900.0, 250.0, 60.0])
WEEK = np.array([1, 0.9, 0.9, 1, 1.2, 1.6, 1.4])


def shop_days(
    rng: np.random.Generator, conversion: npt.NDArray[np.float64], value: float, days: int, start: str
) -> Rows:
    """Days that scatter more than dice: each day's traffic has a luck of its own, shared by channels."""
    luck = rng.gamma(100, 0.01, (days, 1)) * WEEK[np.arange(days) % 7, None]
    visits = rng.poisson(VISITS * luck)
    orders = rng.binomial(visits, conversion)
    revenue = rng.gamma(np.maximum(orders, 1e-9) * 2.0, value / 2).round(2) * (orders > 0)
    columns = {"visits": visits, "orders": orders, "revenue": revenue}
    return Rows(
        {name: column.ravel().astype(float) for name, column in columns.items()},
        np.tile(CHANNELS, days),
        np.repeat(np.datetime64(start) + np.arange(days), 3),
    )


def truth(method: Method, before: npt.NDArray[np.float64], after: npt.NDArray[np.float64], days: int) -> list[float]:
    """Effects of the expected numbers themselves."""
    weeks = WEEK.mean() * days
    ends = [
        Rows({"visits": VISITS * weeks, "conversion": conversion, "order_value": np.full(3, 40.0)}, CHANNELS)
        for conversion in (before, after)
    ]
    return drivers(*ends, REVENUE, rng=np.random.default_rng(0), method=method, minor=100).totals.tolist()


def held(runs: int, days: int, method: Method) -> npt.NDArray[np.float64]:
    """In what share of the runs each factor's interval holds the truth."""
    conversion = np.array([0.04, 0.06, 0.1])
    planted = conversion * np.array([0.8, 1.0, 1.1])
    real = np.array(truth(method, conversion, planted, days))
    hits = np.zeros(4)
    for seed in range(runs):
        rng = np.random.default_rng([7, seed])
        before = shop_days(rng, conversion, 40, days, "2026-01-05")
        after = shop_days(rng, planted, 40, days, "2026-03-02")
        found = drivers(before, after, REVENUE, rng=rng, method=method, minor=100, draws=400)
        hits += (found.low <= real) & (real <= found.high)
    return hits / runs


@both
def test_intervals_hold_the_planted_effects(method: Method) -> None:
    assert (abs(held(200, 28, method) - 0.9) <= 0.06).all()


@pytest.mark.soak
@pytest.mark.parametrize("days", [14, 28, 56])
@both
def test_intervals_hold_the_planted_effects_in_a_thousand_runs(method: Method, days: int) -> None:
    assert (abs(held(1000, days, method) - 0.9) <= 0.04).all()


def test_the_same_seed_gives_the_same_numbers() -> None:
    rng = np.random.default_rng(3)
    before, after = (shop_days(rng, np.full(3, 0.05), 40, 14, start) for start in ("2026-01-05", "2026-02-02"))
    first, again = (split(before, after) for _ in range(2))
    assert np.array_equal(first.low, again.low)
    assert first.dominance == again.dominance


def test_the_dominant_driver_is_told_with_how_sure_that_is() -> None:
    rng = np.random.default_rng(3)
    before = shop_days(rng, np.full(3, 0.05), 40, 28, "2026-01-05")
    after = shop_days(rng, np.full(3, 0.03), 40, 28, "2026-02-02")
    found = split(before, after)
    assert (found.dominant, found.dominance) == ("conversion", 1.0)
    assert found.high[found.factors.index("conversion")] < 0
