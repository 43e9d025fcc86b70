"""Pieces that several pages are made of."""

from __future__ import annotations

import math

import pytest

from accord.findings.format import Format
from accord.pages.shown import chance_says, line_of

FORM = Format("en_IE", "Europe/Paris", "EUR")


@pytest.mark.parametrize(
    ("chance", "said"), [(0.999, "over 99 %"), (0.99, "99 %"), (0.5, "50 %"), (0.01, "1 %"), (0.001, "under 1 %")]
)
def test_no_chance_is_said_to_be_certain(chance: float, said: str) -> None:
    assert (
        chance_says(chance, FORM).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == said
    )


def test_a_line_stays_in_its_box_and_passes_over_what_was_not_measured() -> None:
    line = line_of([3.0, math.nan, 1.0, 2.0])
    assert line == ((0.0, 3.0), (42.0, 27.0), (84.0, 15.0))


def test_a_single_value_is_no_line() -> None:
    assert line_of([5.0, math.nan]) == ()
