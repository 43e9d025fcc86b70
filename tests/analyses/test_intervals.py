"""How often 90 % intervals hold the truth of made-up worlds, and how often an analysis is silent where there is none.

The seeds are fixed here, before any run. Of 120 runs with a true share of 90 %, 82 to 97 % is nearly three standard
deviations to either side; of 1,000, 86 to 94 % is four.
"""

from __future__ import annotations

import pytest

from accord.analyses import discovery
from tests.analyses.sitting import held, silent

FEW, MANY = range(1_000, 1_120), range(2_000, 3_000)

each = pytest.mark.parametrize("name", discovery.names())


@each
def test_intervals_hold_the_truth_in_82_to_97_of_100_runs(name: str) -> None:
    _holds(name, FEW, 0.82, 0.97)


@pytest.mark.soak
@each
def test_intervals_hold_the_truth_in_86_to_94_of_100_runs(name: str) -> None:
    _holds(name, MANY, 0.86, 0.94)


def _holds(name: str, seeds: range, low: float, high: float) -> None:
    found = held(name, seeds)
    assert found.of, f"{name} told nothing in {len(seeds)} worlds with an effect"
    shares = {thing: found.share(thing) for thing in found.of}
    assert {thing: share for thing, share in shares.items() if not low <= share <= high} == {}, dict(found.of)


@each
def test_without_an_effect_it_is_silent(name: str) -> None:
    """At least 90 of 100: a true 95 of 100, less two and a half standard deviations of 120 runs."""
    quiet, of = silent(name, FEW)
    assert quiet / of >= 0.90


@pytest.mark.soak
@each
def test_without_an_effect_it_is_silent_in_95_of_100_runs(name: str) -> None:
    quiet, of = silent(name, MANY)
    assert quiet / of >= 0.95
