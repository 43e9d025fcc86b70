"""Salesforce leads as touches. Every lead is made up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.convert_text import person_key
from accord.facts.parse import Parsed
from accord.facts.reading import BadFile, Given
from tests.facts.readers.making import KEY, facts, read_here, table_of, written

HEADER = "Lead ID,FirstName,LastName,Email,Phone,Company,LeadSource,Status,OwnerId,CreatedDate".split(",")


def lead(number: int, **more: str) -> dict[str, str]:
    row = {"Lead ID": f"00Q{number}", "Email": f"made.up{number}@example.com", "Company": "Made Up Ltd"}
    return row | {"LeadSource": "Web", "Status": "Open", "CreatedDate": "2026-03-12T09:14:00.000+0000"} | more


def read(folder: Path, *rows: dict[str, str], header: list[str] = HEADER) -> Parsed:
    return read_here(written(folder, "leads.csv", table_of(header, rows)), Given(hash_key=KEY))


def test_a_lead_is_a_touch_of_its_company_by_its_source(tmp_path: Path) -> None:
    (touch,) = facts(read(tmp_path, lead(1)), "touches")
    assert (touch["touch_id"], touch["source_tool"], touch["channel"]) == ("00Q1", "salesforce", "Web")
    assert touch["touched_at"] == datetime(2026, 3, 12, 9, 14)
    assert touch["visitor_key"] == person_key(KEY, "made up ltd")


def test_a_lead_without_a_company_stands_for_its_address(tmp_path: Path) -> None:
    (touch,) = facts(read(tmp_path, lead(1, Company="")), "touches")
    assert touch["visitor_key"] == person_key(KEY, "made.up1@example.com")


def test_leads_without_a_source_and_the_reports_footer_are_left_out_and_told(tmp_path: Path) -> None:
    parsed = read(
        tmp_path, lead(1), lead(2, LeadSource=""), {"Lead ID": "Confidential Information - Do Not Distribute"}
    )
    assert parsed.counts == {"touches": 1}
    assert len(parsed.notes) == 2
    assert parsed.rejects is None


def test_an_export_without_the_time_of_creation_says_what_to_export(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="CreatedDate"):
        read(tmp_path, lead(1), header=HEADER[:-1])
