"""What is counted beside SQLite's record is counted over all threads and processes, and ends when it should."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from accord.record import attempts
from accord.record.attempts import Attempts


@pytest.fixture
def counted(tmp_path: Path) -> Attempts:
    return Attempts(str(tmp_path / "attempts"), {})


def test_what_was_set_is_there_until_it_ends(counted: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    counted.set("one", [1.5, 2.5], timeout=60)
    counted.set("lasting", "x", timeout=None)
    assert counted.get("one") == [1.5, 2.5]
    assert counted.get("none", "otherwise") == "otherwise"
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert counted.get("one") is None
    assert counted.get("lasting") == "x"


def test_only_the_first_adds_and_the_next_one_once_it_has_ended(
    counted: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counted.add("key", 1, timeout=60)
    assert not counted.add("key", 2, timeout=60)
    assert counted.get("key") == 1
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert counted.add("key", 3, timeout=60)
    assert counted.get("key") == 3


def test_what_is_touched_lasts_longer_and_what_is_deleted_is_gone(
    counted: Attempts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        counted.set(name, name, timeout=60)
    assert counted.touch("one", timeout=600)
    assert not counted.touch("none")
    assert counted.delete("two")
    assert not counted.delete("two")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert (counted.get("one"), counted.get("two")) == ("one", None)
    counted.clear()
    assert counted.get("one") is None


def test_what_has_ended_is_swept_after_a_while(counted: Attempts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "_SWEEP_EVERY", 3)
    for n in range(3):
        counted.set(str(n), n, timeout=-1 if n else 60)
    assert counted._do("select key from attempts") == [(":1:0",)]


def test_threads_and_processes_see_one_count(counted: Attempts, tmp_path: Path) -> None:
    code = f"from accord.record.attempts import Attempts; Attempts({str(tmp_path / 'attempts')!r}, {{}}).set('it', 7)"
    subprocess.run([sys.executable, "-c", code], check=True)
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(counted.get("it")))
    thread.start()
    thread.join()
    assert seen == [counted.get("it")] == [7]
