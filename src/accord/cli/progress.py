"""Progress on standard error: a line that is rewritten on a terminal, silent elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self


class Bar:
    """One line that says what is done; nothing is written where standard error is no terminal."""

    WIDTH = 24

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._last = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def step(self, done: int, total: int, what: str) -> None:
        """``done`` of ``total``, and what is being done; drawn at most ten times a second."""
        now = time.monotonic()
        if not self._shown or (now - self._last < 0.1 and done < total):
            return
        self._last = now
        share = done / total if total else 0.0
        full = round(share * self.WIDTH)
        bar = "#" * full + "." * (self.WIDTH - full)
        sys.stderr.write(f"\r\x1b[K[{bar}] {share:4.0%} {what[:60]}")
        sys.stderr.flush()

    def file(self, name: str, done: int, total: int) -> None:
        """The same, in the order that reading files tells it."""
        self.step(done, total, name)
