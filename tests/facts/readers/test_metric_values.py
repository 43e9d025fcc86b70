"""What other tools measured is read in the proposed header, and in those of sheets."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.reading import Ask, Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, written

PARIS = Given(zone="Europe/Paris", hash_key=KEY)
HEADER = "metric,measured_at,value,weight,segment,source_tool\n"


def test_the_proposed_header_is_read_in_the_given_zone(tmp_path: Path) -> None:
    text = HEADER + "first_response,2026-03-02,11.5,14,web,desk\nNPS,2026-03-02T00:00:00Z,41,,,\n"
    one, other = facts(read_here(written(tmp_path, "values.csv", text), PARIS), "metric_values")
    assert (one["metric"], one["measured_at"], one["value"]) == ("first_response", datetime(2026, 3, 1, 23), 11.5)
    assert (one["weight"], one["segment"], one["source_tool"]) == (14.0, "web", "desk")
    assert (other["metric"], other["weight"], other["source_tool"]) == ("nps", None, "measured elsewhere")


def test_percentages_are_shares_and_months_begin_on_their_first_day(tmp_path: Path) -> None:
    text = "KPI;Month;Actual\nChurn rate;2026-03;4,5 %\nChurn rate;2026-04;5 %\n"
    given = Given(zone="Europe/Paris", locale="de_DE", hash_key=KEY)
    one, other = facts(read_here(written(tmp_path, "values.csv", text), given), "metric_values")
    assert (one["metric"], one["value"]) == ("churn_rate", 0.045)
    assert other["measured_at"] == datetime(2026, 3, 31, 22)


def test_a_value_that_is_none_is_told_with_its_column(tmp_path: Path) -> None:
    text = HEADER + "a,2026-03-02,1,,,\na,2026-03-03,many,,,\n!,2026-03-04,1,,,\n"
    wrong, nameless = rejects(read_here(written(tmp_path, "values.csv", text), PARIS))
    assert (wrong["row"], wrong["column"]) == ("3", "value")
    assert (nameless["row"], nameless["column"]) == ("4", "metric")


def test_without_a_zone_it_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Ask) as asked:
        read_here(written(tmp_path, "values.csv", HEADER + "a,2026-03-02,1,,,\n"))
    assert asked.value.flag == "--timezone"
