from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.reading import Ask, Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, table_text, written

NAMES = "number,short_description,type,state,start_date,end_date,business_service,cmdb_ci,close_code".split(",")
LABELS = (
    "Number,Short description,Type,State,Planned start date,Planned end date,Configuration item,Justification".split(
        ","
    )
)
BERLIN = Given(zone="Europe/Berlin", hash_key=KEY)


def change(number: int, **more: str) -> list[str]:
    window = ["2026-05-01 20:00:00", "2026-05-01 22:00:00"]
    cells = [f"CHG{number}", "Patch", "Normal", "Closed", *window, "shop", "shop-db", "successful"]
    row = dict(zip(NAMES, cells, strict=True))
    return list((row | more).values())


def test_a_change_is_read_with_its_window_kind_and_outcome(tmp_path: Path) -> None:
    fact = facts(read_here(written(tmp_path, "c.csv", table_text(NAMES, [change(1)])), BERLIN), "changes")[0]
    assert (fact["change_id"], fact["service"], fact["kind"], fact["outcome"]) == (
        "CHG1",
        "shop",
        "normal",
        "successful",
    )
    assert (fact["planned_start"], fact["planned_end"]) == (datetime(2026, 5, 1, 18), datetime(2026, 5, 1, 20))


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("successful_issues", "successful"), ("Successful with issues", "successful"), ("unsuccessful", "unsuccessful"),
     ("Unsuccessful", "unsuccessful"), ("Backed out", "unsuccessful"), ("", None)],
)  # fmt: skip
def test_close_codes_say_how_it_went(code: str, outcome: str | None, tmp_path: Path) -> None:
    parsed = read_here(written(tmp_path, "c.csv", table_text(NAMES, [change(1, close_code=code)])), BERLIN)
    assert facts(parsed, "changes")[0]["outcome"] == outcome


def test_a_list_under_labels_with_day_first_dates_is_read(tmp_path: Path) -> None:
    rows = [
        [
            "CHG1",
            "Patch",
            "Emergency",
            "New",
            "20-09-2026 01:00:00",
            "20-09-2026 03:00:00",
            "shop",
            "A campaign starts",
        ],
        ["CHG2", "Patch", "Standard", "New", "03-04-2026 01:00:00", "03-04-2026 03:00:00", "shop", ""],
    ]
    told = facts(read_here(written(tmp_path, "c.csv", table_text(LABELS, rows)), BERLIN), "changes")
    assert [f["planned_start"] for f in told] == [datetime(2026, 9, 19, 23), datetime(2026, 4, 2, 23)]
    assert (told[0]["kind"], told[0]["reason"]) == ("emergency", "A campaign starts")


def test_dates_that_may_begin_with_the_month_are_asked_about(tmp_path: Path) -> None:
    rows = [["CHG2", "Patch", "Standard", "New", "03-04-2026 01:00:00", "03-04-2026 03:00:00", "shop", ""]]
    with pytest.raises(Ask) as asked:
        read_here(written(tmp_path, "c.csv", table_text(LABELS, rows)), BERLIN)
    assert (asked.value.setting, asked.value.row, asked.value.column) == ("day_first", 2, "Planned start date")


def test_cancelled_changes_are_left_out_and_impossible_windows_rejected(tmp_path: Path) -> None:
    rows = [change(1, state="Canceled"), change(2, end_date="2026-05-01 19:00:00"), change(3), change(4, type="Odd")]
    parsed = read_here(written(tmp_path, "c.csv", table_text(NAMES, rows)), BERLIN)
    assert parsed.counts == {"changes": 1}
    assert [(r["row"], r["column"]) for r in rejects(parsed)] == [("3", "end_date"), ("5", "type")]
    assert parsed.notes == ("1 row left out: cancelled or rejected changes",)
