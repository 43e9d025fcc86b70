"""The doctor finds what is wrong, says what mends it, and ends with 1."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.record.test_backup import FILLED, _accord, _python


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("well") / "workspace"
    _python(FILLED, root)
    return root


def _looks(root: Path) -> tuple[int, dict[str, dict[str, Any]]]:
    done = _accord(root, "doctor", "--json")
    assert done.stdout, done.stderr
    return done.returncode, {look["name"]: look for look in json.loads(done.stdout)}


def test_a_sound_workspace_is_sound(well: Path) -> None:
    code, looks = _looks(well)
    assert [look for look in looks.values() if not look["ok"]] == []
    assert code == 0
    assert looks["originals"]["says"] == "1 of 1 opened and compared"
    assert looks["signed record"]["says"] == "1 signed entries, the chain holds"


def _break_keys(root: Path) -> None:
    (root / "keys" / "web.key").chmod(0o644)


def _lose_a_part(root: Path) -> None:
    next((root / "facts").glob("*.parquet")).unlink()


def _swap_an_original(root: Path) -> None:
    one = next(p for p in (root / "originals").iterdir() if p.is_file())
    one.write_bytes(one.read_bytes()[:-5] + b"wrong")


def _change_what_was_signed(root: Path) -> None:
    import sqlite3

    with sqlite3.connect(root / "record.sqlite3") as record:
        record.execute("drop trigger record_signedentry_no_update")
        content = record.execute("select content from record_signedentry").fetchone()[0]
        record.execute("update record_signedentry set content = ?", [content.replace(b"4", b"5", 1)])
    record.close()


def _in_the_clear(root: Path) -> None:
    (root / "accord.toml").write_text('site_url = "http://accord.our-shop.example"\nsmtp_url = "smtp://127.0.0.1:1"\n')


@pytest.mark.parametrize(
    ("harm", "wrong"),
    [
        (_break_keys, {"keys"}),
        (_lose_a_part, {"facts"}),
        (_swap_an_original, {"originals"}),
        (_change_what_was_signed, {"signed record"}),
        (_in_the_clear, {"address", "mail"}),
    ],
)
def test_each_harm_is_found_and_its_mend_is_said(well: Path, tmp_path: Path, harm: Any, wrong: set[str]) -> None:
    shutil.copytree(well, tmp_path / "workspace")
    harm(tmp_path / "workspace")
    code, looks = _looks(tmp_path / "workspace")
    assert {name for name, look in looks.items() if not look["ok"]} == wrong
    assert code == 1
    assert all(looks[name]["mend"] for name in wrong)


def test_of_a_database_without_tables_each_look_says_that_serving_makes_them(tmp_path: Path) -> None:
    code, looks = _looks(tmp_path / "new")
    lacking = {name: (look["says"], look["mend"]) for name, look in looks.items() if "lacks tables" in look["says"]}
    assert code == 1
    assert {"keys", "signed record", "worker"} <= set(lacking)
    assert {mend for _, mend in lacking.values()} == {"accord serve"}
