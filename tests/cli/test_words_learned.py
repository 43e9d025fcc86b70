"""Learning the words of both sides on the command line: two folders in, collisions with proof out."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accord.cli import main
from accord.facts.importing import read
from accord.facts.settle import Answers
from accord.pages.learning import learn_words, learned
from accord.workspace.folder import Workspace

SAYS = {"marketing": "The Customer Advisory Board (CAB) meets.", "it": "The Change Advisory Board (CAB) meets."}


def words(*args: str, root: Path) -> Result:
    return CliRunner().invoke(main, ["words", *args, "--workspace", str(root)])


def bring(root: Path, texts: dict[str, str]) -> None:
    """Each side's folder with one document, read."""
    for side, text in texts.items():
        folder = root.parent / side
        folder.mkdir(exist_ok=True)
        (folder / "boards.md").write_text(f"# Boards\n\n{text}\n")
    folders = [root.parent / side for side in texts]
    read(Workspace(root), folders, now=datetime(2026, 11, 1), defaults=Answers(zone="Europe/Paris"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    workspace = Workspace(tmp_path / "workspace")
    workspace.create()
    bring(workspace.root, SAYS)
    return workspace.root


def test_two_folders_in_and_a_collision_with_its_places_out(root: Path) -> None:
    told = words("learn", root=root)
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("2 documents: 1 acronym with two meanings")
    lines = words("collisions", root=root).stdout.splitlines()
    assert lines[0] == "CAB"
    assert "  IT: means Change Advisory Board (1 time in 1 document)" in lines
    assert "    boards.md, line 3" in lines
    assert "meets" not in "".join(lines)


def test_a_sentence_is_shown_once_its_folder_may_be_quoted_and_no_longer_when_not(root: Path) -> None:
    words("learn", root=root)
    (root / "accord.toml").write_text('[language]\nquoting = ["it"]\n')
    words("learn", root=root)
    (cab,) = json.loads(words("collisions", "--json", root=root).stdout)["words"]
    said = {side["side"]: side["places"][0]["sentence"] for side in cab["sides"]}
    assert said == {"marketing": "", "it": SAYS["it"]}


def test_documents_alone_give_findings_and_a_brief_though_none_of_them_bears_a_day(root: Path) -> None:
    told = CliRunner().invoke(main, ["run", "collisions", "--workspace", str(root)])
    assert told.exit_code == 0, told.output
    assert "CAB means two things" in told.stdout
    brief = CliRunner().invoke(main, ["brief", "--workspace", str(root)])
    assert brief.exit_code == 0, brief.output
    assert "CAB means two things" in brief.stdout


def test_the_same_documents_are_not_learned_again_and_changed_ones_are(root: Path) -> None:
    lessons = [learn_words(Workspace(root)) for _ in range(2)]
    assert [lesson.anew for lesson in lessons if lesson] == [True, False]
    assert "as before" in words("learn", root=root).stdout
    bring(root, {"it": "The Configuration Approval Board (CAB) meets."})
    assert learned(Workspace(root)) is None
    assert "read again" not in words("collisions", root=root).output
    assert words("collisions", root=root).exit_code == 1
    assert json.loads(words("learn", "--json", root=root).stdout)["anew"] is True


def test_the_same_documents_and_seed_give_the_same_bytes(root: Path) -> None:
    words("learn", root=root)
    first = (root / "language.json").read_bytes()
    (root / "language.json").unlink()
    words("learn", root=root)
    assert (root / "language.json").read_bytes() == first


def test_without_documents_it_says_where_they_come_from(tmp_path: Path) -> None:
    Workspace(tmp_path).create()
    told = words("learn", root=tmp_path)
    assert told.exit_code == 1
    assert "no documents yet" in told.stderr
