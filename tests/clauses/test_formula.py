"""The language of rewards: what it reads, what it refuses and where, and that hostile text ends soon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.clauses.formula import (
    Call,
    FormulaError,
    Metric,
    Number,
    Together,
    checked_units,
    constant,
    metrics,
    moved,
    read,
)


def test_signs_bind_as_in_school() -> None:
    assert constant(read("2 + 3 * 4 - 6 / 2")) == 11
    assert constant(read("-(2 + 3) * 2")) == -10
    assert constant(read("10 - 4 - 3")) == 3
    assert constant(read("min(4, 2, 3) + max(1, 2) + clamp(9, 0, 5) + ramp(5, 0, 10) + step(3, 3)")) == 10.5


def test_a_share_is_written_in_per_cent_and_names_with_blanks_in_quotes() -> None:
    assert read("99.9 %") == Number(0.999, "%", 1)
    assert read("'first  response'") == Metric("first response", 1)
    assert metrics(read("2 * b + min(a, 'first response')")) == ("a", "b", "first response")


def test_a_formula_is_a_tree_that_knows_where_it_stood() -> None:
    assert read("2 * ramp(up, 1, 3)") == Together(
        "*", Number(2.0, "", 1), Call("ramp", (Metric("up", 10), Number(1.0, "", 14), Number(3.0, "", 17)), 5), 3
    )


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("1,000 * x", 2, "thousands"),
        ("x y", 3, "quotes"),
        ("2 * (3", 7, "Close the bracket"),
        ("2 *", 4, "such as a number"),
        ("", 1, "such as a number"),
        ("x > 3", 3, "step(metric, at)"),
        ("x ^ 2", 3, "Powers"),
        ("foo(x, 1)", 1, "There are min"),
        ("step(x)", 1, "step(metric, at)"),
        ("step", 1, "is a function"),
        ("x * y", 3, "metric by a number"),
        ("3 / x", 3, "Divide by a number"),
        ("x / (2 - 2)", 3, "other than 0"),
        ("ramp(x, 1, 1)", 1, "two different numbers"),
        ("clamp(x, 3, 1)", 1, "smaller number first"),
        ("2 + step(x, y)", 5, "step(metric, at)"),
        ("9999999999999", 1, "too large"),
        ("import os", 8, "quotes"),
        ("x; y", 2, "Known are"),
        ("__import__('os')", 1, "There are min"),
    ],
)
def test_what_cannot_be_read_names_the_place_and_the_mend(text: str, at: int, says: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert (caught.value.at, says in str(caught.value)) == (at, True), str(caught.value)


@pytest.mark.parametrize("text", ["(" * 5000, "-" * 5000 + "x", "x" + "+x" * 400, "a" * 5000, "min(" * 40, "1" * 900])
def test_a_hostile_text_is_refused_before_it_is_parsed(text: str) -> None:
    with pytest.raises(FormulaError):
        read(text)


@given(st.text(max_size=60) | st.text("()+-*/,.% 019xy'\"minstep", max_size=60))
def test_any_text_is_a_formula_or_a_fault_that_names_a_place(text: str) -> None:
    fault = _fault(text)
    assert fault is None or (1 <= fault.at <= len(text) + 1 and fault.reason and fault.mend)


def _fault(text: str) -> FormulaError | None:
    try:
        read(text)
    except FormulaError as fault:
        return fault
    return None


def test_a_decision_moves_one_metric_by_a_number() -> None:
    assert moved(read("uptime - 0.1 %")) == ("uptime", -0.001)
    assert moved(read("releases + 2")) == ("releases", 2.0)
    assert moved(read("2 * uptime")) is None
    assert moved(read("uptime - releases")) is None


def test_units_must_be_those_of_the_metric_and_of_the_money() -> None:
    units = {"idea_to_live": "days", "uptime": "share"}
    checked_units(read("5 EUR * step(idea_to_live, 3 days) + ramp(uptime, 99 %, 100 %)"), units, "EUR")
    with pytest.raises(FormulaError, match="reckoned in EUR"):
        checked_units(read("5 USD"), units, "EUR")
    with pytest.raises(FormulaError, match="3 days"):
        checked_units(read("step(idea_to_live, 48 hours)"), units, "EUR")
    with pytest.raises(FormulaError, match=r"99\.9 %"):
        checked_units(read("step(uptime, 2 days)"), units, "EUR")
