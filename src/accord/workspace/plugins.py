"""What other packages add to Accord, by entry points."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points


def plugins(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group. Every installed package's metadata is read for it, so it is read once a process, or
    where ``sys.path`` has changed: pages ask hundreds of times.
    """
    return _found(group, tuple(sys.path))


@lru_cache(maxsize=8)
def _found(group: str, path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=group))
