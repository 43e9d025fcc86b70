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


@pytest.mark.parametrize("how", ["tbx", "turtle", "rdfxml", "jsonld", "csv"])
def test_words_that_went_out_come_back_without_a_difference(root: Path, tmp_path: Path, how: str) -> None:
    out = tmp_path / {"tbx": "w.tbx", "turtle": "w.ttl", "rdfxml": "w.rdf", "jsonld": "w.jsonld", "csv": "w.csv"}[how]
    told = words("export", "--as", how, "--out", str(out), root=root)
    assert told.exit_code == 0, told.output
    assert f"Written: {out}" in told.stderr
    assert words("import", str(out), root=root).stdout == "No difference.\n"
    empty = tmp_path / "empty"
    assert "CAB is put in" in words("import", str(out), root=empty).stdout
    assert words("list", root=empty).stdout == words("list", root=root).stdout


def test_words_are_added_to_what_stands_and_nothing_else_is_touched(root: Path, tmp_path: Path) -> None:
    (root / "charter.yaml").write_text(f"# our own remark\ncalendar: {{country: DE}}\n{GLOSSARY}")
    file = tmp_path / "more.csv"
    file.write_text("term,owner_it,remark\nCABs,Change Manager,x\nPIM,,y\n")
    said = words("import", str(file), "--dry-run", root=root)
    assert said.stdout.splitlines() == [
        "Glossary:",
        "  CAB: other spellings with CABs",
        "  CAB: answers in IT nobody in particular → Change Manager",
        "  PIM is put in: state agreed: texts are held to it",
    ]
    assert said.stderr == "Left out, because the glossary has no such columns: remark.\n"
    assert "PIM" not in (root / "charter.yaml").read_text()
    told = json.loads(words("import", str(file), "--json", root=root).stdout)
    assert (told["words"], len(told["changes"]), told["draft"]) == (2, 3, False)
    text = (root / "charter.yaml").read_text()
    assert text.startswith("# our own remark\ncalendar: {country: DE}\n")
    assert "CABs" in text


def test_a_style_for_vale_is_a_folder(root: Path, tmp_path: Path) -> None:
    assert "Name one: --out FOLDER" in words("export", "--as", "vale", root=root).stderr
    assert words("export", "--as", "vale", "--out", str(tmp_path / "vale"), root=root).exit_code == 0
    assert (tmp_path / "vale" / "styles" / "AccordForMarketing" / "Abbreviations.yml").exists()


def test_a_file_that_cannot_be_read_changes_nothing(root: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.tbx").write_text("<tbx>\n<text>")
    told = words("import", str(tmp_path / "bad.tbx"), root=root)
    assert told.exit_code == 1
    assert told.stderr.startswith("accord: bad.tbx, line 2: not XML")
    assert (root / "charter.yaml").read_text() == GLOSSARY


def test_the_primer_tells_words_of_the_other_side_and_keeps_its_answers_back(root: Path) -> None:
    told = words("primer", "--for", "marketing", root=root)
    assert told.exit_code == 0, told.output
    assert "words of IT" in told.stdout
    assert words("primer", "--for", "marketing", "--answers", root=root).stdout.count("\n   a") > 2
    said = json.loads(words("primer", "--for", "it", "--json", root=root).stdout)
    assert (len(said["words"]), len(said["questions"])) == (5, 3)
