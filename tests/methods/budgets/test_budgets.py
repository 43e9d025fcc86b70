"""Error budgets: cases worked by hand, and a plain loop over every sample."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.methods.budgets import (
    WORKBOOK,
    BudgetingMethod,
    BurnRule,
    Objective,
    Unit,
    burn_rate,
    calendar,
    calendar_edges,
    fires,
    rolling,
    running,
    slices,
    stretches,
)

DAY = 86_400
START = int(np.datetime64("2026-01-01T00:00", "s").astype(int))
Floats = npt.NDArray[np.float64]


def at(text: str) -> int:
    return int(np.datetime64(text, "s").astype(int))


def steady(days: float, per_minute: float = 100) -> tuple[Floats, Floats]:
    total = np.full(int(days * 1440), float(per_minute))
    return total.copy(), total


# --- by hand ---


def test_a_full_outage_of_21_minutes_spends_half_a_month_of_99_9_percent() -> None:
    good, total = steady(30)
    good[1000:1021] = 0
    now = rolling(slices(good, total, START, 60, Objective(0.999)), Objective(0.999), 30)
    assert now.allowed[-1] == pytest.approx(4320)
    assert now.bad[-1] == 2100
    assert now.spent[-1] == pytest.approx(2100 / 4320)
    assert now.remaining[-1] == pytest.approx(1 - 2100 / 4320)
    # 43.2 minutes of full outage are allowed
    assert now.allowed[-1] * now.minutes_per_unit[-1] == pytest.approx(43.2)
    assert now.bad[-1] * now.minutes_per_unit[-1] == pytest.approx(21)
    assert now.coverage[-1] == 1


def test_a_quiet_night_s_outage_costs_fewer_events_and_as_many_minutes() -> None:
    good, total = steady(2)
    total[:60], good[:60] = 10, 0
    by_events, by_time = Objective(0.99), Objective(0.99, "Timeslices", 0.9)
    events = rolling(slices(good, total, START, 60, by_events), by_events, 2)
    minutes = rolling(slices(good, total, START, 60, by_time), by_time, 2)
    assert events.bad[-1] / events.counted[-1] == pytest.approx(600 / 282_600)
    assert minutes.bad[-1] / minutes.counted[-1] == pytest.approx(60 / 2880)


@pytest.mark.parametrize(("failed", "bad"), [(5, 0), (6, 1)])
def test_a_slice_that_just_meets_its_target_is_good(failed: int, bad: int) -> None:
    good, total = np.full(5, 20.0), np.full(5, 20.0)
    good[2] -= failed
    objective = Objective(0.99, "Timeslices", 0.95, 300)
    assert slices(good, total, START, 60, objective).bad.tolist() == [bad]


def test_ratio_timeslices_average_the_slices() -> None:
    good, total = np.array([1.0, 90, 10]), np.array([2.0, 100, 10])
    objective = Objective(0.9, "RatioTimeslices")
    now = rolling(slices(good, total, START, 60, objective), objective, 1)
    assert now.bad[-1] == pytest.approx(0.5 + 0.1)
    assert now.spent[-1] == pytest.approx(0.2 / 0.1)


def test_an_attack_of_many_failing_requests_burns_each_method_s_budget_at_its_own_pace() -> None:
    """The worked example of the OpenSLO repository: two weeks at 95 %, 99 % good, then 1 % good."""
    total = np.full(14 * 1440, 24_000 / 1440)
    hours = {}
    for name in ("Timeslices", "RatioTimeslices"):
        objective = Objective(0.95, name, 0.95)  # type: ignore[arg-type]
        for minutes in range(700, 1100):
            good = 0.99 * total
            good[:minutes] = 0.01 * total[0]
            if rolling(slices(good, total, START, 60, objective), objective, 14).spent[-1] >= 1 - 1e-9:
                hours[name] = minutes / 60
                break
    assert hours["Timeslices"] == pytest.approx(16.8)
    assert hours["RatioTimeslices"] == pytest.approx(13.75, abs=0.05)


def test_planned_maintenance_is_a_line_of_its_own() -> None:
    good, total = steady(1)
    good[100:120], good[500:510] = 0, 0
    plan = np.zeros(1440, bool)
    plan[90:130] = True
    for objective in (Objective(0.99), Objective(0.99, "Timeslices", 0.9), Objective(0.99, "RatioTimeslices")):
        now = rolling(slices(good, total, START, 60, objective, plan), objective, 1)
        assert now.spent[-1] == pytest.approx(10 / 14.4)
        assert now.spent_planned[-1] == pytest.approx(20 / 14.4)
        assert now.remaining[-1] == pytest.approx(1 - 10 / 14.4)
        assert now.remaining_with_planned[-1] == pytest.approx(1 - 30 / 14.4)


def test_a_slice_is_bad_by_plan_only_if_it_would_be_good_without() -> None:
    objective = Objective(0.99, "Timeslices", 0.9, 180)
    good, total = np.array([0.0, 10, 10, 0, 0, 10]), np.full(6, 10.0)
    plan = np.array([True, False, False, True, False, False])
    cut = slices(good, total, START, 60, objective, plan)
    assert (cut.planned.tolist(), cut.bad.tolist()) == ([1, 0], [0, 1])


def test_what_was_not_measured_is_neither_good_nor_bad() -> None:
    good, total = steady(1)
    good[:720] = np.nan
    good[720:730] = 0
    for objective in (Objective(0.99), Objective(0.99, "Timeslices", 0.9), Objective(0.99, "RatioTimeslices")):
        now = rolling(slices(good, total, START, 60, objective), objective, 1)
        assert now.spent[-1] == pytest.approx(10 / 7.2)
        assert now.coverage[-1] == pytest.approx(0.5)
        assert math.isnan(now.spent[600])


def test_a_calendar_month_knows_its_minutes_from_the_first_day() -> None:
    objective = Objective(0.999, "Timeslices", 0.9)
    good, total = steady(10)
    good[:10] = 0
    edges = calendar_edges(START, START + 10 * DAY, "month", "UTC")
    now = calendar(slices(good, total, START, 60, objective), objective, edges)
    assert now.allowed.tolist() == pytest.approx([44.64])
    assert now.spent.tolist() == pytest.approx([10 / 44.64])


def test_calendar_windows_start_anew_by_local_clocks() -> None:
    # in Berlin, February begins at 23:00 UTC
    objective = Objective(0.999)
    good, total = steady(40)
    good[31 * 1440 - 90 : 31 * 1440 - 30] = 0
    edges = calendar_edges(START, START + 40 * DAY, "month", "Europe/Berlin")
    cut = slices(good, total, START, 60, objective)
    assert calendar(cut, objective, edges).bad.tolist() == [3000, 3000]
    then = running(cut, objective, edges).bad
    assert then[31 * 1440 - 61] == 3000
    assert then[31 * 1440 - 60] == 100


@pytest.mark.parametrize(
    ("unit", "zone", "anchor", "expected"),
    [
        ("month", "Europe/Berlin", None, ["2026-02-28T23", "2026-03-31T22", "2026-04-30T22"]),
        ("week", "America/New_York", None, ["2026-03-02T05", "2026-03-09T04", "2026-03-16T04"]),
        ("quarter", "UTC", None, ["2026-01-01T00", "2026-04-01T00"]),
        ("year", "UTC", None, ["2026-01-01T00", "2027-01-01T00"]),
        ("day", "Europe/Berlin", None, None),
        ("year", "UTC", datetime(2020, 4, 6), ["2025-04-06T00", "2026-04-06T00"]),
        ("week", "UTC", datetime(2020, 1, 5, 12), ["2026-03-01T12", "2026-03-08T12", "2026-03-15T12"]),
        ("month", "UTC", datetime(2020, 1, 31), ["2026-02-28T00", "2026-03-31T00", "2026-04-30T00"]),
    ],
)
def test_calendar_windows_begin_where_local_calendars_say(
    unit: Unit, zone: str, anchor: datetime | None, expected: list[str] | None
) -> None:
    start, end = at("2026-03-06T12:00"), at("2026-03-14T12:00")
    if unit in ("month",):
        end = at("2026-04-02T00:00")
    edges = calendar_edges(start, end, unit, zone, anchor)
    assert edges[0] <= start < edges[1]
    assert edges[-2] < end <= edges[-1]
    if expected is not None:
        assert [str(t)[:13] for t in edges.astype("datetime64[s]")] == expected
    else:
        assert len(edges) == 10


def _is_skipped(local: datetime) -> bool:
    """Whether the clocks jumped over that day's midnight, as on Lord Howe Island on 1 March 1981."""
    midnight = local.replace(hour=0, minute=0)
    there = midnight.astimezone(UTC).astimezone(midnight.tzinfo)
    return (there.hour, there.minute) != (0, 0)


@given(
    st.integers(0, 20_000),
    st.integers(1, 500),
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_windows_cover_the_data_and_begin_at_local_midnight(day: int, days: int, unit: Unit, zone: str) -> None:
    start, end = day * DAY + 4321, (day + days) * DAY
    edges = calendar_edges(start, end, unit, zone)
    assert edges[0] <= start < edges[1]
    assert edges[-2] < end <= edges[-1]
    for edge in edges.tolist():
        local = datetime.fromtimestamp(edge, ZoneInfo(zone))
        assert (local.hour, local.minute) == (0, 0) or _is_skipped(local)
        assert unit != "week" or local.weekday() == 0
        assert unit not in ("month", "quarter", "year") or local.day == 1


# --- against a plain loop ---

sample = st.tuples(st.integers(0, 4), st.integers(0, 3), st.booleans(), st.booleans())
METHODS: tuple[BudgetingMethod, ...] = ("Occurrences", "Timeslices", "RatioTimeslices")


def loop(rows: list[tuple[int, int, bool, bool]], objective: Objective, first: int) -> list[tuple[float, ...]]:
    """Slice by slice: unplanned bad, planned bad, counted, measured seconds."""
    width = 1 if objective.method == "Occurrences" else objective.slice_seconds // 60
    groups: dict[int, list[tuple[int, int, bool, bool]]] = {}
    for i, row in enumerate(rows):
        groups.setdefault((first + i) // width, []).append(row)
    result = []
    for group in groups.values():
        known = [(g, g + f, plan) for g, f, plan, measured in group if measured]
        total = sum(t for _, t, _ in known)
        bad = sum(t - g for g, t, _ in known)
        by_plan = sum(t - g for g, t, plan in known if plan)
        rest = sum(t for _, t, plan in known if not plan)
        seconds = 60.0 * len(known)
        if objective.method == "Occurrences":
            result.append((bad - by_plan, by_plan, total, seconds))
        elif objective.method == "RatioTimeslices":
            share = 1 / total if total else 0.0
            result.append(((bad - by_plan) * share, by_plan * share, float(total > 0), seconds))
        else:
            target = objective.slice_target or 0
            is_bad = total > 0 and total - bad < target * total - 1e-9
            unplanned = is_bad and rest > 0 and rest - (bad - by_plan) < target * rest - 1e-9
            result.append((float(unplanned), float(is_bad and not unplanned), float(total > 0), seconds))
    return result


@given(
    st.lists(sample, min_size=1, max_size=40),
    st.sampled_from(METHODS),
    st.sampled_from([0.5, 0.75, 0.9]),
    st.sampled_from([1, 2, 5]),
    st.integers(0, 4),
)
def test_slices_are_those_of_a_plain_loop(
    rows: list[tuple[int, int, bool, bool]], method: BudgetingMethod, target: float, width: int, offset: int
) -> None:
    objective = Objective(0.9, method, target, 60 * width)
    good = np.array([float(g) if measured else np.nan for g, _, _, measured in rows])
    total = np.array([float(g + f) for g, f, _, _ in rows])
    cut = slices(good, total, START + 60 * offset, 60, objective, [plan for _, _, plan, _ in rows])
    expected = np.array(loop(rows, objective, START // 60 + offset))
    assert np.allclose(np.stack([cut.bad, cut.planned, cut.counted, cut.measured], axis=1), expected)


@given(st.lists(sample, min_size=3, max_size=60), st.sampled_from(METHODS), st.integers(1, 3))
def test_windows_and_burn_rates_are_those_of_a_plain_loop(
    rows: list[tuple[int, int, bool, bool]], method: BudgetingMethod, hours: int
) -> None:
    objective = Objective(0.9, method, 0.8, 3600)
    good = np.array([float(g) if measured else np.nan for g, _, _, measured in rows])
    total = np.array([float(g + f) for g, f, _, _ in rows])
    cut = slices(good, total, START, 3600, objective)
    days = rolling(cut, objective, 1)
    rate = burn_rate(cut, objective, hours * 3600)
    for i in range(len(rows)):
        window = slice(max(0, i - 23), i + 1)
        assert days.bad[i] == pytest.approx(sum(cut.bad[window]))
        assert days.coverage[i] == pytest.approx(sum(cut.measured[window]) / DAY)
        short = slice(max(0, i - hours + 1), i + 1)
        counted = sum(cut.counted[short])
        expected = sum(cut.bad[short]) / (0.1 * counted) if counted else math.nan
        assert rate[i] == pytest.approx(expected, nan_ok=True)


# --- burn alerts ---


def test_the_workbook_s_table_is_the_one_used() -> None:
    assert [(r.factor, r.long / 3600, r.short / 60) for r in WORKBOOK] == [(14.4, 1, 5), (6, 6, 30), (1, 72, 360)]


@pytest.mark.parametrize(("rule", "budget"), list(zip(WORKBOOK, [0.02, 0.05, 0.10], strict=True)))
def test_a_burn_just_above_a_rule_s_factor_has_spent_its_share_of_a_month(rule: BurnRule, budget: float) -> None:
    objective = Objective(0.999)
    good, total = steady(30, 10_000)
    good -= 10_000 * 0.001 * rule.factor * 1.001
    cut = slices(good, total, START, 60, objective)
    assert fires(cut, objective, rule)[-1]
    month = rolling(cut, objective, 30).allowed[-1]
    assert cut.bad[-rule.long // 60 :].sum() / month == pytest.approx(budget, rel=0.002)


def test_a_burn_of_just_the_factor_is_silent() -> None:
    objective = Objective(0.999)
    for rule in WORKBOOK:
        good, total = steady(5, 10_000)
        good -= 10_000 * 0.001 * rule.factor
        assert not fires(slices(good, total, START, 60, objective), objective, rule).any()


def test_a_full_outage_pages_within_minutes_and_the_short_window_ends_the_page() -> None:
    objective = Objective(0.999)
    good, total = steady(10)
    outage = 8 * 1440
    good[outage : outage + 30] = 0
    cut = slices(good, total, START, 60, objective)
    begin, end = stretches(fires(cut, objective, WORKBOOK[0]), cut)
    assert len(begin) == 1
    # 1.44 % of an hour is bad after a minute
    assert (begin[0] - START) // 60 - outage == 1
    # and the page stands until five minutes after the last failure
    assert (end[0] - START) // 60 - outage == 30 + 5


def test_unmeasured_time_raises_no_alarm() -> None:
    objective = Objective(0.999)
    good, total = steady(1)
    total[:] = np.nan
    cut = slices(good, total, START, 60, objective)
    assert not any(fires(cut, objective, rule).any() for rule in WORKBOOK)


def test_planned_failure_raises_an_alarm_only_where_asked() -> None:
    objective = Objective(0.999)
    good, total = steady(1)
    good[600:660] = 0
    cut = slices(good, total, START, 60, objective, total > 0)
    assert not fires(cut, objective, WORKBOOK[0]).any()
    assert fires(cut, objective, WORKBOOK[0], with_planned=True).any()


# --- refusals ---


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Objective(99.9), "write 99.9 % as 0.999"),
        (lambda: Objective(0.9, "Timeslices"), "need a slice target"),
        (lambda: Objective(0.9, slice_seconds=0), "at least a second"),
        (lambda: slices([3.0], [2.0], 0, 60, Objective(0.9)), "sample 0: 3 good of 2"),
        (lambda: slices([1.0], [2.0, 3.0], 0, 60, Objective(0.9)), "flat and equal"),
        (lambda: slices([1.0], [2.0], 0, 60, Objective(0.9, "RatioTimeslices", None, 90)), "cannot be cut"),
    ],
)
def test_what_cannot_be_is_refused(make: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()  # type: ignore[operator]


def test_windows_that_do_not_cover_the_data_are_refused() -> None:
    cut = slices([1.0, 1.0], [1.0, 1.0], START, 60, Objective(0.9))
    with pytest.raises(ValueError, match="do not cover"):
        running(cut, Objective(0.9), [START + 60, START + 600])


def test_no_samples_give_no_budgets() -> None:
    cut = slices([], [], START, 60, Objective(0.9))
    assert len(rolling(cut, Objective(0.9), 30).spent) == 0
    assert len(calendar(cut, Objective(0.9), [START, START + DAY]).spent) == 0
