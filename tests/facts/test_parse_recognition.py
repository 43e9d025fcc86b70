"""Each reader knows its own exports, in whatever letters and delimiters, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from accord.facts.child import certain
from accord.facts.limits import DEFAULT
from accord.facts.sniff import sample_of
from accord.facts.sniff_container import unpack
from accord.worlds.retailer import Settings, World
from accord.worlds.writing import write
from tests.facts.hostile import ORDER, SHOP
from tests.facts.readers.making import shared, table_text, written

KNOWN = {
    "shopify_orders": [SHOP.split(","), ORDER.split(",")],
    "stripe_payments": [
        "id,Created (UTC),Amount,Amount Refunded,Currency,Mode,Status".split(","),
        "ch_1,2026-05-01 10:00,20.00,0.00,eur,Live,Paid".split(","),
    ],
    "google_ads": [
        "Day,Campaign,Currency code,Cost,Impr.,Clicks".split(","),
        ["2026-09-01", "Roof", "EUR", "1,234.56", "12,345", "9"],
    ],
    "google_ads (German)": [
        "Tag,Kampagne,Währungscode,Kosten,Impr.,Klicks".split(","),
        ["2026-09-01", "Dach", "EUR", "1.234,56", "12.345", "9"],
    ],
    "google_ads (French)": [
        "Jour,Campagne,Code de la devise,Coût,Impr.,Clics".split(","),
        ["2026-09-01", "Toit", "EUR", "1 234,56", "12 345", "9"],
    ],
    "meta_ads": [
        "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions".split(","),
        "2026-05-20,2026-05-20,Spring,12.50,1000".split(","),
    ],
    "meta_ads (Portuguese)": [
        "Início dos relatórios,Término dos relatórios,Nome da campanha,Valor usado (EUR),Impressões".split(","),
        "2026-05-20,2026-05-20,Verão,12.50,1000".split(","),
    ],
    "servicenow_incident": [
        "number,opened_at,short_description,priority,state".split(","),
        "INC1,2026-05-01 10:00:00,Down,1 - Critical,New".split(","),
    ],
    "servicenow_incident (labels)": [
        "Number,Opened,Short description,Priority,State".split(","),
        "INC1,2026-05-01 10:00:00,Down,1 - Critical,New".split(","),
    ],
    "servicenow_change": [
        "number,short_description,type,state,start_date,end_date".split(","),
        "CHG1,Patch,Normal,New,2026-05-01 10:00:00,2026-05-01 11:00:00".split(","),
    ],
    "servicenow_change (labels)": [
        "Number,Short description,Type,State,Planned start date,Planned end date".split(","),
        "CHG1,Patch,Normal,New,2026-05-01 10:00:00,2026-05-01 11:00:00".split(","),
    ],
    "jira": [
        "Summary,Issue key,Issue Type,Status,Created,Components,Components".split(","),
        "Down,A-1,Incident,Done,11/May/24 03:26 PM,shop,".split(","),
    ],
    "pagerduty_csv": [
        "id,description,service_name,created_at,resolved_at,seconds_to_resolve,urgency".split(","),
        "P1,Down,shop,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,3600,high".split(","),
    ],
    "pagerduty_csv (older)": [
        "id,description,service_name,created_on,seconds_to_resolve,urgency".split(","),
        "P1,Down,shop,2026-05-01T10:00:00Z,3600,high".split(","),
    ],
    "ecb_rates": ["Date,USD,JPY,GBP,".split(","), "2026-05-04,1.0832,161.05,0.8571,".split(",")],
    "hubspot_contacts": [
        "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date,Original Source".split(","),
        "501,A,B,a@example.com,1,New,2026-03-12 09:14,Organic search".split(","),
    ],
    "hubspot_deals": [
        "Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Associated Company IDs".split(","),
        "901,Roof,Closed won,1200.00,C,2026-03-12 09:14,9002".split(","),
    ],
    "salesforce_opportunities": [
        "Account Name,Opportunity Name,Stage,Total Amount Currency,Total Amount,Close Date".split(","),
        "Made Up Ltd,Roof,Closed Won,EUR,1200.00,2026-03-12".split(","),
    ],
    "salesforce_leads": [
        "Lead ID,FirstName,LastName,Email,Phone,Company,LeadSource,Status,OwnerId,CreatedDate".split(","),
        "00Q1,A,B,a@example.com,1,Made Up Ltd,Web,Open,0051,2026-03-12T09:14:00Z".split(","),
    ],
    "metric_values": ["metric,measured_at,value".split(","), "nps,2026-05-01,41".split(",")],
    "campaign_plan": ["campaign_id,name,starts_at,ends_at".split(","), "A,Spring,2026-05-01,2026-05-02".split(",")],
}
WORLD = {
    "shopify_orders_": "shopify_orders",
    "stripe_payments_": "stripe_payments",
    "google_ads": "google_ads",
    "meta_ads": "meta_ads",
    "campaign_plan": "campaign_plan",
    "ecb_": "ecb_rates",
    "events_": "ga4_export",
    "sale_days": "icalendar_file",
    "change_freezes": "icalendar_file",
    "jira_": "jira",
    "openslo_": "openslo",
    "sloth_": "sloth",
    "pagerduty_": "pagerduty_csv",
    "prometheus_": "prometheus",
    "servicenow_change": "servicenow_change",
    "servicenow_incident": "servicenow_incident",
    "statuspage": "statuspage",
    "request_desk": "metric_values",
    "experiments": "experiments",
    "stock_outs": "plain_table",
}


def known_by(path: Path, folder: Path) -> list[str]:
    (member,) = unpack(path, folder, DEFAULT)
    return [reader.name for reader, _ in certain(sample_of(member.path, DEFAULT), None)]


def forms(name: str) -> Iterator[tuple[str, str, str]]:
    """Every way in which one table may have been saved: (delimiter, encoding, line end)."""
    for delimiter in ",;\t|":
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
            for end in ("\n", "\r\n"):
                yield delimiter, encoding, end


@pytest.mark.parametrize("name", KNOWN)
def test_an_export_is_known_however_it_was_saved(name: str, tmp_path: Path) -> None:
    header, *rows = KNOWN[name]
    for delimiter, encoding, end in forms(name):
        text = table_text(header, rows * 3, delimiter).replace("\n", end)
        path = written(tmp_path, "export.csv", text, encoding)
        assert known_by(path, tmp_path) == [name.partition(" ")[0]], (delimiter, encoding, end)


def test_there_are_three_hundred_forms() -> None:
    assert sum(len(list(forms(name))) for name in KNOWN) >= 300


@pytest.mark.parametrize("name", KNOWN)
def test_lines_before_the_header_do_not_hide_it(name: str, tmp_path: Path) -> None:
    text = "Exported by a made-up tool\n\n" + table_text(KNOWN[name][0], KNOWN[name][1:] * 3)
    assert known_by(written(tmp_path, "export.csv", text), tmp_path) == [name.partition(" ")[0]]


@pytest.mark.parametrize("name", KNOWN)
def test_without_one_of_its_needed_columns_no_file_is_claimed(name: str, tmp_path: Path) -> None:
    header, *rows = KNOWN[name]
    text = table_text([f"Column {n}" for n in range(len(header))], rows)
    assert known_by(written(tmp_path, "export.csv", text), tmp_path) == []


@cache
def world() -> Path:
    folder = Path(mkdtemp(prefix="made-up-world-")) / "world"
    write(World(Settings(seed=6, orders=600, months=2, later_months=1, visits_days=1)), folder)
    return folder


def test_of_a_made_up_companys_files_each_is_known_by_its_own_reader_alone(tmp_path: Path) -> None:
    sides = (world() / "marketing", world() / "it")
    paths = sorted(path for side in sides for path in side.iterdir() if path.is_file())  # documents lie in a folder
    expected = {path.name: next(r for start, r in WORLD.items() if path.name.startswith(start)) for path in paths}
    assert {path.name: known_by(path, tmp_path) for path in paths} == {n: [r] for n, r in expected.items()}
    assert set(expected.values()) == set(WORLD.values())


def test_a_table_of_other_columns_is_nobodys(tmp_path: Path) -> None:
    for header in (
        "a,b",
        "Date,Amount,Supplier",
        "name,email,phone",
        "Subject,Start Date,Start Time,End Date,End Time",
    ):
        path = written(tmp_path, "export.csv", header + "\n" + ",".join("x" * (header.count(",") + 1)) + "\n")
        assert known_by(path, tmp_path) == [], header


@pytest.mark.parametrize(
    "folder",
    [
        "ad_platform_exports_fivetran/integration_tests/seeds",
        "uk_spend25k_cabinet_office/files",
        "oxford_spend_500/data",
    ],
)
def test_no_reader_claims_a_real_file_that_is_not_its_own(folder: str, tmp_path: Path) -> None:
    for path in sorted(shared(folder).glob("*.csv")):
        assert known_by(path, tmp_path) == [], path.name
