"""Kept, broken, cannot tell: three answers, always exactly one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.promises import verdict
from accord.units.interval import Interval

numbers = st.floats(-1e9, 1e9)
intervals = st.tuples(numbers, numbers, numbers).map(lambda v: Interval(*(sorted(v)[i] for i in (1, 0, 2))))
leasts = st.floats(1e-3, 1e9)


def test_an_effect_surely_above_nothing_whose_middle_reaches_the_least_is_kept() -> None:
    assert verdict(Interval(100, 1, 200), least=100) == "kept"


def test_an_effect_wholly_below_the_least_is_broken_even_where_it_is_surely_real() -> None:
    assert verdict(Interval(40, 10, 79), least=80) == "broken"


def test_an_effect_that_may_be_nothing_is_never_kept() -> None:
    assert verdict(Interval(100, 0, 200), least=50) == "cannot_tell"


def test_a_real_effect_whose_middle_misses_the_least_while_its_end_reaches_it_cannot_be_told() -> None:
    assert verdict(Interval(60, 10, 110), least=80) == "cannot_tell"


@pytest.mark.parametrize("least", [0.0, -1.0, float("nan")])
def test_a_least_that_nothing_could_break_is_refused(least: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        verdict(Interval(1, 0, 2), least)


@given(intervals, leasts)
def test_kept_and_broken_never_meet(effect: Interval, least: float) -> None:
    kept = effect.low > 0 and effect.mid >= least
    broken = effect.high < least
    assert not (kept and broken)
    assert verdict(effect, least) == ("kept" if kept else "broken" if broken else "cannot_tell")


@given(intervals, leasts, st.floats(1.01, 10))
def test_asking_for_more_never_turns_a_promise_from_broken_to_kept(effect: Interval, least: float, by: float) -> None:
    order = {"broken": 0, "cannot_tell": 1, "kept": 2}
    assert order[verdict(effect, least * by)] <= order[verdict(effect, least)]
