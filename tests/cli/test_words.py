"""The words of the glossary on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accord.cli import main

GLOSSARY = """
glossary:
  - {term: CAB, marketing: Customer Advisory Board, it: Change Advisory Board, wording: change board}
  - {term: CMS, status: proposed}
"""


def words(*args: str, root: Path) -> Result:
    return CliRunner().invoke(main, ["words", *args, "--workspace", str(root)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "charter.yaml").write_text(GLOSSARY)
    return tmp_path


def test_the_words_are_listed_with_what_each_side_means(root: Path) -> None:
    told = words("list", root=root)
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines() == [
        "CAB: change board",
        "  in marketing: Customer Advisory Board",
        "  in IT: Change Advisory Board",
        "CMS (proposed): no wording of its own",
    ]
    assert "not both sides have signed" in told.stderr
    said = json.loads(words("list", "--json", root=root).stdout)
    assert (said["signed"], [t["term"] for t in said["terms"]]) == (False, ["CAB", "CMS"])


def test_a_mistyped_word_command_is_answered_with_the_nearest() -> None:
    said = CliRunner().invoke(main, ["words", "lst"])
    assert said.exit_code == 2
    assert "Did you mean 'list'?" in said.output
