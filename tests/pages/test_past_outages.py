"""Past outages on the calendar are read from the facts once, whatever the moment at which it is opened."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from accord.pages.joint_calendar import past
from accord.pages.joint_calendar.past import outages_of
from accord.workspace.folder import Workspace

START, NOW = datetime(2026, 3, 2), datetime(2026, 3, 4, 12)
ROWS = (("shop", "slow", "2", START + timedelta(hours=5), None), ("shop", "down", "1", NOW + timedelta(hours=1), None))


def test_the_same_weeks_at_another_moment_read_no_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, asked = Workspace(tmp_path).create(), []
    workspace.manifest.write_text("{}", encoding="utf-8")

    def read(*given: object) -> tuple[tuple[object, ...], ...]:
        asked.append(given)
        return ROWS

    monkeypatch.setattr(past, "_outages", read)
    told = [outages_of(workspace, START, START + timedelta(days=7), NOW + timedelta(minutes=n)) for n in (0, 1, 90)]
    assert len(set(asked)) == 1
    assert [[o.title for o in each] for each in told] == [["slow"], ["slow"], ["slow", "down"]]
    assert told[0][0].end == NOW
