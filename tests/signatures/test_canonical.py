"""Canonical text: one for one content, and nothing that would be read back as something else."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.signatures.canonical import LARGEST, NotPlain, Unreadable, canonical, content_hash, plain_copy, read

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.floats(-1e15, 1e15)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
)
PLAIN = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("aé€𝄞\n", max_size=3), inner, max_size=4),
)


def test_the_text_is_that_of_the_standard() -> None:
    value = {"numbers": [333333333.33333329, 4.50, 2e-3, 1e-27], "€": "\u000f\nA'\"\\", "literals": [None, True, False]}
    assert canonical(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"€":"\\u000f\\nA\'\\"\\\\"}'
    )


@given(PLAIN)
def test_a_content_read_back_has_the_same_text(value: Any) -> None:
    again = read(canonical(value))
    assert canonical(again) == canonical(value)
    assert again == plain_copy(value)
    assert content_hash(again) == content_hash(value)


@given(st.dictionaries(st.text("abc€", max_size=3), LEAVES, min_size=2))
def test_the_order_of_keys_makes_no_difference(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_a_tuple_is_a_list_and_the_copy_is_a_fresh_one() -> None:
    value = {"a": ({"b": 1.0},)}
    copy = plain_copy(value)
    assert copy == {"a": [{"b": 1}]}
    assert copy["a"][0] is not value["a"][0]


def _nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"a": [1, math.nan]}, r"a\[1\]: nan has no place in JSON"),
        ({"a": math.inf}, "a: inf is larger"),
        ({"a": {"b": LARGEST + 1}}, r"a\.b: 9007199254740992 is larger than JSON keeps exactly"),
        (1e20, "the content: 1e\\+20 is larger"),
        ({"a": {1: 2}}, "a: the key 1 is no text"),
        ({1: 2}, "the content: the key 1 is no text"),
        ("\ud800", "has no place in JSON"),
        ({"\ud800": 1}, "has no place in JSON"),
        ({"a": object()}, "a: <object .* has no place in JSON"),
        (_nested(65), "nested more than 64 levels deep"),
    ],
)
def test_what_would_not_come_back_is_refused_by_its_place(value: Any, why: str) -> None:
    with pytest.raises(NotPlain, match=why):
        canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"{",
        b"NaN",
        b"1e999",
        b'"\\ud800"',
        b"9007199254740993",
        b"[" * 100_000,
        b"[" * 70 + b"]" * 70,
        b"1" * 5000,
    ],
)
def test_bytes_that_no_canonical_text_has_cannot_be_read(data: bytes) -> None:
    with pytest.raises(Unreadable, match="no JSON text that can be read"):
        read(data)
