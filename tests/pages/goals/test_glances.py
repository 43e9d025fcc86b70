"""Key results at a glance are those of the brief beside them: they change with it, and with what was signed."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path

import pytest

from accord.clauses import marks
from accord.clauses.defaults import default_text
from accord.facts.importing import read
from accord.pages.goals.glances import Glance, glances, keep
from accord.workspace.folder import Workspace

BRIEF = "a" * 64
NOW, AS_OF = datetime(2026, 7, 2, 8), datetime(2026, 7, 1)
CLAUSE = """objectives:
  - name: Shoppers come back
    key_results:
      - {metric: nps, unit: count, direction: up, target: TARGET, by: 2027-01-31,
         owner_marketing: Head of brand, owner_it: Head of platform}
"""
MADE_UP = {"2026-03-01": 40, "2026-04-01": 41, "2026-06-01": 44}


def agreed(workspace: Workspace, target: int) -> None:
    workspace.charter.write_text(default_text().replace("objectives: []\n", CLAUSE.replace("TARGET", str(target))))
    marks.beside(workspace.charter).unlink(missing_ok=True)


def brought(workspace: Workspace, folder: Path, name: str, months: dict[str, int]) -> None:
    rows = "".join(f"nps,{day}T00:00:00Z,{value}\n" for day, value in months.items())
    (folder / name).write_text(f"metric,measured_at,value\n{rows}")
    assert read(workspace, [folder / name], now=NOW).imports


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace").create()
    agreed(made, 45)
    brought(made, tmp_path, "nps.csv", MADE_UP)
    return made


def test_what_was_kept_is_what_would_be_worked_out(workspace: Workspace) -> None:
    (made,) = glances(workspace, BRIEF, AS_OF)
    assert (made.value, made.line[0], made.line[-1]) == (44, 40, 44)
    assert math.isnan(made.line[2])  # nobody measured in May
    keep(workspace, BRIEF, AS_OF)
    (kept,) = glances(workspace, BRIEF, AS_OF)
    assert (kept.result, kept.value, kept.told) == (made.result, made.value, made.told)
    assert str(kept.line) == str(made.line)


def test_new_facts_are_told_with_the_next_brief(workspace: Workspace, tmp_path: Path) -> None:
    keep(workspace, BRIEF, AS_OF)
    brought(workspace, tmp_path, "more.csv", {"2026-06-01": 50})
    assert [g.value for g in glances(workspace, BRIEF, AS_OF)] == [44]
    assert [g.value for g in glances(workspace, "b" * 64, AS_OF)] == [50]


def test_other_objectives_are_worked_out_anew(workspace: Workspace) -> None:
    keep(workspace, BRIEF, AS_OF)
    agreed(workspace, 60)
    (found,) = glances(workspace, BRIEF, AS_OF)
    assert isinstance(found, Glance)
    assert found.result.target == 60


@pytest.mark.parametrize("broken", ["", "[]", '{"asked": [], "told": []}'])
def test_a_file_that_holds_something_else_is_not_believed(workspace: Workspace, broken: str) -> None:
    workspace.drawn.mkdir(exist_ok=True)
    (workspace.drawn / f"glances-{BRIEF}.json").write_text(broken)
    assert [g.value for g in glances(workspace, BRIEF, AS_OF)] == [44]


def test_without_objectives_or_facts_there_is_none(workspace: Workspace, tmp_path: Path) -> None:
    empty = Workspace(tmp_path / "empty").create()
    agreed(empty, 45)
    assert glances(empty, BRIEF, AS_OF) == ()
    workspace.charter.write_text(default_text())
    assert glances(workspace, BRIEF, AS_OF) == ()
