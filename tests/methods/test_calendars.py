from __future__ import annotations

from datetime import datetime, timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from accord.methods.calendars import MEETS, Entry, EntryKind, clashes

FIRST = datetime(2026, 3, 26)
KINDS = get_args(EntryKind)

entries = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 200), st.integers(0, 60), st.sampled_from([None, "a", "b"])),
    max_size=14,
)


def entry(number: int, kind: EntryKind, start: int, length: int, service: str | None = None) -> Entry:
    begin = FIRST + timedelta(minutes=start)
    return Entry(f"E{number:02}", kind, "made up", begin, begin + timedelta(minutes=length), service=service)


def minutes(e: Entry) -> set[datetime]:
    return {e.start + timedelta(minutes=m) for m in range(int((e.end - e.start).total_seconds()) // 60)}


@given(entries)
def test_clashes_are_those_of_a_minute_grid(told: list[tuple[EntryKind, int, int, str | None]]) -> None:
    made = [entry(i, *row) for i, row in enumerate(told)]
    found = {(frozenset((c.one.id, c.other.id)), c.start, c.end) for c in clashes(made)}
    truth = set()
    for i, one in enumerate(made):
        for other in made[i + 1 :]:
            shared = sorted(minutes(one) & minutes(other))
            same = one.kind == other.kind == "change" and one.service == other.service is not None
            if shared and (same or (one.kind != other.kind and frozenset((one.kind, other.kind)) in MEETS)):
                truth.add((frozenset((one.id, other.id)), shared[0], shared[-1] + timedelta(minutes=1)))
    assert found == truth


def test_what_one_side_plans_stands_before_the_change_that_meets_it() -> None:
    [clash] = clashes([entry(0, "change", 0, 60), entry(1, "campaign", 30, 60)])
    assert (clash.one.kind, clash.other.kind) == ("campaign", "change")


def test_clashes_come_in_order_of_time() -> None:
    made = [entry(0, "change", 100, 50), entry(1, "change", 0, 50), entry(2, "campaign", 0, 500)]
    assert [c.other.id for c in clashes(made)] == ["E01", "E00"]


def test_an_entry_without_length_meets_nothing() -> None:
    assert clashes([entry(0, "change", 10, 0), entry(1, "campaign", 0, 60)]) == []
