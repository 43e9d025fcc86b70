"""The command line compares charters and takes them in and out; it signs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from accord.clauses.defaults import default_text
from accord.clauses.yaml_io import load
from accord.cli.commands.charter import command
from tests.charter.made import Team, services


def charter(*args: str, root: Path) -> Result:
    return CliRunner().invoke(command, [*args, "--workspace", str(root)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "charter.yaml").write_text(default_text())
    return tmp_path


def test_what_was_exported_is_no_difference_when_it_comes_back(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.yaml"
    assert charter("export", "--out", str(file), root=root).exit_code == 0
    told = charter("diff", str(file), root=root)
    assert (told.exit_code, told.stdout) == (0, "No difference.\n")
    assert charter("import", str(file), root=root).exit_code == 0
    assert (root / "charter.yaml").read_text() == default_text()


def test_a_difference_is_told_in_sentences_and_ends_with_1(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    file.write_text("calendar: {country: DE}")
    told = charter("diff", str(file), root=root)
    assert (told.exit_code, told.stdout) == (1, "Calendar rules:\n  Public holidays of: no country → DE\n")
    told = charter("diff", str(file), "--json", root=root)
    assert json.loads(told.stdout) == [{"clause": "calendar", "changes": ["Public holidays of: no country → DE"]}]


def test_a_dry_run_changes_nothing_and_an_import_keeps_what_was_there(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "proposed.yaml"
    file.write_text("liaisons: [{name: Made-up Lio, side: it}]")
    assert "Made-up Lio is put in" in charter("import", str(file), "--dry-run", root=root).stdout
    assert (root / "charter.yaml").read_text() == default_text()
    assert charter("import", str(file), root=root).exit_code == 0
    assert load(root / "charter.yaml").liaisons[0].name == "Made-up Lio"
    assert "# Who answers for findings" in (root / "charter.yaml").read_text()
    assert [p.read_text() for p in root.glob("charter.2*.yaml")] == [default_text()]


def test_a_file_that_is_no_charter_changes_nothing(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text("signed: true")
    for args in (["diff", str(file)], ["import", str(file)]):
        told = charter(*args, root=root)
        assert told.exit_code == 1
        assert "a charter is signed in the record, by people" in told.stderr
    assert (root / "charter.yaml").read_text() == default_text()


@pytest.fixture
def recorded() -> Iterator[Path]:
    """The tests' own workspace, as one that has a record."""
    root: Path = settings.ACCORD_WORKSPACE.root
    there = (root / "record.sqlite3").exists()
    (root / "record.sqlite3").touch()
    yield root
    if not there:
        (root / "record.sqlite3").unlink()


def test_without_a_file_the_draft_is_compared_with_what_is_signed(
    team: Team, committed: Any, charter_file: Path, recorded: Path, tmp_path: Path
) -> None:
    with committed():
        team.in_force()
    assert charter("diff", root=recorded).exit_code == 0
    signed = charter("export", root=recorded).stdout
    charter_file.write_text(charter_file.read_text().replace("0.999", "0.9"))
    told = charter("diff", root=recorded)
    assert (told.exit_code, told.stdout) == (
        1,
        "Services and service levels:\n  Checkout, availability: target 99.9 % → 90 %\n",
    )
    assert charter("export", root=recorded).stdout == signed
    assert load(signed).services[0].name == services()[0]["name"]


def test_an_import_over_a_signed_clause_says_that_it_is_a_draft_now(
    team: Team, committed: Any, recorded: Path, tmp_path: Path
) -> None:
    with committed():
        team.in_force()
    file = tmp_path / "other.yaml"
    file.write_text("services: []")
    assert "services was signed" in charter("import", str(file), root=recorded).stderr
    assert json.loads(charter("check", "--json", root=recorded).stdout)["signed"] == []
