"""Two changes of one clause that are signed at the same moment: one comes in force, the other is overtaken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_of_two_proposals_signed_at_the_same_moment_one_is_overtaken(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    (root / "waiting").mkdir(parents=True)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.charter.race", str(root)],
        cwd=HERE.parent.parent, env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    for told in json.loads(ran.stdout):
        assert told["states"] == ["in_force", "overtaken"]
        assert told["faults"] == ["Overtaken"]
        assert told["number"] == told["expected"]
        assert told["versions"] == told["expected"] + 1
        assert told["chain"] == []
