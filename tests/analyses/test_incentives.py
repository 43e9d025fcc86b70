"""The mirror check on facts: what it assumes, what it does not know, and that it makes no finding for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from accord.analyses import incentives
from accord.analyses.discovery import names
from accord.analyses.incentives import Checked, mirror_check
from accord.clauses.charter import Charter, Organisation
from accord.clauses.incentives import Incentive
from accord.clauses.objectives import KeyResult, Metric, Objective
from tests.support import engine_of

UNTIL = datetime(2026, 11, 1, 0, 0)
RISK = Metric("risk", "count", "down", worth_minor=900_000)
SPEED = Metric("speed", "days", "down", worth_minor=90_000)
SLOW = Incentive("Slow and safe", "5000 * ramp(speed, 20, 40)", side="it", role="CIO")
SOON = Incentive("Soon there", "5000 * ramp(speed, 40, 20)", side="marketing", role="CMO")


def charter(*lines: Incentive, margin: float | None = 0.4) -> Charter:
    results = tuple(KeyResult(metric, None, None, "Head of brand", "Head of change") for metric in (RISK, SPEED))
    return Charter(
        Organisation(zone="UTC", margin=margin), objectives=(Objective("Sooner", results),), incentives=lines
    )


def ask(of: Charter, months: int = 24) -> Checked:
    rng = np.random.default_rng(2)
    at = np.array([np.datetime64(UNTIL) - np.timedelta64(15 + 30 * n, "D") for n in range(months)])
    tables = {}
    if months:
        values = np.round(np.concatenate([rng.normal(30, 5, months), rng.poisson(3, months)]), 3)
        metric = np.array(["speed"] * months + ["risk"] * months, object)
        tables["metric_values"] = {"metric": metric, "measured_at": np.tile(at, 2), "value": values}
        tables["orders"] = _orders()
    engine = engine_of(tables)
    try:
        return mirror_check(engine, of, UNTIL)
    finally:
        engine.close()


def _orders() -> dict[str, np.ndarray]:
    at = np.arange(np.datetime64("2024-10-01"), np.datetime64("2026-11-01"), np.timedelta64(6, "h"))
    count = len(at)
    return {
        "order_id": np.array([f"O-{n}" for n in range(count)], object),
        "ordered_at": at,
        "amount_minor": np.random.default_rng(1).integers(3000, 9000, count),
        "currency": np.full(count, "EUR", object),
        "status": np.full(count, "paid", object),
        "channel": np.full(count, "web", object),
    }


def test_the_check_is_personal_so_that_no_account_asks_it() -> None:
    assert "incentives" not in names()
    assert all(
        word in str(incentives.__doc__) for word in ("Question", "Method", "Assumes", "Do not trust it", "Source")
    )


def test_without_a_line_of_worth_the_margin_and_the_objectives_say_what_metrics_are_worth() -> None:
    checked = ask(charter(SLOW, SOON))
    told = {line.name: line.pays for line in checked.assumed}
    assert told == {"Margin of revenue": "0.400000 * revenue", "Worth of Speed": "-900.000000 * speed"}
    wrong = next(p for p in checked.mirror.found if p.kind == "wrong_way")
    assert (wrong.side, wrong.subject, wrong.way, wrong.start, wrong.end) == ("it", "speed", "up", 20.0, 40.0)
    assert len(checked.months) >= 20
    assert wrong.likely is not None


def test_a_line_of_worth_takes_the_place_of_what_would_be_assumed() -> None:
    worth = Incentive("A day earlier", "-100 * speed", "worth", horizon="month")
    checked = ask(charter(SLOW, SOON, worth))
    assert checked.assumed == ()
    assert set(checked.metrics) == {"speed"}


def test_a_metric_that_nobody_defined_has_no_history_and_is_named() -> None:
    worth = Incentive("Fun", "10 * fun", "worth", horizon="month")
    checked = ask(charter(Incentive("Fun", "-5 * fun", side="it", role="CIO"), worth))
    assert (checked.unknown, checked.mirror.weighed) == (("fun",), False)
    assert [p.kind for p in checked.mirror.found] == ["wrong_way"]


def test_without_facts_directions_are_held_against_each_other_and_nothing_is_said_of_how_likely() -> None:
    checked = ask(charter(SLOW, SOON, Incentive("Day", "-100 * speed", "worth", horizon="month")), months=0)
    assert checked.mirror.months == 0
    assert [p.likely for p in checked.mirror.found] == [None]


def test_a_unit_that_is_not_the_metrics_is_doubted() -> None:
    checked = ask(charter(replace(SLOW, pays="5000 * ramp(speed, 20 hours, 40 hours)")))
    assert checked.doubts == ("Slow and safe: speed is not reckoned in hours. Write it as 3 days.",)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_same_facts_and_seed_give_the_same_answer(seed: int) -> None:
    engine = engine_of({})
    one, same = (mirror_check(engine, charter(SLOW, SOON), UNTIL, seed=seed) for _ in range(2))
    engine.close()
    assert repr(one) == repr(same)
