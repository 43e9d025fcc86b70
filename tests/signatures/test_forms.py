"""One way to write a time and bytes; anything else is named by its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.signatures.canonical import Unreadable
from accord.signatures.forms import Fields, short, stamp, unshort, whole


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_read_as_it_was_written(moment: datetime) -> None:
    moment = whole(moment)
    assert Fields({"at": stamp(moment)}, "it").moment("at") == moment


def test_a_moment_is_told_in_universal_time_without_parts_of_a_second() -> None:
    east = timezone(timedelta(hours=2))
    assert stamp(whole(datetime(2026, 11, 20, 1, 30, 5, 999, tzinfo=east))) == "2026-11-19T23:30:05Z"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="names no zone"):
        whole(datetime(2026, 11, 20))


@given(st.binary())
def test_bytes_come_back_from_their_short_form(data: bytes) -> None:
    assert unshort(short(data)) == data


@pytest.mark.parametrize("text", ["AAAB=", "AAB", "AA+A", "AAé", "A", "AA AA"])
def test_another_spelling_of_bytes_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="it: a is not base64url"):
        Fields({"a": text}, "it").blob("a")


@pytest.mark.parametrize(
    ("value", "take", "why"),
    [
        ({}, lambda f: f.text("a"), "it lacks a"),
        ({"a": ""}, lambda f: f.text("a"), "it: a is no text"),
        ({"a": 1}, lambda f: f.blob("a"), "it: a is no text"),
        ({"a": True}, lambda f: f.number("a"), "it: a is no whole number"),
        ({"a": 1.5}, lambda f: f.number("a"), "it: a is no whole number"),
        ({"a": "today"}, lambda f: f.moment("a"), "it: a is no time such as"),
        ({"a": "2026-1-2T03:04:05Z"}, lambda f: f.moment("a"), "it: a is no time such as"),
        ({"a": "zz"}, lambda f: f.hexed("a", 1), "it: a is not 2 hexadecimal digits"),
        ({"a": "AB"}, lambda f: f.hexed("a", 1), "it: a is not 2 hexadecimal digits"),
        ({"a": "abcd"}, lambda f: f.hexed("a", 1), "it: a is not 2 hexadecimal digits"),
        ({"a": {}}, lambda f: f.items("a"), "it: a is no list"),
        ({"a": []}, lambda f: f.inner("a"), "it: a is no object"),
        ({"a": "x"}, lambda f: f.exactly("a", "y"), "it: a is not y"),
        ({"a": 1, "b": 2}, lambda f: f.end(), "it holds 'a', 'b', which has no place there"),
        ({}, lambda f: f.inner("a") if f.maybe("a") else None, "it lacks a"),
    ],
)
def test_a_field_of_another_form_is_named(value: Any, take: Callable[[Fields], Any], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        take(Fields(value, "it"))


def test_a_null_is_taken_out_and_anything_else_is_left() -> None:
    fields = Fields({"a": None, "b": 0}, "it")
    assert (fields.maybe("a"), fields.maybe("b"), fields.number("b")) == (False, True, 0)
    fields.end()


def test_only_an_object_has_fields() -> None:
    with pytest.raises(Unreadable, match="it is no object"):
        Fields([], "it")
