"""Buyers of the made-up shop keep one browser from visit to order, and no visit is added or lost by it."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from functools import cache
from typing import Any

from tests.worlds.made import rows, written


@cache
def events() -> list[dict[str, Any]]:
    files = sorted((written() / "marketing").glob("events_*.jsonl.gz"))
    return [json.loads(line) for file in files for line in gzip.open(file, "rt", encoding="utf-8")]


def browsers(of: str) -> Counter[str]:
    return Counter(e["user_pseudo_id"] for e in events() if e["event_name"] == of)


def test_most_buyers_came_by_a_visit_in_the_browser_that_they_bought_in() -> None:
    bought, came = browsers("purchase"), browsers("session_start")
    assert sum(b in came for b in bought) / len(bought) > 0.9


def test_some_buyers_came_several_times() -> None:
    bought, came = browsers("purchase"), browsers("session_start")
    several = sum(came[b] > 1 for b in bought) / len(bought)
    assert 0.3 < several < 0.8


def test_no_two_visits_of_one_browser_are_one_session() -> None:
    starts = [e for e in events() if e["event_name"] == "session_start"]
    sessions = {(e["user_pseudo_id"], e["event_params"][0]["value"]["int_value"]) for e in starts}
    assert len(sessions) == len(starts)


def test_the_sheet_of_experiments_says_that_it_is_made_up() -> None:
    told = rows(written() / "marketing" / "experiments.csv")
    assert {r["activity"] for r in told} == {"Newsletter", "Brand search", "Retargeting"}
    assert all("(made up)" in r["experiment_id"] for r in told)
