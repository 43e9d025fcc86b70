"""A finding is a draft until every clause that its analysis reads is signed, and only those."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.analyses.discovery import load
from accord.clauses.charter import PARTS
from accord.worlds import small
from tests.analyses.sitting import CHARTER, ask

READ = frozenset(load("drivers").needs.clauses)


@pytest.mark.parametrize(
    ("signed", "whole"),
    [
        (frozenset(), False),
        (READ - {"owners"}, False),
        (frozenset(PARTS) - {"owners"}, False),
        (READ, True),
        (frozenset(PARTS), True),
    ],
    ids=["nothing", "one missing", "one missing of all", "what it reads", "everything"],
)
def test_a_finding_is_signed_as_far_as_the_clauses_it_was_made_with(signed: frozenset[str], whole: bool) -> None:
    world = small.driver_world(np.random.default_rng(4))
    [told] = ask(load("drivers"), world, charter=replace(CHARTER, signed=signed))
    assert told.made is not None
    assert told.made.signed is whole
