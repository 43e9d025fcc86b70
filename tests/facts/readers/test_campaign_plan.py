from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from accord.facts.reading import Ask, Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, written

HEADER = "campaign_id,name,channel,starts_at,ends_at,budget,forecast,currency,owner,announced_at,capacity_checked_at\n"
BERLIN = Given(zone="Europe/Berlin", hash_key=KEY)


def test_a_plan_in_the_proposed_header_is_read_in_the_given_zone(tmp_path: Path) -> None:
    row = "SPRING,Spring sale,e-mail,2026-03-02 08:00,2026-03-08,20000,150000.50,EUR,CRM team,2026-02-10 09:00,\n"
    fact = facts(read_here(written(tmp_path, "plan.csv", HEADER + row), BERLIN), "campaigns")[0]
    assert (fact["starts_at"], fact["ends_at"]) == (datetime(2026, 3, 2, 7), datetime(2026, 3, 8, 23))
    assert (fact["budget_minor"], fact["forecast_minor"], fact["currency"]) == (2_000_000, 15_000_050, "EUR")
    assert (fact["announced_at"], fact["capacity_checked_at"]) == (datetime(2026, 2, 10, 8), None)


def test_without_a_zone_it_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Ask) as asked:
        read_here(written(tmp_path, "plan.csv", HEADER + "A,A,,2026-03-02,2026-03-08,,,,,,\n"))
    assert (asked.value.setting, asked.value.row, asked.value.flag) == ("zone", 2, "--timezone")


def test_times_with_an_offset_need_no_zone(tmp_path: Path) -> None:
    row = "A,A,,2026-03-02T00:00:00Z,2026-03-08T00:00:00+01:00,,,,,,\n"
    fact = facts(read_here(written(tmp_path, "plan.csv", HEADER + row)), "campaigns")[0]
    assert (fact["starts_at"], fact["ends_at"]) == (datetime(2026, 3, 2), datetime(2026, 3, 7, 23))


def test_a_plan_under_other_names_is_known_too(tmp_path: Path) -> None:
    text = "Campaign;Start date;End date;Forecast revenue;Currency\nSpring;02.03.2026;08.03.2026;150.000,00;EUR\n"
    fact = facts(read_here(written(tmp_path, "plan.csv", text), BERLIN), "campaigns")[0]
    assert (fact["campaign_id"], fact["forecast_minor"]) == ("Spring", 15_000_000)


def test_a_campaign_that_ends_before_it_starts_is_rejected(tmp_path: Path) -> None:
    rows = "A,A,,2026-03-02,2026-03-08,,,,,,\nB,B,,2026-03-09,2026-03-08,,,,,,\n"
    parsed = read_here(written(tmp_path, "plan.csv", HEADER + rows), BERLIN)
    assert [(r["row"], r["column"]) for r in rejects(parsed)] == [("3", "ends_at")]


def test_a_workbook_with_real_dates_and_numbers_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d/m/yyyy"})
        sheet.write_row(0, 0, ["name", "starts_at", "ends_at", "forecast", "currency"])
        sheet.write_row(1, 0, ["Spring", "", "", 12.345, "KWD"])
        sheet.write_datetime(1, 1, datetime(2026, 4, 3), day)
        sheet.write_datetime(1, 2, date(2026, 4, 8), day)
    fact = facts(read_here(path, BERLIN), "campaigns")[0]
    assert (fact["starts_at"], fact["ends_at"]) == (datetime(2026, 4, 2, 22), datetime(2026, 4, 8, 22))
    assert fact["forecast_minor"] == 12345
