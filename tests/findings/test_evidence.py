from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest

from accord.engines.linting import refusals
from accord.findings.evidence import Opening, counted, opened
from accord.findings.finding import Condition, Evidence
from tests.engines.promised import PROMISED
from tests.support import engine_of

ORDERS = {
    "order_id": np.array(["a", "b", "c", "it's"], object),
    "ordered_at": np.array(["2026-03-02T10:00", "2026-03-02T11:00", "2026-03-02T12:00", "2026-03-02T13:00"], "M8[us]"),
    "amount_minor": np.array([100, 250, 400, 50]),
    "currency": np.array(["EUR"] * 4, object),
    "segment": np.array(["web", "app", None, "web"], object),
    "status": np.array(["placed", "placed", "refunded", "cancelled"], object),
}


def evidence(*where: Condition, column: str | None = None) -> Evidence:
    return Evidence("Orders", "orders", where, 0, column=column)


def asked(opening: Opening) -> dict[str, Any]:
    engine = engine_of({"orders": ORDERS})
    found = engine.query(opening.sql, opening.given)
    engine.close()
    return {name: column.tolist() for name, column in found.items()}


def ids(*where: Condition) -> list[str]:
    found: list[str] = asked(opened(evidence(*where), ["order_id"], ["order_id"]))["order_id"]
    return found


def test_without_conditions_all_rows_are_opened_in_order() -> None:
    told = asked(opened(evidence(), ["order_id", "amount_minor"], ["amount_minor"]))
    assert told["amount_minor"] == [50, 100, 250, 400]


def test_a_stretch_of_time_holds_its_start_and_not_its_end() -> None:
    first, last = datetime(2026, 3, 2, 10), datetime(2026, 3, 2, 12)
    assert ids(Condition("ordered_at", ">=", first), Condition("ordered_at", "<", last)) == ["a", "b"]


def test_one_of_several_values_is_enough() -> None:
    assert ids(Condition("status", "in", ("placed", "refunded"))) == ["a", "b", "c"]
    assert ids(Condition("status", "in", "cancelled")) == ["it's"]


def test_none_of_no_values_is_no_row() -> None:
    assert ids(Condition("status", "in", ())) == []


def test_an_empty_column_is_no_value() -> None:
    assert ids(Condition("segment", "=", "web")) == ["a", "it's"]


def test_values_are_parameters_and_never_part_of_the_text() -> None:
    hostile = "x' or 1=1 --"
    opening = counted(evidence(Condition("order_id", "=", hostile), Condition("order_id", "in", (hostile, "it's"))))
    assert hostile not in opening.sql
    assert asked(opening) == {"found": [0]}
    assert ids(Condition("order_id", "=", "it's")) == ["it's"]


def test_the_column_that_adds_up_is_summed() -> None:
    told = asked(counted(evidence(Condition("amount_minor", ">", 60), column="amount_minor")))
    assert told == {"found": [3], "total": [750]}


@pytest.mark.parametrize("column", [None, "amount_minor"])
def test_its_text_keeps_to_the_words_that_every_engine_knows(column: str | None) -> None:
    where = (Condition("status", "in", ("placed",)), Condition("ordered_at", ">=", datetime(2026, 3, 2)))
    told = evidence(*where, column=column)
    for opening in (counted(told), opened(told, ["order_id"], ["order_id"])):
        assert refusals(opening.sql, PROMISED) == []
