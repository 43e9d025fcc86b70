"""Round marks."""

from __future__ import annotations

import pytest

from accord.people.names import initials


@pytest.mark.parametrize(
    ("name", "mark"),
    [("Ada Lovelace", "AL"), ("Mara Lind (made up)", "ML"), ("Plato", "P"), ("(made up)", "(U"), ("", "?")],
)
def test_a_mark_takes_the_first_and_the_last_name(name: str, mark: str) -> None:
    assert initials(name) == mark
