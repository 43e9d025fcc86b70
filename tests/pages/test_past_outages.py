"""Past outages on the calendar are read from the facts once, whatever the moment at which it is opened."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from accord.pages.joint_calendar import past
from accord.pages.joint_calendar.past import outages_of
from accord.workspace.folder import Workspace

START, NOW = datetime(2026, 3, 2), datetime(2026, 3, 4, 12)
FIVE, SIX = START + timedelta(hours=5), START + timedelta(hours=6)
ROWS = (("shop", "slow", "2", "pager", FIVE, SIX), ("shop", "down", "1", "pager", NOW + timedelta(hours=1), None))


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
    assert (told[0][0].end, told[2][1].end) == (SIX, NOW + timedelta(minutes=90))


@pytest.mark.parametrize(
    ("record", "says"), [("pager", ("slow", 0, 60)), ("desk", ("ticket", 9, 70)), (None, ("slow", 0, 70))]
)
def test_one_outage_that_two_tools_tell_is_one(
    record: str | None, says: tuple[str, int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path).create()
    workspace.manifest.write_text("{}", encoding="utf-8")
    ticket = ("shop", "ticket", "2", "desk", FIVE + timedelta(minutes=9), FIVE + timedelta(minutes=70))
    other = ("search", "slow", "3", "desk", FIVE, SIX)
    monkeypatch.setattr(past, "_outages", lambda *given: (ROWS[0], other, ticket))
    search, shop = sorted(outages_of(workspace, START, START + timedelta(days=7), NOW, record), key=lambda o: o.service)
    assert (search.start, search.end) == (FIVE, SIX)
    begun, over = ((t - FIVE) // timedelta(minutes=1) for t in (shop.start, shop.end))
    assert (shop.title, begun, over) == says
