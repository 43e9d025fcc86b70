"""A metric's months are whole, local, and say what the facts say, or say why they cannot."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from accord.clauses.charter import Charter, Organisation, Service
from accord.clauses.objectives import KeyResult, Metric, Objective, built_in
from accord.methods.metrics import SOURCES, Series, monthly, over
from tests.support import Arrays, engine_of

UNTIL = datetime(2026, 4, 1)
PARIS = Charter(Organisation(zone="Europe/Paris"), (Service("checkout", "orders"),))


def orders(*at: str, minor: int = 1000, currency: str = "EUR") -> Arrays:
    n = len(at)
    return {
        "order_id": np.arange(n).astype(str).astype(object),
        "ordered_at": np.array(at, "datetime64[us]"),
        "amount_minor": np.full(n, minor),
        "currency": np.full(n, currency, object),
        "status": np.full(n, "placed", object),
    }


def every_hour(start: str, end: str) -> Arrays:
    return orders(*(str(t) for t in np.arange(start, end, np.timedelta64(1, "h"), dtype="datetime64[s]")))


def test_revenue_is_told_by_local_months_that_are_whole() -> None:
    """Paris is an hour ahead: the last hour of January (UTC) is its February."""
    told = monthly(engine_of({"orders": every_hour("2026-01-01T00", "2026-03-31T22")}), PARIS, "revenue", UNTIL)
    assert told.months == (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
    hours = [31 * 24 - 1, 28 * 24, 31 * 24 - 1]
    assert told.values.tolist() == [1000.0 * h for h in hours]
    assert told.rows.tolist() == hours
    assert told.low.tolist() == told.values.tolist()


def test_a_month_that_began_before_the_facts_is_left_out() -> None:
    told = monthly(engine_of({"orders": every_hour("2026-01-05T00", "2026-03-31T22")}), PARIS, "revenue", UNTIL)
    assert told.months == (date(2026, 2, 1), date(2026, 3, 1))


def test_orders_without_a_rate_are_left_out_and_told() -> None:
    two = {
        k: np.concatenate([v, w])
        for (k, v), w in zip(
            every_hour("2026-01-01T00", "2026-03-31T22").items(),
            orders("2026-02-03", currency="USD").values(),
            strict=True,
        )
    }
    told = monthly(engine_of({"orders": two}), PARIS, "revenue", UNTIL)
    assert told.values[1] == 1000.0 * 28 * 24
    assert "USD" in told.notes[0]


def test_an_hour_that_nobody_could_buy_in_counts_by_the_orders_it_brings() -> None:
    """Half of all shoppers of one hour in a month of 31 days."""
    facts = {
        "orders": every_hour("2026-01-01T00", "2026-03-31T22"),
        "availability": {
            "service": np.array(["checkout"], object),
            "at": np.array(["2026-03-10T10"], "datetime64[us]"),
            "seconds": np.array([3600]),
            "good": np.array([50.0]),
            "total": np.array([100.0]),
        },
    }
    told = monthly(engine_of(facts), PARIS, "shoppers_who_could_buy", UNTIL)
    assert told.values[:2].tolist() == [1.0, 1.0]
    assert told.values[2] == pytest.approx(1 - 0.5 / (31 * 24 - 1), rel=2e-4)
    assert told.low[2] < told.values[2] < told.high[2]


def busy_hours(start: str, end: str, of_each: int) -> NDArray[np.datetime64]:
    """So many orders in each hour."""
    return np.repeat(np.arange(np.datetime64(start), np.datetime64(end), np.timedelta64(1, "h")), of_each)


def broken(*times: tuple[str, str, str], service: str = "checkout") -> Arrays:
    """Incidents: start, end and severity of each."""
    begin, end, severity = zip(*times, strict=True)
    return {
        "incident_id": np.arange(len(times)).astype(str).astype(object),
        "source_tool": np.full(len(times), "pagerduty", object),
        "service": np.full(len(times), service, object),
        "started_at": np.array(begin, "datetime64[us]"),
        "ended_at": np.array(end, "datetime64[us]"),
        "severity": np.array(severity, object),
        "planned": np.zeros(len(times), bool),
    }


def could_buy(at: NDArray[np.datetime64], incidents: Arrays) -> Series:
    facts = {"orders": orders(*at.astype(str).tolist()), "incidents": incidents}
    return monthly(engine_of(facts), PARIS, "shoppers_who_could_buy", UNTIL)


def test_an_incident_that_nobody_measured_stops_those_who_did_not_order_meanwhile() -> None:
    at = busy_hours("2026-01-01T00", "2026-03-31T22", 20)
    down = (at >= np.datetime64("2026-02-10T10")) & (at < np.datetime64("2026-02-10T14"))
    incident = broken(("2026-02-10T10", "2026-02-10T14", "1"), ("2026-02-11T10", "2026-02-11T14", "4"))
    whole, half, none = (could_buy(at[~down | (np.arange(len(at)) % 20 < kept)], incident) for kept in (0, 10, 20))
    assert whole.values[1] == pytest.approx(1 - 4 / (28 * 24), abs=2e-4)
    assert half.values[1] == pytest.approx(1 - 2 / (28 * 24), abs=4e-4)
    assert none.values[1] > 1 - 0.5 / (28 * 24)
    assert [told.values[2] for told in (whole, half, none)] == [1.0, 1.0, 1.0]
    assert half.low[1] < 1 - 2 / (28 * 24) < half.high[1]


def test_a_whole_day_without_the_shop_counts_as_the_days_beside_it() -> None:
    at = busy_hours("2026-01-01T00", "2026-03-31T22", 5)
    day = (at >= np.datetime64("2026-02-09T23")) & (at < np.datetime64("2026-02-10T23"))
    told = could_buy(at[~day], broken(("2026-02-09T23", "2026-02-10T23", "1")))
    assert told.values[1] == pytest.approx(1 - 1 / 28, abs=2e-3)


def test_a_month_full_of_incidents_that_nobody_measured_cannot_be_told() -> None:
    at = busy_hours("2026-01-01T00", "2026-03-31T22", 2)
    told = could_buy(at, broken(("2026-02-05T00", "2026-02-25T00", "2")))
    assert np.isnan(told.values).tolist() == [False, True, False]
    assert "Cannot tell for 2026-02" in told.notes[0]


def test_incidents_without_a_severity_are_left_out_and_told() -> None:
    at = busy_hours("2026-01-01T00", "2026-03-31T22", 2)
    told = could_buy(at, broken(("2026-02-05T10", "2026-02-05T12", "")))
    assert told.values.tolist() == [1.0, 1.0, 1.0]
    assert told.notes == ("1 incident names no severity, so that nobody can tell whether it stops anybody: left out.",)


def test_a_service_tells_its_availability_by_any_spelling_of_its_name() -> None:
    charter = Charter(services=(Service("Web shop"),))
    facts = {
        "availability": {
            "service": np.array(["Web shop", "Web shop"], object),
            "at": np.array(["2026-02-01", "2026-03-30"], "datetime64[us]"),
            "seconds": np.array([86_400, 86_400]),
            "good": np.array([90.0, 99.0]),
            "total": np.array([100.0, 100.0]),
        }
    }
    told = monthly(engine_of(facts), charter, "availability_web_shop", UNTIL)
    assert told.values.tolist() == [0.9, 0.99]
    assert monthly(engine_of(facts), charter, "availability_app", UNTIL).notes == ("The charter has no service app.",)


def campaigns() -> Arrays:
    starts = np.array(["2026-01-10", "2026-02-10", "2026-02-20"], "datetime64[us]")
    return {
        "campaign_id": np.array(["A", "B", "C"], object),
        "name": np.array(["a", "b", "c"], object),
        "starts_at": starts,
        "ends_at": starts + np.timedelta64(5, "D"),
        "announced_at": np.array(["2026-01-01", "2026-02-02", "NaT"], "datetime64[us]"),
        "capacity_checked_at": np.array(["2026-01-03", "NaT", "NaT"], "datetime64[us]"),
    }


def test_what_the_plan_tells_is_told_with_what_it_leaves_open() -> None:
    engine = engine_of({"campaigns": campaigns()})
    live = monthly(engine, PARIS, "idea_to_live", UNTIL)
    assert live.values[:2].tolist() == [9.0, 8.0]
    assert np.isnan(live.values[2])
    assert "stands in" in live.notes[0]
    response = monthly(engine, PARIS, "first_response", UNTIL)
    assert response.values[0] == 48.0
    assert "1 of 2 announcements" in response.notes[0]
    assert monthly(engine, PARIS, "right_first_time", UNTIL).months == ()


def test_a_campaign_that_needed_an_emergency_was_not_right_at_first() -> None:
    facts = {
        "campaigns": campaigns(),
        "changes": {
            "change_id": np.array(["1", "2"], object),
            "service": np.array(["checkout", "checkout"], object),
            "planned_start": np.array(["2026-02-11", "2026-02-12"], "datetime64[us]"),
            "planned_end": np.array(["2026-02-11T01", "2026-02-12T01"], "datetime64[us]"),
            "kind": np.array(["emergency", "normal"], object),
            "reason": np.array(["Traffic of campaign B is too high", "C"], object),
        },
    }
    told = monthly(engine_of(facts), PARIS, "right_first_time", UNTIL)
    assert told.values[:2].tolist() == [1.0, 0.5]
    assert 0 < told.low[1] < 0.5 < told.high[1] < 1


def test_a_launch_is_on_time_when_its_first_ad_runs_on_the_planned_day() -> None:
    results = {
        "day": np.array(["2026-01-10", "2026-02-12"], "datetime64[D]"),
        "campaign_id": np.array(["A", "b"], object),
        "channel": np.array(["search", "search"], object),
        "cost_minor": np.array([100, 100]),
        "currency": np.array(["EUR", "EUR"], object),
    }
    told = monthly(engine_of({"campaigns": campaigns(), "campaign_results": results}), PARIS, "launches_on_time", UNTIL)
    assert told.values[:2].tolist() == [1.0, 0.0]
    assert "1 of 3" in told.notes[0]


def test_what_is_measured_elsewhere_is_added_or_averaged_by_its_weight() -> None:
    values = {
        "metric": np.array(["nps", "nps", "nps", "costs", "costs"], object),
        "measured_at": np.array(
            ["2026-01-05", "2026-01-20", "2026-03-01", "2026-02-01", "2026-02-02"], "datetime64[us]"
        ),
        "value": np.array([10.0, 40.0, 7.0, 1.5, 2.0]),
        "weight": np.array([1.0, 2.0, np.nan, np.nan, np.nan]),
        "source_tool": np.array(["made-up"] * 5, object),
    }
    engine = engine_of({"metric_values": values})
    nps = monthly(engine, PARIS, Metric("nps", "count", "up"), UNTIL)
    assert nps.values[[0, 2]].tolist() == [50.0, 7.0]
    mean = monthly(engine, PARIS, Metric("nps", "hours", "down"), UNTIL)
    assert mean.values[[0, 2]].tolist() == [30.0, 7.0]
    assert np.isnan(mean.values[1])
    assert monthly(engine, PARIS, Metric("costs", "money", "down"), UNTIL).values.tolist()[:1] == [350.0]


@pytest.mark.parametrize("source", SOURCES)
def test_without_facts_there_is_no_month_and_a_reason(source: str) -> None:
    metric = built_in(source) or Metric("some", "share", "up", source, service="checkout")
    told = monthly(engine_of({}), PARIS, metric, UNTIL)
    assert told.months == ()
    assert told.notes[0].endswith(".")


def test_a_metric_is_found_as_the_objectives_define_it() -> None:
    own = Metric("revenue", "money", "up", "revenue", "Sales")
    charter = Charter(objectives=(Objective("Grow", (KeyResult(own, None, None, "a", "b"),)),))
    assert monthly(engine_of({}), charter, "revenue", UNTIL).metric.title == "Sales"
    with pytest.raises(KeyError, match="define it under objectives"):
        monthly(engine_of({}), charter, "unheard_of", UNTIL)


def test_a_quarter_adds_money_and_averages_the_rest() -> None:
    months = np.array([1.0, 2.0, 3.0, np.nan, 5.0])
    assert over(months, "money", "quarter")[2] == 6.0
    assert over(months, "share", "quarter")[2] == 2.0
    assert np.isnan(over(months, "share", "quarter")[[0, 1, 3, 4]]).all()
    assert over(months, "days", "month")[4] == 5.0
