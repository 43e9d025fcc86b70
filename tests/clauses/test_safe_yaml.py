"""Hostile YAML is refused before it can unfold."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.clauses.safe_yaml import MOST_VALUES, UnsafeYaml, check, documents


def test_a_billion_laughs_are_refused() -> None:
    lines = ["a0: &a0 [lol, lol]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    with pytest.raises(UnsafeYaml, match="unfolds to more than"):
        check("\n".join(lines))


def test_a_part_that_holds_itself_is_refused() -> None:
    with pytest.raises(UnsafeYaml, match="points to itself"):
        check("a: &a [*a]")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(UnsafeYaml, match="deep"):
        check("[" * 5_000)


def test_a_very_long_list_is_refused() -> None:
    with pytest.raises(UnsafeYaml, match="unfolds"):
        check("- a\n" * (MOST_VALUES + 1))


def test_a_python_object_is_not_made() -> None:
    with pytest.raises(UnsafeYaml):
        list(documents("!!python/object/apply:os.system [true]"))


def test_a_day_that_does_not_exist_is_told() -> None:
    with pytest.raises(UnsafeYaml, match="cannot be read"):
        list(documents("day: 2024-13-45"))


def test_honest_aliases_are_followed() -> None:
    assert list(documents("a: &a [1, 2]\nb: *a\n---\nc: 1")) == [(1, {"a": [1, 2], "b": [1, 2]}), (4, {"c": 1})]


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(UnsafeYaml):
        list(documents(text))
