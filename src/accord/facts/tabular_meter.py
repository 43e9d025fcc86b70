"""How far reading has come, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar


class Meter:
    """Counts rows and bytes as tables are read. ``tell`` is called with bytes read, bytes in all and the row."""

    def __init__(self, tell: Callable[..., None] | None = None) -> None:
        self.rows = self.last_row = 0
        self._tell, self._pass, self._passes = tell, 0, 1

    def plan(self, passes: int) -> None:
        """Say how often the table will be gone through."""
        self._pass, self._passes = 0, passes

    def begin(self) -> None:
        """A pass begins; rows count from none again."""
        self._pass += 1
        self._passes = max(self._passes, self._pass)
        self.rows = 0

    def at(self, row: int, of: int) -> None:
        """Row ``row`` of ``of`` comes next, told at once: if reading it has to be stopped, it is known which it was."""
        self.rows = row
        if self._tell:
            self._tell(row - 1, of, row, at_once=True)

    def moved(self, rows: int, last_row: int, done: int, size: int) -> None:
        self.rows += rows
        self.last_row = last_row
        if self._tell:
            self._tell((self._pass - 1) * size + min(done, size), self._passes * size, last_row)


METER: ContextVar[Meter] = ContextVar("METER")
"""The meter of the file being read; set by whoever reads, absent elsewhere."""


def meter() -> Meter:
    """The meter in force, or one that nobody looks at."""
    try:
        return METER.get()
    except LookupError:
        return Meter()
