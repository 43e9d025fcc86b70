"""Salesforce's report of opportunities as conversions. Every opportunity is made up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from accord.facts.convert_text import person_key
from accord.facts.parse import Parsed
from accord.facts.reading import Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, table_of, written

HEADER = (
    "Opportunity Owner,Account Name,Opportunity Name,Stage,Forecast Category,Total Amount Currency,Total Amount,"
    "Fiscal Period,Close Date,Type"
).split(",")
GIVEN = Given(hash_key=KEY, zone="UTC", locale="en_US")


def opportunity(
    name: str = "Roof", stage: str = "Closed Won", amount: str = "$1,234,567", **more: str
) -> dict[str, str]:
    row = {"Opportunity Owner": "Owner", "Account Name": "Made Up Ltd", "Opportunity Name": name, "Stage": stage}
    row |= {"Total Amount Currency": "USD", "Total Amount": amount, "Close Date": "3/20/2026"}
    return row | {name.replace("_", " "): value for name, value in more.items()}


def read(folder: Path, *rows: dict[str, str], given: Given = GIVEN, header: list[str] = HEADER) -> Parsed:
    return read_here(written(folder, "report.csv", table_of(header, rows)), given)


def test_a_won_opportunity_is_a_conversion_of_its_account(tmp_path: Path) -> None:
    (won,) = facts(read(tmp_path, opportunity()), "conversions")
    assert (won["goal"], won["source_tool"]) == ("deal", "salesforce")
    assert (won["value_minor"], won["currency"]) == (123_456_700, "USD")
    assert won["converted_at"] == datetime(2026, 3, 20, 23, 59, 59)
    assert won["visitor_key"] == person_key(KEY, "Made Up Ltd")


def test_without_a_number_two_opportunities_of_an_account_stay_two(tmp_path: Path) -> None:
    found = facts(read(tmp_path, opportunity("Roof"), opportunity("Wall")), "conversions")
    assert len({f["conversion_id"] for f in found}) == 2


def test_the_reports_own_number_is_kept(tmp_path: Path) -> None:
    parsed = read(tmp_path, opportunity(Opportunity_ID="0061"), header=[*HEADER, "Opportunity ID"])
    assert facts(parsed, "conversions")[0]["conversion_id"] == "0061"


def test_open_ones_and_the_reports_footer_are_left_out_and_told(tmp_path: Path) -> None:
    footer = {"Opportunity Owner": "Confidential Information - Do Not Distribute"}
    parsed = read(tmp_path, opportunity(), opportunity("Wall", "Negotiation"), footer)
    assert parsed.counts == {"conversions": 1}
    assert len(parsed.notes) == 2
    assert parsed.rejects is None


def test_an_organisations_own_word_for_won_is_taken(tmp_path: Path) -> None:
    given = Given(hash_key=KEY, zone="UTC", locale="en_US", options={"won": "Signed"})
    assert read(tmp_path, opportunity(), opportunity("Wall", "signed"), given=given).counts == {"conversions": 1}


def test_an_amount_that_is_none_is_rejected_by_its_column(tmp_path: Path) -> None:
    parsed = read(tmp_path, opportunity(), opportunity("Wall", amount="much"))
    assert [(r["row"], r["column"], r["value"]) for r in rejects(parsed)] == [("3", "Total Amount", "much")]
