"""Who asks first has the first turn, over threads and processes, whoever is killed meanwhile."""

from __future__ import annotations

import random
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from accord.record.queue import SEVERAL, turn
from tests.record.queueing import THREADS, Process

pytestmark = pytest.mark.skipif(not SEVERAL, reason="this system has no locks that belong to an opened file")


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Callable[[], Process]]:
    """Begins a process that can stand in the queue."""
    (tmp_path / "counter").write_text("000000")
    made: list[Process] = []

    def begin() -> Process:
        made.append(Process(tmp_path / "queue", tmp_path / "counter"))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def _given_out(path: Path) -> int:
    return int(struct.unpack(">Q", path.read_bytes()[:8])[0]) if path.exists() and path.stat().st_size else 0


@contextmanager
def _ticket_taken(path: Path) -> Iterator[None]:
    """Whoever asks within the block has the next number when it ends, whether or not the turn came."""
    before, until = _given_out(path), time.monotonic() + 60
    yield
    while _given_out(path) == before:
        assert time.monotonic() < until, "nobody took a ticket"
        time.sleep(0.001)


def _asks(one: Process, path: Path) -> None:
    with _ticket_taken(path):
        one.say("ask")


def test_processes_and_threads_have_their_turns_in_the_order_of_asking(
    begun: Callable[[], Process], tmp_path: Path
) -> None:
    order: list[str] = []
    waiting: list[threading.Thread] = []

    def named(name: str, one: Process | None) -> None:
        if one is None:
            with turn(tmp_path / "queue"):
                order.append(name)
            return
        assert one.heard() == "turn"
        order.append(name)
        one.say("end")

    with turn(tmp_path / "queue"):
        for n in range(6):
            one = begun() if n % 2 else None
            waiting.append(threading.Thread(target=named, args=(str(n), one)))
            with _ticket_taken(tmp_path / "queue"):
                if one:
                    one.say("ask")
                waiting[-1].start()
        assert order == []
    for thread in waiting:
        thread.join(timeout=60)
    assert order == ["0", "1", "2", "3", "4", "5"]


def test_the_turn_of_a_killed_process_passes_on(begun: Callable[[], Process], tmp_path: Path) -> None:
    holder, behind = begun(), begun()
    _asks(holder, tmp_path / "queue")
    assert holder.heard() == "turn"
    _asks(behind, tmp_path / "queue")
    holder.kill()
    assert behind.heard() == "turn"


def test_who_stands_behind_a_killed_one_still_waits_for_those_before(
    begun: Callable[[], Process], tmp_path: Path
) -> None:
    killed, behind, last = begun(), begun(), begun()
    had: list[str] = []

    def listen(one: Process) -> None:
        had.append(one.heard())
        one.say("end")

    with turn(tmp_path / "queue"):
        for one in (killed, behind):
            _asks(one, tmp_path / "queue")
        listening = threading.Thread(target=listen, args=(behind,))
        listening.start()
        killed.kill()
        _asks(last, tmp_path / "queue")
        assert had == []
    listening.join(timeout=60)
    assert had == ["turn"]
    assert last.heard() == "turn"


def _numbers(one: Process, into: list[int]) -> None:
    """What it read in its turns, until it is through with them or gone."""
    while (word := one.heard()) not in ("", "counted"):
        into.append(int(word))


def _counted(processes: list[Process], times: int, kills: int) -> list[int]:
    """What all of them read in their turns, while some of them are killed."""
    read: list[int] = []
    listening = [threading.Thread(target=_numbers, args=(one, read)) for one in processes]
    for one, thread in zip(processes, listening, strict=True):
        one.say(f"count {times}")
        thread.start()
    draw = random.Random(7)
    for one in processes[:kills]:
        until, enough = time.monotonic() + 60, len(read) + draw.randint(5, 20)
        while len(read) < enough and time.monotonic() < until:
            time.sleep(0.001)
        one.kill()
    for thread in listening:
        thread.join(timeout=60)
    return read


def test_no_two_have_a_turn_at_once_and_all_turns_are_counted(begun: Callable[[], Process], tmp_path: Path) -> None:
    read = _counted([begun() for _ in range(3)], 15, kills=0)
    assert sorted(read) == list(range(3 * THREADS * 15))
    assert int((tmp_path / "counter").read_text()) == len(read)


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.soak)])
def test_whoever_is_killed_at_whatever_moment_the_others_go_on_one_by_one(
    begun: Callable[[], Process], tmp_path: Path, kills: int
) -> None:
    """One that was killed behind its writing and before its word is the only number that nobody told."""
    processes = [begun() for _ in range(kills + 1)]
    read = _counted(processes, 40, kills)
    assert len(set(read)) == len(read)
    assert len(read) <= int((tmp_path / "counter").read_text()) <= len(read) + kills
    assert len(read) >= THREADS * 40


def test_a_file_of_rubbish_is_a_queue_like_any_other(tmp_path: Path) -> None:
    for content in (b"", b"short", b"\xff" * 40):
        (tmp_path / "queue").write_bytes(content)
        for _ in range(2):
            with turn(tmp_path / "queue"):
                pass
