"""How large the lumps are in which failed minutes come."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.odds import in_hours, squared_lumps

HOUR = 3600
spans = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 20_000)), max_size=5)


@given(spans)
def test_hours_cover_every_stretch_once(made: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in made], np.int64)
    ends = starts + np.array([length for _, length in made], np.int64)
    begins, stops, of = in_hours(starts, ends)
    assert ((stops > begins) & (stops - begins <= HOUR)).all()
    covered = np.bincount(of, stops - begins, len(made))
    assert covered.tolist() == (ends - starts).tolist()
    for place in range(len(made)):
        mine = of == place
        assert begins[mine][1:].tolist() == stops[mine][:-1].tolist()


def lumps(*stretches: list[float]) -> list[float]:
    of = np.repeat(np.arange(len(stretches)), [len(s) for s in stretches])
    return [*squared_lumps(np.concatenate([np.array(s, float) for s in stretches]), of, len(stretches))]


def test_neighbouring_hours_that_stand_out_are_one_lump() -> None:
    assert lumps([0, 0, 30, 20, 0, 0, 10, 0]) == [50**2 + 10**2]


def test_hours_that_fail_as_usual_stand_alone() -> None:
    assert lumps([1, 1, 1, 1]) == [4]
    assert lumps([1, 1, 41, 1]) == [3 + 41**2]


def test_a_lump_ends_with_its_stretch() -> None:
    assert lumps([0, 0, 0, 30], [30, 0, 0, 0]) == [900, 900]


def test_a_stretch_without_failures_and_no_stretch_at_all_have_none() -> None:
    assert lumps([0, 0], [0, 7, 0]) == [0, 49]
    assert squared_lumps(np.zeros(0), np.zeros(0, np.intp), 2).tolist() == [0, 0]


def test_the_last_hour_may_be_shorter() -> None:
    begins, stops, of = in_hours(np.array([0, 10_000]), np.array([5000, 13_600]))
    assert (begins.tolist(), stops.tolist()) == ([0, 3600, 10_000], [3600, 5000, 13_600])
    assert of.tolist() == [0, 0, 1]


@given(st.lists(st.floats(0, 60), min_size=1, max_size=48))
def test_the_whole_lies_between_single_hours_and_one_lump(hours: list[float]) -> None:
    [found] = lumps(hours)
    assert sum(h**2 for h in hours) <= found * (1 + 1e-9) + 1e-9
    assert found == pytest.approx(min(found, sum(hours) ** 2))
