"""What the heads are rewarded for, on the command line: told where it is asked for, and left out where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accord.cli import main
from tests.web.scenes_incentives import REWARDS


def accord(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def root(tmp_path: Path) -> str:
    folder = str(tmp_path / "ws")
    accord("init", "--workspace", folder)
    charter = tmp_path / "ws" / "charter.yaml"
    charter.write_text(charter.read_text().replace("incentives: []\n", REWARDS))
    return folder


def test_what_works_against_the_company_is_told_with_the_mend(root: str) -> None:
    said = accord("incentives", "--workspace", root)
    assert said.exit_code == 0, said.output
    assert "IT is paid to raise idea to live between 20 days and 40 days" in said.output
    assert "Soon there, shared with IT" in said.output
    assert "cannot be told" in said.output


def test_a_decision_is_tried_from_one_line(root: str) -> None:
    said = accord("incentives", "--workspace", root, "--json", "--try", "60000: idea_to_live - 12")
    kinds = [one["kind"] for one in json.loads(said.output)["found"]]
    assert kinds[0] == "decision"


def test_the_charter_is_shown_and_exported_without_it_unless_asked(root: str) -> None:
    for words in (("show",), ("show", "--json"), ("export",), ("export", "--json")):
        assert "7734519" not in accord("charter", *words, "--workspace", root).output
        assert "7734519" in accord("charter", *words, "--workspace", root, "--rewards").output


def test_a_difference_names_the_clause_and_says_how_only_when_asked(root: str, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("incentives: []\n")
    said = accord("charter", "diff", str(other), "--workspace", root)
    assert "it changes; --rewards says how" in said.output
    assert (
        "Slow and safe is taken out" in accord("charter", "diff", str(other), "--workspace", root, "--rewards").output
    )


def test_a_fault_in_the_file_is_told_whole_to_whoever_has_the_file(root: str) -> None:
    charter = Path(root) / "charter.yaml"
    charter.write_text(charter.read_text().replace("ramp(idea_to_live, 20, 40)", "ramp(idea_to_live)"))
    assert "write ramp" in accord("charter", "check", "--workspace", root).stderr.lower()


def test_without_a_reward_it_says_so(tmp_path: Path) -> None:
    accord("init", "--workspace", str(tmp_path / "ws"))
    assert "No reward is written down yet" in accord("incentives", "--workspace", str(tmp_path / "ws")).output
