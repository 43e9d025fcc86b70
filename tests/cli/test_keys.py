"""accord keys, as a process of its own: the key in force, and a new one that takes over."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.test_people import _accord

_AGREE = (
    "import sys; from pathlib import Path; from accord.workspace.folder import Workspace; "
    "from accord.record.start import prepare; prepare(Workspace(Path(sys.argv[1])).create()); "
    "from tests.record.test_signing import agree; agree()"
)


def test_a_key_takes_over_once_something_was_signed_with_the_one_before(tmp_path: Path) -> None:
    before = json.loads(_accord(tmp_path, "keys", "show", "--json").stdout)
    assert (before["entries"], before["head"]) == (0, "")
    early = _accord(tmp_path, "keys", "change", "--reason", "Too early")
    assert early.returncode == 1
    assert "nothing was signed yet" in early.stderr
    subprocess.run([sys.executable, "-c", _AGREE, str(tmp_path)], check=True)
    made = json.loads(_accord(tmp_path, "keys", "change", "--reason", "The machine was replaced", "--json").stdout)
    assert (made["earlier"], made["entry"]) == (before["fingerprint"], 2)
    told = _accord(tmp_path, "keys", "show")
    assert made["fingerprint"] in told.stdout
    assert before["fingerprint"] not in told.stdout
    assert "Head of the chain: " in told.stdout


def test_without_a_reason_the_key_stays(tmp_path: Path) -> None:
    assert _accord(tmp_path, "keys", "change").returncode == 2
