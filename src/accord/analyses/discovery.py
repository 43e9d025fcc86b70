"""Which analyses there are: the files of this folder, and plug-ins; nothing is imported before it is used."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

from accord.analyses.base import Analysis
from accord.workspace.plugins import plugins

_NOT_ANALYSES = {"__init__", "account", "base", "discovery", "run", "incentives"}
"""The check of incentives is personal: it is asked on its own page, and makes no finding that everybody reads."""
GROUP = "accord.analyses"


def names() -> list[str]:
    """Names of all analyses, sorted, without importing any."""
    return sorted(_own() | {e.name for e in plugins(GROUP)})


@cache
def _own() -> frozenset[str]:
    return frozenset(p.stem for p in Path(__file__).parent.glob("*.py")) - _NOT_ANALYSES


def load(name: str) -> Analysis[Any]:
    """The analysis of that name. Raises ``KeyError`` with the names there are."""
    for entry in plugins(GROUP):
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
