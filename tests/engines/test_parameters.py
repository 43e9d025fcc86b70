"""Parameters in a text of SQL."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.engines import parameters
from accord.engines.base import EngineError

_SHOWN = parameters.Spelling(lambda name, kind: f"<{name} {kind}>")


def _marked(sql: str, **given: object) -> str:
    return parameters.rewrite(sql, given, _SHOWN)  # type: ignore[arg-type]


def test_a_parameter_has_the_type_of_its_value() -> None:
    given = {"a": 1, "b": 1.5, "c": "x", "d": datetime(2026, 1, 1), "e": date(2026, 1, 1), "f": True, "g": None}
    text = _marked("select :a, :b, :c, :d, :e, :f, :g", **given)
    assert text == ("select <a bigint>, <b double>, <c varchar>, <d timestamp>, <e date>, <f boolean>, <g varchar>")


def test_text_literals_quoted_names_comments_and_casts_are_left_alone() -> None:
    sql = "select ':a', 'it''s :a', \":a\", x::int -- :a\n/* :a */ from t where y = :a"
    assert _marked(sql, a=1) == sql.replace("= :a", "= <a bigint>")


def test_a_missing_parameter_is_named_with_those_that_were_given() -> None:
    with pytest.raises(EngineError, match=r"needs :end, which was not given \(given: :start\)"):
        _marked("select :end", start=1)


def test_only_the_parameters_asked_for_reach_the_driver_and_times_become_utc() -> None:
    late = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert parameters.used("select :a, ':b'", {"a": late, "b": 2}) == {"a": datetime(2026, 1, 1, 12)}


@given(st.text(alphabet="ab'", max_size=12))
def test_no_parameter_is_found_inside_any_text_literal(text: str) -> None:
    literal = "'" + text.replace("'", "''") + ":x'"
    assert parameters.names(f"select {literal}, :y") == ("y",)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("insert into orders values (1)", "begins with insert"),
        ("select 1; select 2", "one statement"),
        ("with x as (select 1) delete from orders", "says delete"),
        ("  -- nothing", "begins with nothing"),
        ("set threads = 1", "begins with set"),
    ],
)
def test_a_text_that_does_more_than_read_is_refused(sql: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        parameters.check_reads(sql)


def test_words_of_change_inside_a_literal_and_a_last_semicolon_are_no_change() -> None:
    parameters.check_reads("select 'delete; from' as note -- drop\n;")


def test_numbers_with_an_exponent_and_text_literals_take_the_drivers_spelling() -> None:
    spelling = parameters.Spelling(lambda name, kind: name, lambda told: f"D({told})", lambda told: f"T({told})")
    text = parameters.rewrite("select 1e0 * x1e0, 2.5E-3, .5e1, 1.5, '1e0', \"1e0\"", {}, spelling)
    assert text == "select D(1e0) * x1e0, D(2.5E-3), D(.5e1), 1.5, T('1e0'), \"1e0\""


def test_the_number_of_a_column_of_keys_takes_the_drivers_spelling() -> None:
    spelling = parameters.Spelling(lambda name, kind: name, key_number=lambda key: f"N({key})")
    told = "select key_number(t.visitor_key), key_number( k ), my_key_number(k), 'key_number(k)' from t"
    assert (
        parameters.rewrite(told, {}, spelling)
        == "select N(t.visitor_key), N(k), my_key_number(k), 'key_number(k)' from t"
    )
    assert "key_number(t.visitor_key)" in _marked(told)
