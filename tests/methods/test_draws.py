from __future__ import annotations

import numpy as np
import pytest

from accord.methods.draws import around


def test_draws_have_the_ends_and_the_middle_that_they_were_given() -> None:
    drawn = around(10.0, 7.0, 16.0, 200_000, np.random.default_rng(1))
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx([7.0, 10.0, 16.0], abs=0.06)


def test_draws_never_fall_below_nothing() -> None:
    assert around(1.0, -5.0, 3.0, 10_000, np.random.default_rng(1)).min() == 0.0


def test_a_value_without_doubt_is_drawn_as_itself() -> None:
    assert (around(4.0, 4.0, 4.0, 100, np.random.default_rng(1)) == 4.0).all()
