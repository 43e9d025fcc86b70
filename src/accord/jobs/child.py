"""The process that does work apart: ``python -m accord.jobs.child TASK``, one JSON line in, JSON lines out.

Its standard input stays open as long as its worker lives; when that ends, so does this process, whatever it is doing.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from importlib import import_module
from typing import Any, TextIO

from accord.jobs.apart import CannotBeDone

_NEWS_EVERY = 0.25
_NICE = 19
"""Pages come first: what is done aside has the processor that they leave, and a little where they leave none."""


class News:
    """Tells the parent how far it is, a few times a second."""

    def __init__(self, said: TextIO) -> None:
        self._said, self._next = said, 0.0

    def tell(self, done: int, total: int, step: str) -> None:
        if time.monotonic() >= self._next or done >= total:
            self._next = time.monotonic() + _NEWS_EVERY
            self.say({"progress": [done, total, step]})

    def say(self, what: dict[str, Any]) -> None:
        self._said.write(json.dumps(what) + "\n")
        self._said.flush()


def main() -> int:
    """Do one task and say its result, or why it cannot be done."""
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    os.nice(_NICE)
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    news = News(said)
    task = import_module(f"accord.jobs.apart.{sys.argv[1]}")
    try:
        news.say({"result": task.do(request, news.tell)})
    except CannotBeDone as reason:
        news.say({"cannot": str(reason)})
    return 0


def _end_with_parent() -> None:
    """End of input means that the worker is gone: nobody waits for the answer, and another may begin the same."""
    while sys.stdin.read(1):
        pass
    os._exit(3)


if __name__ == "__main__":
    sys.exit(main())
