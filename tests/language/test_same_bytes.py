"""The same documents and the same seed give the same bytes in every process, however it hashes words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_two_processes_that_hash_words_differently_say_the_same() -> None:
    command = [sys.executable, "-m", "tests.language.said_twice"]
    quiet = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    both = [
        subprocess.Popen(command, cwd=ROOT, env={**quiet, "PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, text=True)
        for seed in ("1", "4242")
    ]
    one, other = (process.communicate(timeout=120)[0].splitlines() for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert len(one) > 12
    assert one == other
