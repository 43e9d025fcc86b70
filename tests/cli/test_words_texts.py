"""Texts on the command line: checked, rewritten, worded for both sides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accord.cli import main
from accord.language.jargon import Jargon
from accord.language.learned import Learned, keep
from accord.language.vocabulary import Vocabulary
from accord.workspace.folder import Workspace

GLOSSARY = """
glossary:
  - {term: error budget, wording: failure allowance}
  - {term: CAB, marketing: Customer Advisory Board, it: Change Advisory Board}
"""
TEXT = "# Büro\n\nAn error budget of 610, `error budget`.\n\n<div>\nThe CAB met.\n</div>\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "charter.yaml").write_text(GLOSSARY, encoding="utf-8")
    (tmp_path / "brief.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def words(*args: str, root: Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["words", *args, "--workspace", str(root)], input=stdin)


def test_a_text_is_checked_with_line_column_and_what_to_say(root: Path) -> None:
    told = words("check", str(root / "brief.md"), "--for", "marketing", root=root)
    assert told.exit_code == 1, told.output
    first, second = told.stdout.splitlines()
    assert first.endswith("brief.md:3:4: error budget: say 'failure allowance' (the glossary has another wording)")
    assert "brief.md:6:5: CAB: means 'Customer Advisory Board' to marketing" in second


def test_a_text_without_alerts_ends_with_0_and_one_that_cannot_be_read_with_2(root: Path) -> None:
    assert words("check", "-", "--for", "it", root=root, stdin="All is well.").exit_code == 0
    (root / "bad.md").write_bytes(b"one\n\xff\xfe")
    told = words("check", str(root / "bad.md"), "--for", "it", root=root)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "bad.md, line 2: not UTF-8; save the file as UTF-8" in told.stderr
    assert words("check", str(root / "none.md"), "--for", "it", root=root).exit_code == 2
    assert words("check", str(root / "plan.docx"), "--for", "it", root=root).exit_code == 2


def test_a_folder_is_all_of_its_texts(root: Path) -> None:
    told = json.loads(words("check", str(root), "--for", "marketing", "--json", root=root).stdout)
    assert [Path(t["file"]).name for t in told["texts"]] == ["brief.md"]
    assert [(a["term"], a["line"], a["column"]) for a in told["texts"][0]["alerts"]] == [
        ("error budget", 3, 4),
        ("CAB", 6, 5),
    ]
    (root / "empty").mkdir()
    assert words("check", str(root / "empty"), "--for", "it", root=root).exit_code == 2


def test_sarif_names_each_rule_and_place(root: Path) -> None:
    told = json.loads(words("check", str(root / "brief.md"), "--for", "marketing", "--sarif", root=root).stdout)
    assert told["version"] == "2.1.0"
    [run] = told["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (
            TEXT.split("\n")[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
            == (region["snippet"]["text"])
        )


def test_sarif_says_where_a_mark_ends_also_behind_a_line_s_end(root: Path) -> None:
    text = "An error\nbudget, an error **budget**, an error budget."
    told = words("check", "-", "--for", "marketing", "--sarif", root=root, stdin=text).stdout
    regions = [r["locations"][0]["physicalLocation"]["region"] for r in json.loads(told)["runs"][0]["results"]]
    assert [(r["startLine"], r["startColumn"], r["endLine"], r["endColumn"]) for r in regions] == [
        (1, 4, 2, 7),
        (2, 12, 2, 26),
        (2, 33, 2, 45),
    ]
    assert [r.get("snippet") for r in regions] == [None, None, {"text": "error budget"}]


def test_each_term_is_a_rule_of_its_own_in_whatever_letters_it_is_written(root: Path) -> None:
    terms = ["C++", "C#", "\u05e9\u05dc\u05d5\u05dd", "\u0434\u043e\u043c", "load balancer"]
    lines = "".join(f"- {{term: '{term}', wording: thing}}\n" for term in terms)
    (root / "other.yaml").write_text(f"glossary:\n{lines}", encoding="utf-8")
    args = ("check", "-", "--for", "it", "--sarif", "--charter", str(root / "other.yaml"))
    [run] = json.loads(words(*args, root=root, stdin=", ".join(terms)).stdout)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["shortDescription"]["text"] for rule in rules] == [f"{term}: thing" for term in terms]
    assert len({rule["id"] for rule in rules}) == len(terms)
    assert rules[-1]["id"] == "words/load-balancer/glossary"
    kinds = {"error", "warning", "note", "none"}
    assert all(rule["defaultConfiguration"]["level"] in kinds for rule in rules)


def test_a_charter_that_is_named_counts_instead_of_the_workspace_s(root: Path) -> None:
    other = root / "other.yaml"
    other.write_text("glossary:\n  - {term: whatsit, wording: thing}\n", encoding="utf-8")
    args = ("check", "-", "--for", "marketing", "--charter", str(other))
    told = words(*args, root=root, stdin="A whatsit, a CAB.")
    assert told.stdout.splitlines() == ["-:1:3: whatsit: say 'thing' (the glossary has another wording)"]


def test_a_text_is_rewritten_shown_as_a_difference_or_written(root: Path) -> None:
    told = words("rewrite", str(root / "brief.md"), "--for", "marketing", root=root)
    assert told.stdout == TEXT.replace("An error budget", "A failure allowance")
    diff = words("rewrite", str(root / "brief.md"), "--for", "marketing", "--diff", root=root).stdout
    assert "+A failure allowance of 610, `error budget`." in diff
    out = root / "out.md"
    (root / "brief.md").write_bytes(b"\xef\xbb\xbfAn error budget\r\n")
    words("rewrite", str(root / "brief.md"), "--for", "it", "--out", str(out), root=root)
    assert out.read_bytes() == b"\xef\xbb\xbfA failure allowance\r\n"


def test_a_rewriting_that_would_change_more_is_refused_and_writes_nothing(root: Path) -> None:
    (root / "charter.yaml").write_text("glossary:\n  - {term: SLA, wording: '*promise*'}\n", encoding="utf-8")
    out = root / "out.md"
    told = words("rewrite", "-", "--for", "it", "--out", str(out), root=root, stdin="The SLA")
    assert told.exit_code == 1
    assert "would change markup" in told.stderr
    assert not out.exists()


def test_a_requirement_is_shown_for_both_sides_with_what_is_open(root: Path) -> None:
    text = "The CAB must answer soon. The rollback must work."
    told = words("spec", "-", root=root, stdin=text)
    assert told.exit_code == 0, told.output
    assert "1. [must] (line 1)" in told.stdout
    assert "open:      soon: By when?" in told.stdout
    said = json.loads(words("spec", "-", "--json", root=root, stdin=text).stdout)
    assert [q["word"] for s in said["statements"] for q in s["questions"]] == ["CAB", "soon", "rollback"]


def test_jargon_that_was_learned_in_the_workspace_is_told_with_its_reason(root: Path) -> None:
    strange = Jargon("kubelet", "it", "marketing", (9.0, 20.0, 50.0), 0.02, (40, 0), (8, 90), "jargon")
    counted = Vocabulary(("marketing", "it"), (1000, 1000), (90, 80), (), (), (), ((), ()), ((), ()), ())
    keep(Workspace(root), Learned("digest", (("marketing", 90), ("it", 80)), counted, jargon=(strange,)))
    told = words("check", "-", "--for", "marketing", root=root, stdin="Two kubelets fell.")
    assert "kubelets: IT says it in 8 documents, marketing never" in told.stdout
    assert words("check", "-", "--for", "it", root=root, stdin="Two kubelets fell.").exit_code == 0


def test_a_workspace_that_is_not_there_is_no_glossary_to_pass_by(root: Path) -> None:
    told = words("check", str(root / "brief.md"), "--for", "it", root=root / "mistyped")
    assert told.exit_code == 2
    assert "there is no workspace; begin one with accord init" in told.stderr


@pytest.mark.parametrize("command", [["spec"], ["rewrite", "--for", "it"]])
def test_a_folder_where_one_text_is_asked_for_says_so(command: list[str], root: Path) -> None:
    told = words(*command, str(root), root=root)
    assert told.exit_code != 0
    assert "is a folder; name one of its files" in told.stderr
