from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.facts.readers.making import facts, read_here, rejects, written

TEXT = """Date,USD,JPY,GBP,CYP,
2026-05-04,1.0832,161.05,0.8571,N/A,
2026-05-05,1.0850,,0.8580,N/A,
2026-05-06,N/A,N/A,N/A,N/A,
"""


def test_each_currency_of_a_day_is_a_rate_and_what_is_not_told_is_none(tmp_path: Path) -> None:
    parsed = read_here(written(tmp_path, "eurofxref-hist.csv", TEXT))
    rows = facts(parsed, "rates")
    assert [(r["day"], r["currency"], r["per_base"]) for r in rows[:3]] == [
        (date(2026, 5, 4), "USD", 1.0832),
        (date(2026, 5, 4), "JPY", 161.05),
        (date(2026, 5, 4), "GBP", 0.8571),
    ]
    assert len(rows) == 5
    assert {r["base"] for r in rows} == {"EUR"}
    assert parsed.notes == ("1 row left out: days without a rate",)


def test_a_rate_of_nothing_is_rejected(tmp_path: Path) -> None:
    parsed = read_here(
        written(tmp_path, "rates.csv", "Date,USD,JPY,GBP\n2026-05-04,0,161,0.8\n2026-05-05,1.1,161,0.8\n")
    )
    assert [(r["row"], r["column"]) for r in rejects(parsed)] == [("2", "USD")]
