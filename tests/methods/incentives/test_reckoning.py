"""Between two of its bends a formula is a straight line, whatever it is made of."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.clauses.formula import read
from accord.methods.incentives.reckoning import knots, reckoned

numbers = st.integers(-9, 9).map(str)
atoms = st.just("x") | numbers
formulas = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-"), inner).map(lambda t: f"({t[0]} {t[1]} ({t[2]}))"),
        st.tuples(numbers, inner).map(lambda t: f"({t[0]} * ({t[1]}))"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(inner, st.integers(-5, 5)).map(lambda t: f"clamp({t[0]}, {t[1]}, {t[1] + 3})"),
        st.tuples(inner, st.integers(-5, 5)).map(lambda t: f"ramp({t[0]}, {t[1]}, {t[1] + 2})"),
        st.tuples(inner, st.integers(-5, 5)).map(lambda t: f"step({t[0]}, {t[1]})"),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(formulas)
def test_a_formula_of_one_metric_is_straight_between_its_bends(text: str) -> None:
    formula = read(text)
    bends, mixed = knots(formula)
    assert mixed == set()
    edges = sorted({-40.0, 40.0, *(v for v in bends.get("x", ()) if abs(v) < 40)})
    for low, high in itertools.pairwise(edges):
        if high - low < 1e-3:
            continue
        at = low + (high - low) * np.array([0.02, 0.26, 0.5, 0.74, 0.98])
        bent = np.diff(reckoned(formula, {"x": at}), 2)
        assert np.abs(bent).max() <= 1e-6 * max(1.0, float(np.abs(reckoned(formula, {"x": at})).max()))


def test_many_scenarios_are_reckoned_at_once() -> None:
    columns = {"a": np.array([[0.0, 5.0], [10.0, 20.0]]), "b": np.ones((2, 2))}
    assert reckoned(read("3 * ramp(a, 5, 15) + b - step(a, 20)"), columns).tolist() == [[1.0, 1.0], [2.5, 3.0]]


def test_metrics_that_bend_together_are_named_and_those_that_bend_alone_say_where() -> None:
    alone, mixed = knots(read("ramp(a, 99 %, 99.9 %) + min(b, 2 * c) + max(0, 3 * d - 6)"))
    assert (alone, mixed) == ({"a": {0.99, 0.999}, "d": {2.0}}, {"b", "c"})


def test_a_metric_without_a_column_is_a_fault() -> None:
    with pytest.raises(KeyError):
        reckoned(read("a + b"), {"a": np.zeros(2)})
