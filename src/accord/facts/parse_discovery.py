"""Which readers there are: the files of ``readers/`` and the entry points of other packages."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence

from accord.facts import readers as folder
from accord.facts.reading import Reader
from accord.workspace.plugins import plugins

GROUP = "accord.readers"


def reader_names() -> tuple[str, ...]:
    """Names of all readers, from file names alone: nothing is imported."""
    own = (module.name for module in pkgutil.iter_modules(folder.__path__))
    return tuple(sorted({*own, *(point.name for point in plugins(GROUP))}))


def readers(names: Sequence[str] | None = None) -> Iterator[Reader]:
    """The readers of the given names, all where None. Shared parts in the folder have no ``READER`` and are none."""
    for name in names if names is not None else reader_names():
        reader = _load(name)
        if reader is not None:
            yield reader


def reader_named(name: str) -> Reader:
    """Raises ``KeyError`` with the names there are."""
    reader = _load(name) if name in reader_names() else None
    if reader is None:
        known = ", ".join(r.name for r in readers())
        raise KeyError(f"there is no reader {name}; there are {known}")
    return reader


def _load(name: str) -> Reader | None:
    for point in (p for p in plugins(GROUP) if p.name == name):
        loaded: Reader = point.load()
        return loaded
    found: Reader | None = getattr(importlib.import_module(f"{folder.__name__}.{name}"), "READER", None)
    return found
