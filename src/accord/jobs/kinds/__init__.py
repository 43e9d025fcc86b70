"""What can be done later: one file for each kind of work, found by listing this folder.

The file's name is the kind that ``record.work.queue`` is given. The first line of its docstring says in plain words
what it does. It has one function, ``run(work: Work) -> dict``: it does the work and returns its result as plain JSON.
Where the effect is rows, it writes them inside ``with work.finishing(result):``, so that they and 'done' are one
transaction. It calls ``work.tell(done, total, step)`` at least every ten seconds.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from accord.jobs.doing import Work


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work: its name, what it does in plain words, and how."""

    name: str
    title: str
    run: Callable[[Work], dict[str, Any]]


@cache
def names() -> tuple[str, ...]:
    """All kinds there are."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__)))


def kind(name: str) -> Kind:
    """The kind of that name. Raises ``LookupError`` for one that this version does not know."""
    if name not in names():
        raise LookupError(f"this version of accord knows no work called {name}; it was queued by another version")
    module = import_module(f"{__name__}.{name}")
    title = (module.__doc__ or name).partition("\n")[0].rstrip(".")
    return Kind(name, title, module.run)
