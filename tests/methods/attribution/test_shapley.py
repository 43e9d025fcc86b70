"""Shapley's closed form against going through every set of channels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from accord.methods.attribution import shapley
from tests.methods.attribution.made_up import Row, enumerated, made, rows


@settings(max_examples=60, deadline=None)
@given(table=rows)
def test_it_is_what_every_set_of_channels_gives(table: list[Row]) -> None:
    journeys = made(table)
    assert dict(zip(journeys.channels, shapley(journeys), strict=True)) == pytest.approx(enumerated(table))


def test_more_channels_than_bits_share_alike() -> None:
    journeys = made([(["a", "b", "a"], 3, 1), (["c"], 2, 2), (["b", "c"], 1, 0), (["d"], 0, 9)])
    assert shapley(journeys, bits=3).tolist() == shapley(journeys).tolist()


def test_blocks_add_up_to_the_whole_however_many_are_looked_at_at_once() -> None:
    journeys = made([(["a", "b", "a"], 3, 1), (["c"], 2, 2), (["b", "c"], 1, 0), (["d"], 0, 9)])
    whole = shapley(journeys)
    parts = shapley(journeys, np.array([0, 1, 0, 1]), cells=1, bits=0)
    assert parts.sum(axis=0).tolist() == whole.tolist()
    assert parts[1].tolist() == [0, 0, 2, 0]
