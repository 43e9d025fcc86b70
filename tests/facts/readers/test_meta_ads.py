from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.facts.reading import Ask, Given
from accord.facts.tabular_spread import spread
from tests.facts.readers.making import KEY, facts, read_here, table_text, written

ENGLISH = [
    "Reporting starts",
    "Reporting ends",
    "Campaign name",
    "Impressions",
    "Amount spent (EUR)",
    "Clicks (all)",
    "Results",
]
PORTUGUESE = ["Início dos relatórios", "Término dos relatórios", "Nome da campanha", "Impressões", "Valor usado (BRL)",
              "Cliques (todos)", "Resultados"]  # fmt: skip
UKRAINIAN = ["Початок звітності", "Завершення звітності", "Назва кампанії", "Покази", "Витрачена сума (UAH)",
             "Кліки (усі)", "Результати"]  # fmt: skip
GERMAN = ["Tag", "Kampagnenname", "Impressionen", "Ausgegebener Betrag (CHF)", "Klicks (alle)", "Ergebnisse"]


@pytest.mark.parametrize(("header", "currency"), [(ENGLISH, "EUR"), (PORTUGUESE, "BRL"), (UKRAINIAN, "UAH")])
def test_the_currency_stands_in_the_header_in_whatever_language(
    header: list[str], currency: str, tmp_path: Path
) -> None:
    rows = [["2026-05-20", "2026-05-20", "Spring", 1000, "12.50", 30, 2]]
    parsed = read_here(written(tmp_path, "meta.csv", table_text(header, rows)))
    assert parsed.money == {currency: 1250}
    assert facts(parsed, "campaign_results")[0]["clicks"] == 30


def test_a_german_export_by_day_is_read(tmp_path: Path) -> None:
    rows = [["2026-05-20", "Frühling", 1000, "1.234,50", 30, 2]]
    parsed = read_here(written(tmp_path, "meta.csv", table_text(GERMAN, rows, ";")))
    assert parsed.money == {"CHF": 123450}


def test_a_row_over_several_days_is_spread_to_the_cent(tmp_path: Path) -> None:
    rows = [["2026-05-30", "2026-06-01", "Spring", 1000, "100.00", 31, 3]]
    parsed = read_here(written(tmp_path, "meta.csv", table_text(ENGLISH, rows)))
    told = facts(parsed, "campaign_results")
    assert [row["day"] for row in told] == [date(2026, 5, 30), date(2026, 5, 31), date(2026, 6, 1)]
    assert [row["cost_minor"] for row in told] == [3334, 3333, 3333]
    assert [row["clicks"] for row in told] == [11, 10, 10]
    assert parsed.notes == ("1 rows that cover several days are spread evenly over them",)


def test_ads_of_one_campaign_are_summed_and_the_summary_line_is_left_out(tmp_path: Path) -> None:
    rows = [
        ["2026-05-20", "2026-05-20", "", 300, "3.30", 3, 0],
        ["2026-05-20", "2026-05-20", "Spring", 100, "1.10", 1, 0],
        ["2026-05-20", "2026-05-20", "Spring", 200, "2.20", 2, 0],
    ]
    parsed = read_here(written(tmp_path, "meta.csv", table_text(ENGLISH, rows)))
    assert parsed.money == {"EUR": 330}
    assert parsed.notes == ("1 row left out: summary lines without a campaign",)


def test_without_a_currency_anywhere_it_is_asked(tmp_path: Path) -> None:
    header = [name.removesuffix(" (EUR)") for name in ENGLISH]
    path = written(tmp_path, "meta.csv", table_text(header, [["2026-05-20", "2026-05-20", "Spring", 1, "1.10", 1, 0]]))
    with pytest.raises(Ask) as asked:
        read_here(path)
    assert asked.value.setting == "currency"
    assert read_here(path, Given(currency="EUR", hash_key=KEY)).money == {"EUR": 110}


@given(st.integers(-(10**12), 10**12), st.integers(1, 400))
def test_shares_add_up_and_differ_by_one_unit_at_most(total: int, parts: int) -> None:
    shares = spread(total, parts)
    assert sum(shares) == total
    assert len(shares) == parts
    assert max(shares) - min(shares) <= 1


def test_rows_of_two_accounts_stay_apart(tmp_path: Path) -> None:
    header = ["Day", "Account name", "Campaign name", "Amount spent (EUR)"]
    rows = [["2026-05-20", "Shoes", "Spring", "1.00"], ["2026-05-20", "Hats", "Spring", "2.00"]]
    told = facts(read_here(written(tmp_path, "meta.csv", table_text(header, rows))), "campaign_results")
    assert [(row["account"], row["cost_minor"]) for row in told] == [("Shoes", 100), ("Hats", 200)]
