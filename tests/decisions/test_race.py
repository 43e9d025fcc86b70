"""Heads who sign in the same moment: what both signed is closed once, and nobody signs twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def _race(folder: Path, *roles: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.decisions.racing", str(folder / "workspace"), *roles]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_two_heads_who_sign_in_the_same_moment_put_it_in_force_once(tmp_path: Path) -> None:
    told = _race(tmp_path, "cmo", "cio")
    assert told == {"told": ["signed", "signed"], "state": "in_force", "signed": 2, "entries": 1, "faults": []}


def test_one_head_who_presses_three_times_signs_once(tmp_path: Path) -> None:
    told = _race(tmp_path, "cmo", "cmo", "cmo")
    assert sorted(told["told"]) == ["NotYours", "NotYours", "signed"]
    assert (told["state"], told["signed"], told["entries"]) == ("signed_by_one", 1, 0)
