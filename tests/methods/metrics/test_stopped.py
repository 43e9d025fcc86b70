"""The share that an incident stopped is read from orders, and incidents of one severity inform each other."""

from __future__ import annotations

import numpy as np
import pytest

from accord.methods.metrics.stopped import stopped_shares


def told(placed: list[float], down: list[float], group: list[int] | None = None) -> tuple[list[float], list[float]]:
    came, lasted = np.array(placed), np.array(down)
    share, spread = stopped_shares(came, lasted, lasted, np.array(group or [0] * len(placed)), 0.05)
    return share.tolist(), spread.tolist()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_many_orders_tell_the_share_alone(share: float) -> None:
    found, spread = told([1000 * (1 - share)], [1000.0])
    assert found[0] == pytest.approx(share, abs=0.02)
    assert spread[0] < 0.06


def test_a_night_without_orders_is_told_by_the_others_of_its_severity() -> None:
    (alone,), _ = told([0.0], [0.5])
    with_others, _ = told([*[100.0] * 8, 0.0], [*[1000.0] * 8, 0.5])
    with_strangers, _ = told([*[100.0] * 8, 0.0], [*[1000.0] * 8, 0.5], [0] * 8 + [1])
    assert 0.3 < alone < 0.7
    assert with_others[-1] > 0.85
    assert with_strangers[-1] == pytest.approx(alone)


def test_more_orders_than_usual_stopped_nobody() -> None:
    found, _ = told([1100.0], [1000.0])
    assert found[0] < 0.03
