"""What many people read is worked out once, also where they all ask for it in the same moment."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import update_wrapper
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Once(Generic[Answer]):
    """The last answers by their keys: whoever asks while one is made waits for that one.

    After a change of the facts everybody's next page needs the same; with a plain cache each thread would make it.
    A fault is raised to all who wait for it, and is not kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Future[Answer]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer of this key; ``make`` is called where there is none yet."""
        future, ours = self._claimed(key)
        if ours:
            self._work_out(key, make, future)
        return future.result()

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._found.clear()

    def _claimed(self, key: Hashable) -> tuple[Future[Answer], bool]:
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
                return found, False
            future = self._found[key] = Future()
            while len(self._found) > self._most:
                self._found.popitem(last=False)
            return future, True

    def _work_out(self, key: Hashable, make: Callable[[], Answer], future: Future[Answer]) -> None:
        try:
            future.set_result(make())
        except BaseException as fault:
            with self._lock:
                if self._found.get(key) is future:
                    del self._found[key]
            future.set_exception(fault)


class WorkedOut(Generic[Answer]):
    """A function whose last answers are kept by what it was given."""

    def __init__(self, function: Callable[..., Answer], most: int) -> None:
        self._function, self._once = function, Once[Answer](most)
        update_wrapper(self, function)

    def __call__(self, *given: Hashable) -> Answer:
        return self._once.get(given, lambda: self._function(*given))


def worked_out_once(most: int) -> Callable[[Callable[..., Answer]], WorkedOut[Answer]]:
    """Keep the last ``most`` answers of a function of hashable arguments (see ``Once``)."""
    return lambda function: WorkedOut(function, most)
