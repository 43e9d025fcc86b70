from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.reading import Given
from tests.facts.readers.making import KEY, facts, read_here, rejects, table_text, written

HEADER = [
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Priority", "Resolution",
    "Created", "Resolved", "Components", "Components", "Labels", "Labels", "Custom field (Change completion date)",
    "Custom field (Change reason)", "Custom field (Change start date)", "Custom field (Change type)", "Comment",
]  # fmt: skip
UTC = Given(zone="UTC", hash_key=KEY)


def issue(key: str, kind: str, created: str, **more: str) -> list[str]:
    row = dict.fromkeys(map(str, range(len(HEADER))), "")
    at = {name: str(position) for position, name in reversed(list(enumerate(HEADER)))}
    values = {"Summary": f"Issue {key}", "Issue key": key, "Issue Type": kind, "Status": "Done", "Created": created,
              "Project name": "Shop", "Priority": "High"}  # fmt: skip
    for name, value in (values | {n.replace("_", " "): v for n, v in more.items()}).items():
        row[at.get(name, at.get(f"Custom field ({name})", ""))] = value
    return list(row.values())


def read(tmp_path: Path, *rows: list[str]) -> Path:
    return written(tmp_path, "jira.csv", table_text(HEADER, rows))


@pytest.mark.parametrize(
    ("created", "expected"),
    [("11/May/24 03:26 PM", datetime(2024, 5, 11, 15, 26)), ("27/Sep/26 9:00 AM", datetime(2026, 9, 27, 9)),
     ("6/21/2025 16:14", datetime(2025, 6, 21, 16, 14)), ("2025-06-21 16:14", datetime(2025, 6, 21, 16, 14))],
)  # fmt: skip
def test_times_are_read_however_the_site_shows_them(created: str, expected: datetime, tmp_path: Path) -> None:
    parsed = read_here(read(tmp_path, issue("A-1", "Incident", created)), UTC)
    assert facts(parsed, "incidents")[0]["started_at"] == expected


def test_rows_wider_than_the_header_do_not_shift(tmp_path: Path) -> None:
    wide = [
        *issue("A-1", "[System] Incident", "11/May/24 03:26 PM", Resolved="11/May/24 04:00 PM"),
        "a comment",
        "one more",
    ]
    parsed = read_here(read(tmp_path, wide, issue("A-2", "Incident", "12/May/24 03:26 PM")), UTC)
    first = facts(parsed, "incidents")[0]
    assert (first["incident_id"], first["title"], first["severity"]) == ("A-1", "Issue A-1", "2")
    assert first["ended_at"] == datetime(2024, 5, 11, 16)
    assert parsed.rejected == 0


def test_of_repeated_columns_the_first_filled_counts(tmp_path: Path) -> None:
    row = issue("A-1", "Incident", "11/May/24 03:26 PM")
    row[12] = "checkout"  # the second column Components
    assert facts(read_here(read(tmp_path, row), UTC), "incidents")[0]["service"] == "checkout"
    assert (
        facts(read_here(read(tmp_path, issue("A-2", "Incident", "11/May/24 03:26 PM")), UTC), "incidents")[0]["service"]
        == "Shop"
    )


def test_changes_go_to_changes_and_other_issues_are_left_out_and_told(tmp_path: Path) -> None:
    window = {"Change_start_date": "12/May/24 08:00 PM", "Change_completion_date": "12/May/24 10:00 PM"}
    rows = [
        issue(
            "A-1",
            "Change",
            "11/May/24 03:26 PM",
            **window,
            Change_type="Emergency",
            Change_reason="Sale",
            Resolution="Done",
        ),
        issue("A-2", "Bug", "11/May/24 03:26 PM"),
        issue("A-3", "Change request", "11/May/24 03:26 PM", **window, Resolution="Declined"),
        issue("A-4", "Change", "11/May/24 03:26 PM"),
    ]
    parsed = read_here(read(tmp_path, *rows), UTC)
    (change,) = facts(parsed, "changes")
    assert (change["change_id"], change["kind"], change["reason"]) == ("A-1", "emergency", "Sale")
    assert (change["planned_start"], change["planned_end"]) == (datetime(2024, 5, 12, 20), datetime(2024, 5, 12, 22))
    assert change["outcome"] == "successful"
    assert "1 row left out: issues of the type Bug" in parsed.notes
    assert [(r["row"], r["column"]) for r in rejects(parsed)] == [("5", "Custom field (Change start date)")]


def test_line_breaks_within_cells_do_not_upset_the_row_numbers(tmp_path: Path) -> None:
    long = issue("A-1", "Incident", "11/May/24 03:26 PM", Comment="one\ntwo\r\nthree\rfour")
    parsed = read_here(read(tmp_path, long, issue("A-2", "Incident", "11/May/24 03:26 PM")), UTC)
    assert [fact["row_number"] for fact in facts(parsed, "incidents")] == [2, 6]
