"""Do the facts reach? The query is portable, and gaps are judged by the gaps there were before."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from accord.analyses.effects.coverage import Reach, begun, days_sql, holes, known, reaches
from accord.engines.linting import refusals
from accord.facts.tables import TABLES
from accord.units.period import Period
from tests.analyses.promised import facts, shop, weeks
from tests.engines.promised import PROMISED

LATER = Period(datetime(2026, 7, 1), datetime(2026, 10, 1))


def table(first: str, last: str, every: int = 1, *, without: tuple[str, str] | None = None) -> Reach:
    """A table with a row every so many days, but for a hole."""
    days = np.arange(np.datetime64(first), np.datetime64(last) + 1, every)
    if without:
        days = days[(days < np.datetime64(without[0])) | (days > np.datetime64(without[1]))]
    return Reach("orders", days, every)


@pytest.mark.parametrize("name", sorted(name for name in TABLES if TABLES[name].time))
def test_the_query_keeps_to_the_allowed_words(name: str) -> None:
    assert [str(r) for r in refusals(days_sql(name), PROMISED)] == []


def test_a_table_told_to_the_last_day_covers_the_period() -> None:
    assert holes([table("2026-01-01", "2026-09-30")], LATER, {}) == ()


def test_the_days_after_the_period_are_no_help_where_the_period_is_empty() -> None:
    gone = table("2026-01-01", "2026-12-31", without=("2026-07-01", "2026-09-30"))
    assert [f.code for f in holes([gone], LATER, {})] == ["not_covered"]


def test_a_gap_as_long_as_those_before_is_chance() -> None:
    assert holes([table("2026-01-01", "2026-09-24", every=9)], LATER, {}) == ()


def test_a_gap_twice_as_long_as_any_before_may_be_a_missing_export() -> None:
    [flag] = holes([table("2026-01-01", "2026-09-10", every=9)], LATER, {})
    assert (flag.code, "2026-09-30" in flag.sentence) == ("not_covered", True)


def test_an_export_known_to_reach_the_end_covers_it_whatever_its_last_row() -> None:
    quiet = [table("2026-01-01", "2026-07-20", every=9)]
    assert holes(quiet, LATER, {"orders": LATER.end}) == ()
    assert len(holes(quiet, LATER, {"orders": LATER.end - timedelta(days=20)})) == 1


def test_a_daily_table_with_a_week_missing_has_a_hole() -> None:
    [flag] = holes([table("2026-01-01", "2026-09-30", without=("2026-08-03", "2026-08-09"))], LATER, {})
    assert flag.sentence == "There are no orders between 2026-08-02 and 2026-08-10."


def test_the_history_begins_where_the_last_of_the_tables_does() -> None:
    assert begun([table("2026-01-01", "2026-09-30"), table("2026-02-03", "2026-09-30")]) == datetime(2026, 2, 3)
    assert begun([table("2026-01-01", "2026-09-30"), Reach("incidents", np.array([], "datetime64[D]"), 0)]) is None


def test_a_slice_with_a_tenth_of_its_days_missing_is_not_known() -> None:
    slices = [Period(datetime(2026, m, 1), datetime(2026, m + 1, 1)) for m in (3, 4, 5)]
    told = table("2026-01-01", "2026-09-30", without=("2026-04-10", "2026-04-14"))
    assert known([told], slices).tolist() == [True, False, True]


def test_days_are_read_from_the_facts_and_gaps_from_before_the_promise() -> None:
    made = shop(1, after=1)
    with facts(made.tables) as engine:
        orders, incidents = reaches(engine, ("orders", "incidents"), weeks(0, 64), made.later.start)
    assert orders.daily
    assert not incidents.daily
    assert len(orders.days) == 64 * 7
