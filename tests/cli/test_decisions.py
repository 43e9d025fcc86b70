"""The command lists the docket and decisions of a workspace of its own, and never signs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def _run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    command = [
        sys.executable,
        "-c",
        "from accord.cli import main; main()",
        "decisions",
        "--workspace",
        str(folder),
        *args,
    ]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_decisions_of_a_workspace_are_listed_and_shown_by_name(tmp_path: Path) -> None:
    racing = [sys.executable, "-m", "tests.decisions.racing", str(tmp_path / "w"), "cmo", "cio"]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    subprocess.run(racing, env=env, check=True, capture_output=True)
    told = json.loads(_run(tmp_path / "w", "--json").stdout)
    [row] = told["decisions"]
    assert (row["name"], row["state"]) == ("D-1", "in_force")
    without = [d for d in told["docket"] if d["mid"] is None]
    assert [(d["measured"], d["measured_as"]) for d in without] == [(4.25, "Times a week that both meet it")]
    shown = _run(tmp_path / "w", "D-1")
    assert "Checkout budget shared 50:50" in shown.stdout
    unknown = _run(tmp_path / "w", "D-9")
    assert unknown.returncode != 0
    assert "D-9" in unknown.stderr


def test_an_empty_workspace_says_so_in_one_line(tmp_path: Path) -> None:
    assert _run(tmp_path / "w").stdout == "Nothing needs a decision, and none was made.\n"
