"""Results of experiments are read in the proposed header, and in those of two models."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.reading import Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, written

PARIS = Given(zone="Europe/Paris", hash_key=KEY)
HEADER = "experiment_id,activity,method,started_at,ended_at,ratio,ratio_low,ratio_high,confidence,cost,currency\n"


def test_the_proposed_header_is_read(tmp_path: Path) -> None:
    text = HEADER + "Geo 1,search,geo,2026-03-02,2026-03-30,4.1,3.2,5,0.95,21000.50,EUR\nH,email,,,,2,1.5,2.5,,,\n"
    one, other = facts(read_here(written(tmp_path, "geo.csv", text), PARIS), "experiments")
    assert (one["experiment_id"], one["activity"], one["method"]) == ("Geo 1", "search", "geo")
    assert (one["ratio"], one["ratio_low"], one["ratio_high"], one["confidence"]) == (4.1, 3.2, 5.0, 0.95)
    assert (one["cost_minor"], one["currency"], one["started_at"]) == (2_100_050, "EUR", datetime(2026, 3, 1, 23))
    assert (other["confidence"], other["method"], other["cost_minor"]) == (0.90, "experiment", None)


def test_the_returns_of_meridian_are_those_of_a_model(tmp_path: Path) -> None:
    text = (
        "Channel,Spend,Effectiveness,ROI,ROI CI Low,ROI CI High,Marginal ROI,Is Revenue KPI,Analysis Period,"
        "Analysis Date Start,Analysis Date End\n"
        "Search,1000,0.1,2.5,1.9,3.2,1.1,True,Q1,2026-01-01,2026-03-31\n"
        "TV,1000,0.1,2.5,1.9,3.2,1.1,False,Q1,2026-01-01,2026-03-31\n"
    )
    parsed = read_here(written(tmp_path, "roi.csv", text), PARIS)
    (one,) = facts(parsed, "experiments")
    assert (one["source_tool"], one["method"], one["experiment_id"]) == ("meridian", "model", "Search 2026-01-01")
    (wrong,) = rejects(parsed)
    assert wrong["column"] == "Is Revenue KPI"


def test_the_returns_of_pymc_marketing_say_how_sure_they_are(tmp_path: Path) -> None:
    text = "channel,mean,roas,abs_error_94_lower,abs_error_94_upper\nx1,2.1,2.0,1.4,2.8\n"
    (one,) = facts(read_here(written(tmp_path, "roas.csv", text), PARIS), "experiments")
    assert (one["source_tool"], one["confidence"], one["ratio_high"]) == ("pymc_marketing", 0.94, 2.8)


@pytest.mark.parametrize("row", ["A,search,,,,4,5,6,,,", "A,search,,,,4,4,4,,,", "A,search,,,,4,3,5,0.2,,"])
def test_a_result_that_cannot_be_is_told_with_its_row(tmp_path: Path, row: str) -> None:
    good = "Z,search,,,,4,3,5,,,\n"
    (wrong,) = rejects(read_here(written(tmp_path, "bad.csv", HEADER + good + row + "\n"), PARIS))
    assert wrong["row"] == "3"
