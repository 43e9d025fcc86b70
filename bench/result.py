"""One line of a bench."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One measure beside its goal."""

    measure: str
    ours: float
    peer: str | None
    ratio: float | None
    goal: str
    met: bool
