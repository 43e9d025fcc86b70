"""From a file to fact rows: the one door to reading. The work is done in a child process with limits.

Nothing but the ``out`` folder is written, so that a file which turns out to be bad leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from accord.facts.documents.formats import is_document_name
from accord.facts.limits import DEFAULT, Limits
from accord.facts.parse_answer import raise_for, request_of
from accord.facts.reading import BadFile, Given, Offer

Progress = Callable[[int, int], None]
_BEAT = 0.5
_PAGE = 4096


@dataclass(frozen=True)
class Parsed:
    """What one file (or one member of a zip) came to.

    ``tables`` holds one Parquet file a table, with the table's columns, ``source_id`` and ``row_number``;
    ``source_id`` is the SHA-256 of the file as it came (of the member's bytes within a zip); ``rejects`` is a
    CSV of rows not taken; ``money`` sums by currency in minor units; ``first`` and ``last`` are UTC.
    """

    source: Path
    member: str
    source_id: str
    reader: str
    reader_version: int
    fingerprint: str
    tables: dict[str, Path]
    counts: dict[str, int]
    rejects: Path | None
    rejected: int
    rows_read: int
    notes: tuple[str, ...]
    offers: tuple[Offer, ...]
    first: datetime | None
    last: datetime | None
    money: dict[str, int]
    zone: str | None
    locale: str | None
    encoding: str
    columns_matched: tuple[tuple[str, str], ...]
    columns_left: tuple[str, ...]
    preliminary: bool = False


def recognise(
    path: Path, readers: Sequence[str] | None = None, *, limits: Limits = DEFAULT
) -> list[tuple[str, str, float]]:
    """Which reader knows which member: (member, reader, certainty), most certain first; empty where none does.

    ``readers`` narrows the question to those names. Raises ``BadFile`` for a file that cannot be opened at all.
    """
    with TemporaryDirectory() as scratch:
        request = request_of("recognise", path, Given(), Path(scratch), limits)
        answer = _ask_child(request | {"readers": readers and list(readers)}, path, limits, None)
    return [(member, reader, certainty) for member, reader, certainty in answer["recognised"]]


def parse(
    path: Path,
    given: Given,
    out: Path,
    *,
    reader: str | None = None,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
) -> list[Parsed]:
    """Read a file into Parquet files under ``out`` (made where missing), one ``Parsed`` for each member read.

    ``reader`` names the reader where it is known, else the most certain one is taken. ``progress`` is called at
    least once a second with bytes read and bytes in all. Raises ``Ask`` for a question that only the
    organisation can answer, ``NotRecognised`` (a ``BadFile``) with a suggested mapping, and ``BadFile``.
    """
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out, prefix=".reading-") as scratch:
        request = request_of("parse", path, given, Path(scratch), limits) | {"reader": reader}
        answer = _ask_child(request, path, limits, progress)
        return [_moved(parsed_of(path, one), out) for one in answer["parsed"]]


def _moved(parsed: Parsed, out: Path) -> Parsed:
    """Out of the scratch folder, which goes with whatever a killed child left in it."""
    tables = {name: at.rename(out / at.name) for name, at in parsed.tables.items()}
    return replace(parsed, tables=tables, rejects=parsed.rejects and parsed.rejects.rename(out / parsed.rejects.name))


def parsed_of(path: Path, told: dict[str, Any]) -> Parsed:
    """What the child told of one member, as an object."""
    return Parsed(
        source=path,
        tables={name: Path(at) for name, at in told.pop("tables").items()},
        rejects=Path(at) if (at := told.pop("rejects")) else None,
        notes=tuple(told.pop("notes")),
        offers=tuple(Offer(clause, data) for clause, data in told.pop("offers")),
        first=_time(told.pop("first")),
        last=_time(told.pop("last")),
        columns_matched=tuple((a, b) for a, b in told.pop("columns_matched")),
        columns_left=tuple(told.pop("columns_left")),
        **told,
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _ask_child(request: dict[str, Any], path: Path, limits: Limits, progress: Progress | None) -> dict[str, Any]:
    command = [sys.executable, "-P", "-m", "accord.facts.child"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        process_group=0,  # not a session of its own: Linux shares processors among sessions, whatever their priority
    ) as child:
        try:
            answer = _converse(child, request, limits, progress)
        except _Overrun as overrun:
            mend = "Save it again, or split it" if is_document_name(path.name) else overrun.mend
            raise Overrun(overrun.reason, mend, row=overrun.row, file=path.name) from None
        finally:
            _end(child)
    raise_for(answer, path)
    return answer


def _environment() -> dict[str, str]:
    """The child imports what we import, and keeps its address space small."""
    small = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return os.environ | small | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


class _Overrun(Exception):  # noqa: N818 - a verdict
    def __init__(self, reason: str, mend: str, row: int) -> None:
        super().__init__(reason)
        self.reason, self.mend, self.row = reason, mend, row


class Overrun(BadFile):
    """A file whose reading had to be stopped, at the row (of many documents, the document) that was told last."""


class _News:
    """How far the child said that it is."""

    def __init__(self) -> None:
        self.done, self.size, self.row = 0, 1, 0

    def take(self, message: dict[str, Any]) -> None:
        (self.done, self.size), self.row = message["progress"], message["row"]


def _converse(
    child: subprocess.Popen[bytes], request: dict[str, Any], limits: Limits, progress: Progress | None
) -> dict[str, Any]:
    assert child.stdin is not None
    child.stdin.write(json.dumps(request).encode())
    child.stdin.close()
    news = _News()
    for message in _messages(child, limits, news):
        if message is not None and "progress" in message:
            news.take(message)
        elif message is not None:
            return message
        if progress is not None:
            progress(news.done, news.size)
    raise _died(child, news.row)


def _messages(child: subprocess.Popen[bytes], limits: Limits, news: _News) -> Iterator[dict[str, Any] | None]:
    """What the child says, line by line; None at every beat on which it says nothing."""
    assert child.stdout is not None
    deadline, waiting = time.monotonic() + limits.seconds, b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            ready = selector.select(_BEAT / 10 if waiting else _BEAT / 5)
            _check(child, limits, deadline, news.row)
            if not ready:
                yield None
                continue
            block = os.read(child.stdout.fileno(), 1 << 16)
            if not block:
                return
            *lines, waiting = (waiting + block).split(b"\n")
            yield from map(json.loads, lines)


def _check(child: subprocess.Popen[bytes], limits: Limits, deadline: float, row: int) -> None:
    if time.monotonic() > deadline:
        raise _Overrun(f"reading took longer than {limits.seconds:g} s", "Export a shorter period", row)
    if _resident(child.pid) > limits.memory_bytes:
        allowed = limits.memory_bytes // 1_000_000
        raise _Overrun(f"reading needed more than {allowed} MB of memory", "Export a shorter period, or as CSV", row)


def _resident(pid: int) -> int:
    """Resident bytes of a process where the system tells them (Linux), else 0."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _died(child: subprocess.Popen[bytes], row: int) -> _Overrun:
    code = child.wait()
    assert child.stderr is not None
    last = child.stderr.read().decode(errors="replace").strip().rpartition("\n")[2][:200]
    if code < 0 or "memory" in last.lower():
        name = signal.Signals(-code).name if code < 0 else "out of memory"
        return _Overrun(
            f"reading had to be stopped ({name})", "The file asks for more memory or time than allowed", row
        )
    return _Overrun(f"reading failed ({last or code})", "Report it; nothing was changed", row)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()
        child.wait()
