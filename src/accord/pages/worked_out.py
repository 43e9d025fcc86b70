"""What many people read is worked out once, also where they all ask for it in the same moment."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import update_wrapper
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class WorkedOut(Generic[Answer]):
    """A function whose last answers are kept by what it was given: whoever asks while one is made waits for that one.

    After a change of the facts everybody's next page needs the same; with a plain cache each thread would make it.
    A fault is raised to all who wait for it, and is not kept.
    """

    def __init__(self, function: Callable[..., Answer], most: int) -> None:
        self._function, self._most = function, most
        self._found: OrderedDict[tuple[Hashable, ...], Future[Answer]] = OrderedDict()
        self._lock = threading.Lock()
        update_wrapper(self, function)

    def __call__(self, *given: Hashable) -> Answer:
        future, ours = self._claimed(given)
        if ours:
            self._work_out(given, future)
        return future.result()

    def _claimed(self, given: tuple[Hashable, ...]) -> tuple[Future[Answer], bool]:
        with self._lock:
            found = self._found.get(given)
            if found is not None:
                self._found.move_to_end(given)
                return found, False
            future = self._found[given] = Future()
            while len(self._found) > self._most:
                self._found.popitem(last=False)
            return future, True

    def _work_out(self, given: tuple[Hashable, ...], future: Future[Answer]) -> None:
        try:
            future.set_result(self._function(*given))
        except BaseException as fault:
            with self._lock:
                if self._found.get(given) is future:
                    del self._found[given]
            future.set_exception(fault)


def worked_out_once(most: int) -> Callable[[Callable[..., Answer]], WorkedOut[Answer]]:
    """Keep the last ``most`` answers of a function of hashable arguments (see ``WorkedOut``)."""
    return lambda function: WorkedOut(function, most)
