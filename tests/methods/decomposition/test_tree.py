"""Reading formulas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.decomposition import TreeError, evaluate, parse
from accord.methods.decomposition.tree import LONGEST, Leaf, Product, Sum, expression

NAMES = ("a", "b", "c", "d")
formulas = st.recursive(
    st.sampled_from(NAMES) | st.integers(1, 9).map(str),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
    max_leaves=8,
)


@given(formulas, st.lists(st.floats(0.5, 2), min_size=4, max_size=4))
def test_a_formula_has_the_value_that_python_gives_it(formula: str, numbers: list[float]) -> None:
    values = dict(zip(NAMES, numbers, strict=True))
    arrays = {name: np.array([value]) for name, value in values.items()}
    try:
        expected = eval(formula, {}, values)
    except ZeroDivisionError:
        return
    assert np.allclose(evaluate(expression(formula), arrays), expected, rtol=1e-9, atol=1e-9)


def test_the_default_formula_is_one_product_of_three_leaves() -> None:
    tree = parse("revenue = visits * conversion * order_value")
    assert tree.target == "revenue"
    assert tree.leaves == ("visits", "conversion", "order_value")
    assert isinstance(tree.root, Product)


def test_nested_sums_and_products_are_opened_where_they_can_be() -> None:
    tree = parse("total = (a * (b * c)) + (d - (e + f))")
    assert isinstance(tree.root, Sum)
    assert [sign for sign, _ in tree.root.terms] == [1, 1, -1, -1]
    assert tree.leaves == ("a", "b", "c", "d", "e", "f")


def test_without_a_target_the_formula_explains_a_total() -> None:
    assert parse("web + store").target == "total"


def test_a_leaf_can_be_put_in_place_of_another() -> None:
    tree = parse("r = a * b").replaced("a", expression("x * y"))
    assert tree.leaves == ("x", "y", "b")
    assert tree.root == Product(((1, Leaf("x")), (1, Leaf("y")), (1, Leaf("b"))))


@pytest.mark.parametrize(
    "text",
    [
        "revenue = __import__('os').system('true')",
        "revenue = visits.real",
        "revenue = visits ** 2",
        "revenue = f(visits)",
        "revenue = visits if a else b",
        "revenue = -visits",
        "revenue = [visits]",
        "revenue = 'visits'",
        "revenue = True * visits",
        "revenue = a; b",
        "revenue = a b",
        "revenue = (a",
        "revenue = ",
        "revenue = 1 + 2",
        "revenue = revenue * a",
        "two words = a * b",
        "a == b",
        "revenue = " + "(" * 900 + "a" + ")" * 900,
        "revenue = " + " + ".join(f"a{i}" for i in range(LONGEST)),
        "revenue = " + " + ".join(f"a{i}" for i in range(65)),
        "revenue = \x00a",
    ],
)
def test_anything_but_a_plain_formula_is_refused(text: str) -> None:
    with pytest.raises(TreeError):
        parse(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_but_never_fails_otherwise(text: str) -> None:
    try:
        tree = parse(text)
    except TreeError:
        return
    assert tree.leaves
