"""A finding without money: a number in its own unit, which is never added to anything."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from accord.findings import archive
from accord.findings.brief import cells, rank
from accord.findings.finding import Figure, Finding
from accord.findings.format import Format
from accord.findings.identity import finding_id, plain
from accord.findings.totals import totals
from accord.findings.words import headline, say
from accord.units.interval import Interval
from tests.findings.made import finding


def measured(low: float, mid: float, high: float, subject: str = "CAB") -> Finding:
    met = Figure("met_weekly", "Times a week that both meet it", Interval(mid, low, high), "ratio")
    base = finding(kind="counted", amount=None, cell=None, claims=(), verdict="No amount: nothing gives it a price")
    return replace(base, analysis="collisions", subject=subject, figures=(met, *base.figures), measure="met_weekly")


def test_its_headline_is_its_number_with_its_range() -> None:
    told = headline(measured(2.9, 4.2, 5.8), Format())
    assert (
        told.replace("\N{NARROW NO-BREAK SPACE}", " ") == "4.2 times a week that both meet it (2.9 to 5.8, 90 % sure)"
    )
    assert say(measured(2.9, 4.2, 5.8), "it", Format()).startswith(f"{told}. About 312")


def test_a_counted_number_has_no_range() -> None:
    assert headline(measured(4, 4, 4), Format()) == "4 times a week that both meet it"


def test_it_enters_no_total_and_stands_in_no_sum() -> None:
    found = [finding(), replace(measured(1, 2, 3), cell="it_cost_marketing")]
    assert [t.counted for t in totals(found)] == [(finding_id(found[0]),)]
    cell = cells(found, {})[0]
    assert (cell.findings, len(cell.totals)) == (2, 1)


def test_it_comes_after_money_by_how_much_and_before_what_cannot_be_told() -> None:
    untold = finding(analysis="a", amount=None, verdict="Cannot tell")
    found = [untold, measured(1, 2, 3, "SLA"), measured(3, 4, 5, "CAB"), finding()]
    assert [f.subject for f in rank(found)] == ["checkout:INC-1", "CAB", "SLA", "checkout:INC-1"]
    assert rank(found)[-1] is untold


def test_it_is_kept_and_read_back(tmp_path: Path) -> None:
    archive.save(tmp_path, measured(1, 2, 3))
    assert archive.load(tmp_path, finding_id(measured(1, 2, 3))) == measured(1, 2, 3)


def test_a_finding_with_money_keeps_the_name_that_it_had_before_there_were_such(tmp_path: Path) -> None:
    assert "measure" not in plain(finding())
    archive.save(tmp_path, finding())
    (kept,) = (tmp_path / finding_id(finding())).glob("*.json")
    assert "measure" not in json.loads(kept.read_text(encoding="utf-8"))
    assert archive.read(kept) == finding()


@pytest.mark.parametrize("wrong", [{"amount": finding().amount}, {"measure": "named"}])
def test_an_amount_and_a_measure_or_a_measure_that_is_no_number_are_refused(wrong: dict[str, object]) -> None:
    named = Figure("named", "Name", "CAB", "text")
    base = measured(1, 2, 3)
    with pytest.raises(ValueError, match="cannot stand in"):
        replace(base, figures=(*base.figures, named), **wrong)  # type: ignore[arg-type]
