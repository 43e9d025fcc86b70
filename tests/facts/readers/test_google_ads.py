from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from accord.facts.reading import Ask, BadFile, Given
from tests.facts.readers.making import KEY, facts, read_here, written

DAILY = """Campaign report
"September 1, 2026 - September 2, 2026"
Campaign status,Campaign,Currency code,Day,Campaign type,Impr.,Clicks,Cost,Conversions
Enabled,Total Wine,EUR,2026-09-01,Search,"12,034",842,"1,234.56",40.50
Enabled,Total: Wine,EUR,2026-09-01,Search,10,1,1.00,0.00
Paused,Brand,EUR,2026-09-02,Search,100,10, --, --
Total: Account, --,EUR, --, --,"12,144",853,"1,235.56",40.50
Total: Campaigns, --,EUR, --, --,"12,144",853,"1,235.56",40.50
"""
GERMAN = """Kampagnenbericht
"1. September 2026 - 2. September 2026"
Tag,Kampagne,Währungscode,Kosten,Impr.,Klicks,Conversions
2026-09-01,Dach Frühling,USD,"1.234,56","12.345",120,"3,00"
2026-09-02,Dach Frühling,USD,"99,90",900,9,"0,50"
Gesamt: Konto,--,USD,"1.334,46","13.245",129,"3,50"
"""
FRENCH = """Rapport sur les campagnes
1 sept. 2026 - 2 sept. 2026
Jour;Campagne;Code de la devise;Coût;Impr.;Clics;Conversions
2026-09-01;Toitures printemps;CAD;12,34;1\u202f234;7;1,00
2026-09-02;Toitures printemps;CAD;1\u202f020,50;10\u00a0500;88;2,50
Total : compte;--;CAD;1\u202f032,84;11\u202f734;95;3,50
"""
NO_DAY = """Campaign report
{period}
Campaign status,Campaign,Currency code,Impr.,Clicks,Cost,Conversions
Enabled,Spring,EUR,"1,000",10,100.00,3.00
Enabled,Spring,EUR,1,1,0.01,0.00
Total: Account, --,EUR,"1,001",11,100.01,3.00
"""


def test_total_lines_are_left_out_and_total_wine_is_a_campaign(tmp_path: Path) -> None:
    parsed = read_here(written(tmp_path, "ads.csv", DAILY))
    rows = facts(parsed, "campaign_results")
    assert {row["campaign_id"] for row in rows} == {"Total Wine", "Total: Wine", "Brand"}
    assert parsed.money == {"EUR": 123556}
    assert "2 rows left out: total lines" in parsed.notes


def test_two_dashes_are_nothing(tmp_path: Path) -> None:
    brand = facts(read_here(written(tmp_path, "ads.csv", DAILY)), "campaign_results")[-1]
    assert (brand["cost_minor"], brand["impressions"], brand["conversions"]) == (0, 100, None)


def test_german_and_french_reports_are_read_in_their_own_numbers(tmp_path: Path) -> None:
    german = read_here(written(tmp_path, "de.csv", GERMAN))
    french = read_here(written(tmp_path, "fr.csv", FRENCH))
    assert (german.money, german.locale) == ({"USD": 133446}, "de_DE")
    assert (french.money, french.locale) == ({"CAD": 103284}, "fr_FR")
    assert [row["impressions"] for row in facts(german, "campaign_results")] == [12345, 900]
    assert [row["impressions"] for row in facts(french, "campaign_results")] == [1234, 10500]


def test_a_german_report_with_nothing_but_dotted_thousands_is_german(tmp_path: Path) -> None:
    text = "Tag,Kampagne,Währungscode,Kosten,Impr.,Klicks\n2026-09-01,Dach,EUR,100,12.345,7\n"
    parsed = read_here(written(tmp_path, "de.csv", text))
    assert facts(parsed, "campaign_results")[0]["impressions"] == 12345


def test_an_english_report_with_a_lone_dotted_number_is_asked_about(tmp_path: Path) -> None:
    text = "Day,Campaign,Currency code,Cost,Impr.,Clicks\n2026-09-01,Roof,EUR,100,12.345,7\n"
    with pytest.raises(Ask) as asked:
        read_here(written(tmp_path, "ads.csv", text))
    assert (asked.value.setting, asked.value.row, asked.value.column, asked.value.value) == (
        "locale",
        2,
        "Impr.",
        "12.345",
    )
    settled = read_here(written(tmp_path, "ads.csv", text), Given(locale="de_DE", hash_key=KEY))
    assert facts(settled, "campaign_results")[0]["impressions"] == 12345


def test_the_spreadsheet_variant_is_utf_16_with_tabs(tmp_path: Path) -> None:
    lines = DAILY.replace('"12,034"', "12034").replace('"1,234.56"', "1234.56").replace('"12,144"', "12144")
    text = lines.replace('"1,235.56"', "1235.56").replace(",", "\t").replace('"September 1\t', '"September 1,')
    parsed = read_here(written(tmp_path, "ads.csv", text, "utf-16"))
    assert (parsed.money, parsed.encoding) == ({"EUR": 123556}, "utf-16")


def test_without_a_day_column_sums_are_spread_over_the_reports_range_to_the_cent(tmp_path: Path) -> None:
    text = NO_DAY.format(period='"September 1, 2026 - September 3, 2026"')
    parsed = read_here(written(tmp_path, "ads.csv", text))
    rows = facts(parsed, "campaign_results")
    assert [row["day"] for row in rows] == [date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3)]
    assert [row["cost_minor"] for row in rows] == [3335, 3333, 3333]
    assert sum(row["impressions"] for row in rows) == 1001
    assert any("spread evenly over 2026-09-01 to 2026-09-03" in note for note in parsed.notes)


def test_all_time_without_a_day_column_is_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="add the column Day"):
        read_here(written(tmp_path, "ads.csv", NO_DAY.format(period="All time")))


def test_a_range_that_may_begin_with_the_month_is_asked_about(tmp_path: Path) -> None:
    text = NO_DAY.format(period="01/09/2026 - 03/09/2026")
    with pytest.raises(Ask):
        read_here(written(tmp_path, "ads.csv", text))
    parsed = read_here(written(tmp_path, "ads.csv", text), Given(day_first=True, hash_key=KEY))
    assert len(facts(parsed, "campaign_results")) == 3


def test_rows_of_one_campaign_and_day_are_summed(tmp_path: Path) -> None:
    text = (
        "Day,Campaign,Currency code,Campaign type,Cost,Impr.,Clicks\n"
        "2026-09-01,Roof,EUR,Search,1.10,10,1\n2026-09-01,Roof,EUR,Display,2.20,20,2\n"
    )
    rows = facts(read_here(written(tmp_path, "ads.csv", text)), "campaign_results")
    assert [(row["cost_minor"], row["impressions"], row["clicks"]) for row in rows] == [(330, 30, 3)]
