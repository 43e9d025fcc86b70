"""Whatever the series and the incidents, a price is either told whole or refused with a reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.methods.counterfactual import FLAGS, Incident, Price, Series, going_rate, lift, minute_price, price
from accord.methods.counterfactual.arrays import Floats
from tests.methods.counterfactual.made import START, at

KINDS = st.sampled_from(["zeros", "missing", "constant", "poisson", "gaps", "huge", "one event"])


def values_of(kind: str, n: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    made: dict[str, Floats] = {
        "zeros": np.zeros(n),
        "missing": np.full(n, np.nan),
        "constant": np.full(n, 7.0),
        "poisson": rng.poisson(3.0, n).astype(float),
        "gaps": np.where(rng.random(n) < 0.5, np.nan, rng.poisson(3.0, n)),
        "huge": (rng.poisson(3.0, n) * 1e9).astype(float),
        "one event": np.eye(1, n, n // 2)[0],
    }
    return made[kind]


@st.composite
def problems(draw: st.DrawFn) -> tuple[Series, list[Incident]]:
    n = draw(st.sampled_from([1, 5, 24, 24 * 9, 24 * 40]))
    seed = draw(st.integers(0, 99))
    values = values_of(draw(KINDS), n, seed)
    money = np.where(np.isfinite(values), values * 100.0, np.nan) if draw(st.booleans()) else None
    special = np.arange(n) // 24 % 9 == 0 if draw(st.booleans()) else None
    zone = draw(st.sampled_from(["UTC", "Europe/Berlin"]))
    series = Series(START + np.timedelta64(80, "D"), 3600, values, money, zone, special)
    spans = draw(st.lists(st.tuples(st.integers(-30, n + 30), st.integers(1, 100)), max_size=8))
    return series, [at(series, s, s + d, str(i)) for i, (s, d) in enumerate(spans)]


@settings(max_examples=60, deadline=None)
@given(problems(), st.booleans())
def test_every_incident_is_told_whole_or_refused_with_a_reason(
    problem: tuple[Series, list[Incident]], preliminary: bool
) -> None:
    series, incidents = problem
    told = price(series, incidents, preliminary=preliminary, rng=np.random.default_rng(1))
    assert [p.key for p in told.prices] == [i.key for i in incidents]
    for one in told.prices:
        assert set(one.flags) <= set(FLAGS)
        assert one.flags or one.expected is not None
        check(one)


def check(one: Price) -> None:
    for part in (one.expected, one.not_placed, one.came_back, one.lost, one.money_expected, one.money):
        if part is not None:
            assert np.isfinite([part.low, part.high]).all()
            assert part.low <= part.high
            assert part.mid is None or part.low - 0.5 <= part.mid <= part.high + 0.5


@settings(max_examples=25, deadline=None)
@given(problems())
def test_lifts_and_windows_to_come_never_break(problem: tuple[Series, list[Incident]]) -> None:
    series, spans = problem
    for told in lift(series, spans, rng=np.random.default_rng(1)).lifts:
        assert set(told.flags) <= set(FLAGS)
        assert told.flags or told.during is not None
    for going in going_rate(series, spans, rng=np.random.default_rng(1)):
        assert set(going.flags) <= set(FLAGS)
        assert going.expected is not None or going.flags
    assert np.isfinite(minute_price(series).events).all()


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.99])
def test_any_confidence_is_kept_in_the_answer(confidence: float) -> None:
    series = Series(START, 3600, values_of("poisson", 24 * 60, 1))
    told = price(series, [at(series, 1_000, 1_004)], confidence=confidence, rng=np.random.default_rng(1))
    assert told.confidence == told.prices[0].level == confidence
