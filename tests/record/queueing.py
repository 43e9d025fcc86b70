"""A process that stands in the queue, for tests: ``python -m tests.record.queueing FILE COUNTER``.

It reads a word a line and says a word a line: ``ask`` (``turn`` when it has it), ``end`` (``ended``), and ``count N``,
which takes N turns in each of three threads; in a turn it reads the counter, writes the next number, and says the one
it read.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from accord.record.queue import turn

THREADS = 3


class Process:
    """One that stands in the queue of ``file``."""

    def __init__(self, file: Path, counter: Path) -> None:
        command = [sys.executable, "-m", "tests.record.queueing", str(file), str(counter)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdin
        assert self._process.stdout
        self._into: IO[str] = self._process.stdin
        self._out: IO[str] = self._process.stdout
        assert self.heard() == "ready"

    def say(self, word: str) -> None:
        self._into.write(f"{word}\n")
        self._into.flush()

    def heard(self) -> str:
        """Its next word, waited for; '' where it is gone."""
        return self._out.readline().strip()

    def kill(self) -> None:
        """Signal 9, and wait until it is gone."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self.kill()
        self._into.close()
        self._out.close()


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _count(file: Path, counter: Path, times: int) -> None:
    for _ in range(times):
        with turn(file):
            number = int(counter.read_text())
            with counter.open("r+") as file_of_it:  # in place, because whoever is killed must not leave it empty
                file_of_it.write(f"{number + 1:06d}")
            _say(str(number))


def _together(file: Path, counter: Path, times: int) -> None:
    threads = [threading.Thread(target=_count, args=(file, counter, times)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main(file: Path, counter: Path) -> None:
    held = ExitStack()
    _say("ready")
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        if word == "ask":
            held.enter_context(turn(file))
        elif word == "end":
            held.close()
        else:
            _together(file, counter, int(number))
        _say({"ask": "turn", "end": "ended"}.get(word, "counted"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
