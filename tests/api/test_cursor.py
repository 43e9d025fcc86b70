"""Lists in pieces: all pieces together are the list, whatever comes in or goes between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.api.cursor import Piece, cut

LINES = st.lists(st.integers(0, 99), unique=True, max_size=30)


def _all(lines: list[int], limit: int) -> list[int]:
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        piece, cursor = cut(lines, str, Piece(limit=limit, cursor=cursor))
        found += piece
    return found


@given(LINES, st.integers(1, 7))
def test_the_pieces_together_are_the_list(lines: list[int], limit: int) -> None:
    assert _all(lines, limit) == lines


@given(LINES.filter(lambda lines: len(lines) > 3), st.lists(st.integers(100, 120), unique=True, max_size=5))
def test_what_comes_in_on_top_moves_nothing(lines: list[int], new: list[int]) -> None:
    first, cursor = cut(lines, str, Piece(limit=2))
    assert cursor is not None
    rest, _ = cut([*new, *lines], str, Piece(limit=200, cursor=cursor))
    assert [*first, *rest] == lines


def test_where_the_last_line_is_gone_it_goes_on_where_that_stood() -> None:
    _, cursor = cut(["a", "b", "c", "d"], str, Piece(limit=2))
    assert cut(["a", "c", "d"], str, Piece(limit=9, cursor=cursor or ""))[0] == ("d",)


@given(st.text(max_size=40).filter(bool))
def test_a_cursor_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        cut(["a", "b"], str, Piece(cursor=text))


@pytest.mark.parametrize("text", ["x", "W10", "WzEsMl0", "bnVsbA"])
def test_json_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        cut(["a"], str, Piece(cursor=text))
