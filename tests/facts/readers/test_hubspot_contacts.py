"""HubSpot contacts as touches. Every contact is made up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.convert_text import person_key
from accord.facts.parse import Parsed
from accord.facts.reading import Ask, BadFile, Given
from tests.facts.readers.making import KEY, facts, read_here, table_of, written

HEADER = (
    "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Contact owner,Lifecycle Stage,"
    "Original Source,Associated Company IDs"
).split(",")
BERLIN = Given(hash_key=KEY, zone="Europe/Berlin")


def contact(
    number: int, source: str = "Organic search", companies: str = "", at: str = "2026-03-12 09:14"
) -> dict[str, str]:
    row = {"Record ID": str(number), "Email": f"made.up{number}@example.com", "Create Date": at}
    return row | {"Original Source": source, "Associated Company IDs": companies}


def read(folder: Path, *rows: dict[str, str], given: Given = BERLIN) -> Parsed:
    return read_here(written(folder, "contacts.csv", table_of(HEADER, rows)), given)


def test_a_contact_is_a_touch_of_its_first_company_by_its_original_source(tmp_path: Path) -> None:
    (touch,) = facts(read(tmp_path, contact(501, companies="9002;9999")), "touches")
    assert (touch["touch_id"], touch["source_tool"], touch["channel"]) == ("501", "hubspot", "Organic search")
    assert touch["touched_at"] == datetime(2026, 3, 12, 8, 14)
    assert touch["visitor_key"] == person_key(KEY, "company 9002")


def test_a_contact_without_a_company_stands_for_itself_and_not_for_a_company_of_that_number(tmp_path: Path) -> None:
    own, company = facts(read(tmp_path, contact(501), contact(502, companies="501")), "touches")
    assert own["visitor_key"] == person_key(KEY, "501") != company["visitor_key"]


def test_neither_name_nor_address_is_kept(tmp_path: Path) -> None:
    parsed = read(tmp_path, contact(501))
    assert "example.com" not in str(facts(parsed, "touches"))


def test_contacts_without_a_source_are_left_out_and_told(tmp_path: Path) -> None:
    parsed = read(tmp_path, contact(501, source=""), contact(502))
    assert parsed.counts == {"touches": 1}
    assert parsed.notes == ("1 row left out: contacts whose source is not told",)


def test_the_portals_zone_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Ask) as asked:
        read(tmp_path, contact(501), given=Given(hash_key=KEY))
    assert (asked.value.setting, asked.value.column) == ("zone", "Create Date")


def test_american_times_are_read(tmp_path: Path) -> None:
    (touch,) = facts(read(tmp_path, contact(501, at="3/15/2026 2:30 PM")), "touches")
    assert touch["touched_at"] == datetime(2026, 3, 15, 13, 30)


def test_an_export_without_the_time_of_creation_says_what_to_export(tmp_path: Path) -> None:
    header = [name for name in HEADER if name != "Create Date"]
    with pytest.raises(BadFile, match="property Create Date"):
        read_here(written(tmp_path, "contacts.csv", table_of(header, [contact(501)])), BERLIN)
