"""LMDI and Shapley: no remainder, the closed forms, the limits at zero."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.decomposition import Tree, TreeError, evaluate, lmdi, log_mean, parse, shapley
from accord.methods.decomposition.shapley import is_multilinear, over_all_sets

Floats = npt.NDArray[np.float64]

FORMULAS = (
    "r = a * b",
    "r = a * b * c",
    "r = a * b * c * d",
    "r = a + b * c",
    "r = a * (b + c) * d",
    "r = (a + b) * (c - d)",
    "r = a / b * c",
    "r = a * b / (c + d)",
    "r = a * a * b",
    "r = 100 * a * b / 7 + c",
)
# zeros are common; whole numbers meet exactly
positive = st.floats(0.01, 1e4) | st.integers(1, 5).map(float)
with_zeros = positive | st.just(0.0)
anything = with_zeros | st.floats(-1e3, 1e3)


@st.composite
def cases(draw: st.DrawFn, values: st.SearchStrategy[float], formulas: tuple[str, ...] = FORMULAS) -> tuple:
    tree = parse(draw(st.sampled_from(formulas)))
    ends = st.lists(values, min_size=len(tree.leaves), max_size=len(tree.leaves))
    return tree, np.array(draw(ends))[:, None], np.array(draw(ends))[:, None]


def value(tree: Tree, values: Floats) -> Floats:
    return np.asarray(evaluate(tree.root, dict(zip(tree.leaves, values, strict=True))))


def change(tree: Tree, before: Floats, after: Floats) -> Floats:
    return value(tree, after) - value(tree, before)


def scale(tree: Tree, before: Floats, after: Floats) -> float:
    """How large the numbers are that rounding errors are measured by: any mixture of the two ends."""
    reach = np.maximum(np.abs(before), np.abs(after))
    whole = np.abs(np.stack([before, after])).max(initial=1) ** 2
    return float(np.abs(value(tree, reach + 0.01)).sum() + whole * np.prod(reach + 1))


without_division = tuple(f for f in FORMULAS if "/" not in f or "/ 7" in f)


@given(cases(anything, without_division))
def test_shapley_leaves_no_remainder(case: tuple) -> None:
    parts = shapley(*case)
    assert abs(parts.sum(axis=0) - change(*case)).max() <= 1e-10 * scale(*case)


@given(cases(anything, without_division))
def test_lmdi_leaves_no_remainder_whatever_the_signs_and_zeros(case: tuple) -> None:
    parts, _ = lmdi(*case)
    assert np.isfinite(parts).all()
    assert abs(parts.sum(axis=0) - change(*case)).max() <= 1e-9 * scale(*case)


@given(cases(positive))
def test_both_leave_no_remainder_where_the_formula_divides(case: tuple) -> None:
    for parts in (lmdi(*case).parts, shapley(*case)):
        assert abs(parts.sum(axis=0) - change(*case)).max() <= 1e-8 * (1 + np.abs(parts).sum())


def by_orders(tree: Tree, before: Floats, after: Floats) -> Floats:
    """Shapley by its definition: the average over all orders in which leaves change."""
    total = np.zeros(before.shape)
    orders = list(permutations(range(len(tree.leaves))))
    for order in orders:
        now = before.copy()
        for leaf in order:
            was = value(tree, now)
            now[leaf] = after[leaf]
            total[leaf] += value(tree, now) - was
    return total / len(orders)


@given(cases(positive))
def test_shapley_is_the_average_over_all_orders(case: tuple) -> None:
    expected = by_orders(*case)
    assert np.allclose(shapley(*case), expected, rtol=1e-8, atol=1e-8 * (1 + np.abs(expected).max()))


@given(cases(anything, without_division))
def test_the_short_way_to_shapley_is_the_long_one(case: tuple) -> None:
    assert abs(shapley(*case) - over_all_sets(*case)).max() <= 1e-10 * scale(*case)


def test_twelve_factors_in_a_product_are_split_exactly() -> None:
    tree = parse("r = " + " * ".join("abcdefghijkl"))
    rng = np.random.default_rng(1)
    before, after = rng.uniform(0.5, 2, (2, 12, 3))
    assert is_multilinear(tree)
    assert np.allclose(shapley(tree, before, after), over_all_sets(tree, before, after), rtol=1e-12)


def test_a_repeated_name_with_too_many_others_is_refused() -> None:
    tree = parse("r = a * a + " + " + ".join(f"b{i}" for i in range(16)))
    with pytest.raises(TreeError, match="16 names"):
        shapley(tree, np.ones((17, 1)), np.ones((17, 1)))


@given(positive, positive, positive, positive)
def test_two_factors_get_the_closed_form(a0: float, b0: float, a1: float, b1: float) -> None:
    tree, before, after = parse("r = a * b"), np.array([[a0], [b0]]), np.array([[a1], [b1]])
    v0, v1 = a0 * b0, a1 * b1
    mean = v0 if np.isclose(v0, v1, rtol=1e-6) else (v1 - v0) / np.log(v1 / v0)
    expected = mean * np.log(np.array([a1 / a0, b1 / b0]))
    assert np.allclose(lmdi(tree, before, after).parts[:, 0], expected, rtol=1e-5, atol=1e-6 * max(v0, v1))
    halves = [(a1 - a0) * (b0 + b1) / 2, (b1 - b0) * (a0 + a1) / 2]
    assert np.allclose(shapley(tree, before, after)[:, 0], halves)


@given(cases(st.floats(0.5, 2) | st.just(0.0), ("r = a * b * c", "r = a * b", "r = a * b * c * d")))
def test_zeros_are_the_limit_of_small_numbers(case: tuple) -> None:
    tree, before, after = case
    small = 1e-75
    near = lmdi(tree, np.where(before == 0, small, before), np.where(after == 0, small, after)).parts
    # the limit is reached as slowly as a logarithm grows
    biggest = float(np.prod(np.maximum(before, after).clip(1)))
    assert np.allclose(lmdi(tree, before, after).parts, near, rtol=0, atol=0.02 * biggest)


def test_what_was_nothing_is_shared_by_the_factors_that_were_nothing() -> None:
    tree = parse("r = a * b * c")
    parts = lmdi(tree, np.array([[0.0], [0.0], [3.0]]), np.array([[2.0], [5.0], [4.0]])).parts
    assert parts[:, 0].tolist() == [20.0, 20.0, 0.0]
    back = lmdi(tree, np.array([[2.0], [5.0], [4.0]]), np.array([[0.0], [5.0], [3.0]])).parts
    assert back[:, 0].tolist() == [-40.0, 0.0, 0.0]


@given(cases(positive, ("r = a * b * c", "r = a * b * c * d")), st.randoms())
def test_the_order_of_factors_does_not_matter(case: tuple, random: object) -> None:
    tree, before, after = case
    n = len(tree.leaves)
    order = list(range(n))
    random.shuffle(order)  # type: ignore[attr-defined]
    other = parse("r = " + " * ".join(tree.leaves[i] for i in order))
    for method in (lambda *x: lmdi(*x).parts, shapley):
        assert np.allclose(method(tree, before, after)[order], method(other, before[order], after[order]))


@given(cases(positive, without_division))
def test_going_back_undoes_each_effect(case: tuple) -> None:
    tree, before, after = case
    for method in (lambda *x: lmdi(*x).parts, shapley):
        forth, back = method(tree, before, after), method(tree, after, before)
        assert np.allclose(forth, -back, rtol=1e-9, atol=1e-10 * scale(*case))


@given(cases(positive))
def test_what_did_not_change_has_no_effect(case: tuple) -> None:
    tree, before, after = case
    after[0] = before[0]
    assert lmdi(tree, before, after).parts[0] == 0
    assert abs(shapley(tree, before, after)[0]) <= 1e-12 * scale(*case)


def test_numbers_too_small_to_multiply_leave_no_remainder() -> None:
    tree, tiny = parse("r = a * b"), np.full((2, 1), 1e-200)
    assert lmdi(tree, tiny, np.array([[2.0], [3.0]])).parts.sum() == pytest.approx(6)


def test_a_change_of_sign_is_split_by_shapley_and_marked() -> None:
    tree = parse("r = a * b")
    before, after = np.array([[2.0, 2.0], [3.0, 3.0]]), np.array([[4.0, 4.0], [-1.0, 1.0]])
    parts, replaced = lmdi(tree, before, after)
    assert replaced.tolist() == [True, False]
    assert np.allclose(parts[:, 0], shapley(tree, before, after)[:, 0])


@given(positive, positive)
def test_the_logarithmic_mean_lies_between_the_geometric_and_the_arithmetic(a: float, b: float) -> None:
    mean = log_mean(np.array([a]), np.array([b]))[0]
    assert np.sqrt(a * b) * (1 - 1e-12) <= mean <= (a + b) / 2 * (1 + 1e-12)


def test_the_logarithmic_mean_of_nearly_equal_numbers_keeps_its_digits() -> None:
    assert log_mean(np.array([1.0]), np.array([1.0 + 1e-12]))[0] == pytest.approx(1 + 5e-13, abs=1e-15)
    assert log_mean(np.array([0.0]), np.array([5.0]))[0] == 0
