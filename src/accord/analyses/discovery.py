"""Which analyses there are: the files of this folder, and plug-ins; nothing is imported before it is used."""

from __future__ import annotations

import importlib
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from accord.analyses.base import Analysis

_NOT_ANALYSES = {"__init__", "account", "base", "discovery", "run"}
GROUP = "accord.analyses"


def names() -> list[str]:
    """Names of all analyses, sorted, without importing any."""
    own = {p.stem for p in Path(__file__).parent.glob("*.py")} - _NOT_ANALYSES
    return sorted(own | {e.name for e in entry_points(group=GROUP)})


def load(name: str) -> Analysis[Any]:
    """The analysis of that name. Raises ``KeyError`` with the names there are."""
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            return _made(entry.load())
    if name not in names():
        raise KeyError(f"no analysis {name}; there are {', '.join(names())}")
    return _made(importlib.import_module(f"accord.analyses.{name}").ANALYSIS)


def discover() -> list[Analysis[Any]]:
    """All analyses, imported."""
    return [load(name) for name in names()]


def _made(found: Any) -> Analysis[Any]:
    made: Analysis[Any] = found() if isinstance(found, type) else found
    return made
