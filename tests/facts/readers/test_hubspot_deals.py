"""HubSpot deals as conversions. Every deal is made up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.convert_text import person_key
from accord.facts.parse import Parsed
from accord.facts.reading import Ask, BadFile, Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, table_of, written

HEADER = (
    "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Associated Company IDs,Associated Contact IDs"
).split(",")
GIVEN = Given(hash_key=KEY, zone="UTC", currency="EUR")


def deal(number: int, stage: str = "Closed won", amount: str = "1200.50", **more: str) -> dict[str, str]:
    row = {"Record ID": str(number), "Deal Name": "Made-up roof", "Deal Stage": stage, "Amount": amount}
    return row | {"Close Date": "2026-03-20 10:00"} | {name.replace("_", " "): value for name, value in more.items()}


def read(folder: Path, *rows: dict[str, str], given: Given = GIVEN, header: list[str] = HEADER) -> Parsed:
    return read_here(written(folder, "deals.csv", table_of(header, rows)), given)


def test_a_won_deal_is_a_conversion_of_its_company(tmp_path: Path) -> None:
    (won,) = facts(read(tmp_path, deal(901, Associated_Company_IDs="9002;9999")), "conversions")
    assert (won["conversion_id"], won["goal"], won["source_tool"]) == ("901", "deal", "hubspot")
    assert (won["value_minor"], won["currency"]) == (120_050, "EUR")
    assert won["converted_at"] == datetime(2026, 3, 20, 10)
    assert won["visitor_key"] == person_key(KEY, "company 9002")


def test_a_deal_of_people_without_a_company_is_the_first_contacts(tmp_path: Path) -> None:
    (won,) = facts(read(tmp_path, deal(901, Associated_Contact_IDs="501; 502")), "conversions")
    assert won["visitor_key"] == person_key(KEY, "501")


def test_deals_that_are_not_won_are_left_out_and_told(tmp_path: Path) -> None:
    parsed = read(tmp_path, deal(901), deal(902, "Closed lost"), deal(903, "Contract sent"))
    assert parsed.counts == {"conversions": 1}
    assert parsed.notes == ("2 rows left out: deals that are not won",)


def test_a_companys_own_word_for_won_is_taken(tmp_path: Path) -> None:
    given = Given(hash_key=KEY, zone="UTC", currency="EUR", options={"won": "Signed; Paid"})
    parsed = read(tmp_path, deal(901), deal(902, "signed"), deal(903, "Paid"), given=given)
    assert [f["conversion_id"] for f in facts(parsed, "conversions")] == ["902", "903"]


def test_the_exports_own_flag_counts_before_the_stage(tmp_path: Path) -> None:
    rows = [deal(901, "Any", Is_Closed_Won="true"), deal(902, Is_Closed_Won="false"), deal(903, Is_Closed_Won="maybe")]
    parsed = read(tmp_path, *rows, header=[*HEADER, "Is Closed Won"])
    assert [f["conversion_id"] for f in facts(parsed, "conversions")] == ["901"]
    assert [(r["row"], r["column"]) for r in rejects(parsed)] == [("4", "Is Closed Won")]


def test_a_deal_without_an_amount_is_a_conversion_without_a_value(tmp_path: Path) -> None:
    (won,) = facts(read(tmp_path, deal(901, amount="")), "conversions")
    assert (won["value_minor"], won["currency"]) == (None, None)


def test_a_day_without_a_clock_is_taken_at_its_end(tmp_path: Path) -> None:
    (won,) = facts(read(tmp_path, deal(901, Close_Date="2026-03-20")), "conversions")
    assert won["converted_at"] == datetime(2026, 3, 20, 23, 59, 59)


def test_a_currency_that_nobody_tells_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Ask) as asked:
        read(tmp_path, deal(901), given=Given(hash_key=KEY, zone="UTC"))
    assert asked.value.setting == "currency"
    told = read(
        tmp_path, deal(901, Currency="GBP"), given=Given(hash_key=KEY, zone="UTC"), header=[*HEADER, "Currency"]
    )
    assert [(f["value_minor"], f["currency"]) for f in facts(told, "conversions")] == [(120_050, "GBP")]


def test_an_export_without_the_time_of_closing_says_what_to_export(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="property Close Date"):
        read(tmp_path, deal(901), header=[name for name in HEADER if name != "Close Date"])
