"""Collisions planted in made-up documents are found; other ways of writing the same raise no alarm."""

import numpy as np
import pytest

from accord.language.acronyms import expansions
from accord.language.collisions import collisions, uses
from tests.language.planted import planted


def scores(seed: int, planned: int, variants: int) -> tuple[float, float, set[str]]:
    """Recall, precision, and the variants that raised an alarm."""
    world = planted(np.random.default_rng(seed), planned, variants)
    explained = expansions(world.documents)
    found = {c.short for c in collisions(explained, uses(world.documents, explained))}
    right = found & world.collisions
    return len(right) / planned, len(right) / len(found), found & world.variants


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_collisions_are_found_and_variants_are_not(seed: int) -> None:
    recall, precision, alarms = scores(seed, 50, 40)
    assert recall >= 0.85
    assert precision >= 0.95
    assert alarms == set()


@pytest.mark.soak
def test_the_same_with_many_seeds() -> None:
    told = [scores(seed, 50, 40) for seed in range(100, 200)]
    assert min(recall for recall, _, _ in told) >= 0.85
    assert min(precision for _, precision, _ in told) >= 0.95
    assert [alarms for _, _, alarms in told if alarms] == []


def test_the_same_seed_gives_the_same_collisions() -> None:
    one, other = (planted(np.random.default_rng(5), 10, 5) for _ in range(2))
    assert collisions(expansions(one.documents)) == collisions(expansions(other.documents))
