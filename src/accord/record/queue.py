"""A queue over threads and processes: whoever asks first has the first turn.

SQLite lets one transaction write at a time and wakes the waiting ones by chance; of eight processes that write without
pause, one may get a single turn in six seconds. So each writer takes a ticket first, and waits for all before it.

A ticket is a byte of a file, locked by whoever holds it; the file's first eight bytes say which number was given out
last. It is one's turn when no earlier byte is locked any more. The kernel keeps the locks: it wakes the one behind
and nobody else, nobody asks again and again, and whoever dies holds nothing, in the middle of a turn or of waiting.

A turn is for fairness alone: what keeps two transactions apart is the database's own lock.
"""

from __future__ import annotations

import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SEVERAL = hasattr(fcntl, "F_OFD_SETLKW")
"""Whether this system has locks that belong to an opened file (Linux 3.15); without, there is no queue."""
_DOOR = 1 << 62
"""The byte that is locked while a ticket is given out."""
_NUMBER = struct.Struct(">Q")
_WAIT = getattr(fcntl, "F_OFD_SETLKW", 0)


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Wait for one's turn in the queue of the file ``path``, which is made where there is none. Raises ``OSError``."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait_for_all_before(file, _ticket(file))
        yield
    finally:
        # Closing alone would not do where a forked child has the file open, too.
        _lock(file, fcntl.F_UNLCK, 0, 0)
        os.close(file)


def _ticket(file: int) -> int:
    """The next number, and the lock on its byte."""
    _lock(file, fcntl.F_WRLCK, _DOOR, 1)
    last = os.pread(file, _NUMBER.size, 0)
    number = _NUMBER.unpack(last)[0] % (_DOOR - 1) + 1 if len(last) == _NUMBER.size else 1
    _lock(file, fcntl.F_WRLCK, number, 1)
    os.pwrite(file, _NUMBER.pack(number), 0)
    _lock(file, fcntl.F_UNLCK, _DOOR, 1)
    return int(number)


def _wait_for_all_before(file: int, mine: int) -> None:
    """The one just before first, so that the end of a turn wakes one. It may have died while it waited itself."""
    if mine > 1:
        _lock(file, fcntl.F_RDLCK, mine - 1, 1)
    _lock(file, fcntl.F_RDLCK, 0, mine)


def _lock(file: int, kind: int, first: int, count: int) -> None:
    """Lock or unlock bytes, and wait as long as it takes; ``count`` 0 is all that follow. Other threads run on."""
    fcntl.fcntl(file, _WAIT, struct.pack("hhqqi4x", kind, os.SEEK_SET, first, count, 0))
