"""``accord verify`` as a person meets it: three answers, three exit codes, no server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accord.cli import main
from tests.signatures.made import office

MADE = office(2)
KEY = MADE.key.fingerprint


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "decision.accord.json"
    path.write_bytes(MADE.export(1))
    return path


def verify(file: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["verify", str(file), *words])


def test_a_good_file_of_the_named_server_ends_with_nought(file: Path) -> None:
    said = verify(file, "--fingerprint", KEY)
    assert said.exit_code == 0, said.output
    assert said.output.startswith("Verified: ")


def test_an_archive_is_checked_alike(file: Path) -> None:
    file.write_bytes(MADE.archive())
    assert verify(file, "--fingerprint", KEY.replace(" ", "")).exit_code == 0


def test_without_a_fingerprint_it_ends_with_one_and_is_not_called_verified(file: Path) -> None:
    said = verify(file)
    assert said.exit_code == 1
    assert said.output.startswith("Unproven: ")


def test_a_changed_byte_ends_with_one_and_says_what_is_wrong(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"8,400", b"9,400"))
    said = verify(file, "--fingerprint", KEY)
    assert said.exit_code == 1
    assert said.output.startswith("Wrong: ")
    assert "entry 1: its text is not the one that was signed" in said.output


def test_machines_get_the_same_answer(file: Path) -> None:
    said = verify(file, "--fingerprint", KEY, "--head", MADE.chain[1].head, "--json")
    assert said.exit_code == 0, said.output
    answer = json.loads(said.output)
    assert (answer["verified"], answer["intact"], answer["head_found"], answer["faults"]) == (True, True, True, [])
    assert [s["method"] for s in answer["proofs"][0]["signed"]] == ["passkey", "reauthentication"]
    assert any("clock" in line for line in answer["unproven"])
    assert json.loads(verify(file, "--json").output)["verified"] is False


@pytest.mark.parametrize("option", ["--fingerprint", "--head"])
def test_a_mistyped_fingerprint_is_wrong_usage(file: Path, option: str) -> None:
    said = verify(file, option, "1234")
    assert said.exit_code == 2
    assert "64 hexadecimal digits" in said.output


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert verify(tmp_path / "none").exit_code == 2
