"""Time cut into slices: the earlier period whole, the history behind it, the later period in about as long ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accord.analyses.effects.stretches import ABOUT, MOST, cut, place
from accord.units.period import Period

START = datetime(2025, 1, 1)


@given(history=st.integers(0, 1500), earlier=st.integers(20, 200), gap=st.integers(0, 120), later=st.integers(7, 200))
def test_slices_hold_the_earlier_period_exactly_and_lie_end_to_end(
    history: int, earlier: int, gap: int, later: int
) -> None:
    begins = START + timedelta(days=history)
    baseline = Period(begins, begins + timedelta(days=earlier))
    promise = Period(baseline.end + timedelta(days=gap), baseline.end + timedelta(days=gap + later))
    found = cut(START, baseline, promise, promise.end)
    chosen = [p for p, is_chosen in zip(found.before, found.chosen, strict=True) if is_chosen]
    assert abs(chosen[0].start - baseline.start) < timedelta(seconds=1)
    assert abs(chosen[-1].end - baseline.end) < timedelta(seconds=1)
    assert all(a.end == b.start for a, b in zip(found.before, found.before[1:], strict=False))
    assert found.before[0].start >= START - timedelta(seconds=1)
    assert found.before[-1].end <= promise.start + timedelta(seconds=1)
    assert found.later[0].start == promise.start
    assert abs(found.later[-1].end - promise.end) < timedelta(seconds=1)
    assert abs(found.per - later / (earlier / len(chosen))) < 1e-6
    assert found.numbers.start >= len(found.before)
    assert len(found.before) <= MOST + len(chosen) + gap


def test_a_quarter_is_three_slices_and_a_slice_is_about_four_weeks() -> None:
    quarter = Period(datetime(2026, 7, 1), datetime(2026, 10, 1))
    found = cut(
        datetime(2025, 10, 1), quarter, Period(datetime(2026, 10, 1), datetime(2027, 1, 1)), datetime(2027, 2, 1)
    )
    assert int(found.chosen.sum()) == len(found.later) == 3
    assert abs(found.before[0].seconds - ABOUT.total_seconds()) < 3 * 86_400


def test_what_the_facts_do_not_reach_yet_is_no_history() -> None:
    quarter = Period(datetime(2026, 7, 1), datetime(2026, 10, 1))
    later = Period(datetime(2027, 1, 1), datetime(2027, 4, 1))
    signed = cut(datetime(2025, 10, 1), quarter, later, datetime(2026, 10, 5))
    assert signed.before[-1].end == quarter.end
    assert signed.numbers.start == len(signed.before) + 3


def test_a_moment_lies_in_one_slice_and_an_end_belongs_to_the_next() -> None:
    first, second = Period(START, START + ABOUT), Period(START + ABOUT, START + 2 * ABOUT)
    assert place(START + ABOUT, (first, second)) == 1
    assert place(START + 3 * ABOUT, (first, second)) is None
