"""Removal effects from one inverse against taking each channel out and solving again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from accord.methods.attribution import chain, from_paths, removal_effects
from tests.methods.attribution.made_up import CHANNELS, Row, chance_without, made, rows


def test_a_chain_of_two_channels_is_as_by_hand() -> None:
    """start -> a always; a -> b 1/2, goal 1/4, none 1/4; b -> goal 1/2, none 1/2: 1/2 reach it, 1/4 without b."""
    journeys = from_paths(["a > b", "a"], [1, 1], [1, 1])
    assert removal_effects(chain(journeys)).tolist() == pytest.approx([1.0, 0.5])


@pytest.mark.parametrize("order", [1, 2, 3])
@settings(max_examples=40, deadline=None)
@given(table=rows)
def test_one_inverse_gives_what_solving_again_without_each_channel_gives(order: int, table: list[Row]) -> None:
    table = [row for row in table if row[1] + row[2] > 0] or [(["a"], 1, 0)]
    found = chain(made(table), order)
    whole = chance_without(table, "nobody", order)
    lost = [1 - chance_without(table, c, order) / whole if whole else 0 for c in found.channels]
    assert removal_effects(found).tolist() == pytest.approx(lost, abs=1e-12)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_the_order_of_rows_changes_nothing(order: int) -> None:
    rng = np.random.default_rng(5)
    table: list[Row] = [
        (rng.choice(list(CHANNELS), rng.integers(1, 7)).tolist(), int(rng.integers(5)), 1) for _ in range(50)
    ]
    shuffled = [table[at] for at in rng.permutation(len(table))]
    ours, theirs = chain(made(table), order), chain(made(shuffled), order)
    assert ours.states.tolist() == theirs.states.tolist()
    assert ours.counts.tolist() == theirs.counts.tolist()
    assert removal_effects(ours).tolist() == removal_effects(theirs).tolist()


def test_parts_add_up_to_the_whole() -> None:
    journeys = made([(["a", "b", "a"], 1, 0), (["c"], 2, 2), (["b", "c", "c", "c"], 1, 0), (["d"], 0, 9)])
    for touches in (1, 2, 3, 100):
        parts = list(journeys.parts(touches))
        assert [step for part in parts for step in part.steps.tolist()] == journeys.steps.tolist()
        counts = np.sum([chain(part).counts for part in parts], axis=0)
        assert counts.tolist() == chain(journeys).counts.tolist()


def test_where_nobody_reached_the_goal_nothing_is_lost() -> None:
    assert removal_effects(chain(from_paths(["a > b"], [0], [4]))).tolist() == [0, 0]


def test_an_order_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ValueError, match="it can be 1, 2 or 3"):
        chain(from_paths(["a"], [1], [0]), 4)
