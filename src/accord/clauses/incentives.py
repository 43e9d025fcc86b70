"""What leaders are rewarded for, what the company earns by the same metrics, and decisions to hold the rewards against.

Personal: who may see the clause is said by ``accord.charter.sight``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from accord.clauses.formula import Formula, metrics, moved, read

Kind = Literal["reward", "worth", "decision"]
Horizon = Literal["month", "quarter", "year"]
MONTHS: dict[Horizon, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Incentive:
    """One line of the clause.

    A ``reward`` is paid to ``role`` of ``side`` for each ``horizon``: ``pays`` is its formula in whole units of
    ``currency`` (None is the organisation's), nothing where that is under ``threshold_minor``, at most ``cap_minor``,
    and all of it times ``weight``. A ``worth`` says what the metrics bring the company in its horizon. A ``decision``
    brings the company ``pays`` once; ``changes`` say what it moves in the month in which it is taken: 'uptime - 0.1 %'.
    """

    name: str
    pays: str
    kind: Kind = "reward"
    side: Literal["marketing", "it"] | None = None
    role: str | None = None
    horizon: Horizon = "year"
    weight: float = 1.0
    threshold_minor: int | None = None
    cap_minor: int | None = None
    currency: str | None = None
    changes: tuple[str, ...] = ()

    @cached_property
    def formula(self) -> Formula:
        """The formula of ``pays``. Raises ``FormulaError``."""
        return read(self.pays)

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that its formula or its changes name, sorted."""
        return tuple(sorted({*metrics(self.formula), *self.moves}))

    @cached_property
    def moves(self) -> dict[str, float]:
        """By metric, how far the decision moves it, in the metric's plain units."""
        found = (moved(read(change)) for change in self.changes)
        return dict(one for one in found if one is not None)

    @property
    def months(self) -> int:
        return MONTHS[self.horizon]
