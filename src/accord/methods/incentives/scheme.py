"""The lines of the clause as sums of money over scenarios: what each side is paid, and what the company earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from accord.clauses.charter import Side
from accord.clauses.formula import Formula, metrics
from accord.clauses.incentives import Incentive
from accord.methods.incentives.reckoning import Array, Columns, knots, reckoned, roots, steps
from accord.units.money import digits

SIDES: tuple[Side, ...] = ("marketing", "it")
YEAR = 12


@dataclass(frozen=True)
class Scheme:
    """``totals`` are the metrics that add up over months (money, counts); the others are means.

    All amounts are in whole units of ``currency``; lines in another one are left out, and named in ``foreign``.
    """

    lines: tuple[Incentive, ...]
    currency: str
    totals: frozenset[str] = frozenset()

    @cached_property
    def ours(self) -> tuple[Incentive, ...]:
        return tuple(line for line in self.lines if line.currency in (None, self.currency))

    @cached_property
    def foreign(self) -> tuple[Incentive, ...]:
        return tuple(line for line in self.lines if line not in self.ours)

    def rewards(self, side: Side) -> tuple[Incentive, ...]:
        return tuple(line for line in self.ours if line.kind == "reward" and line.side == side)

    @cached_property
    def worths(self) -> tuple[Incentive, ...]:
        return tuple(line for line in self.ours if line.kind == "worth")

    @cached_property
    def decisions(self) -> tuple[Incentive, ...]:
        return tuple(line for line in self.ours if line.kind == "decision")

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that a line names, sorted."""
        return tuple(sorted({name for line in self.ours for name in line.metrics}))

    def paid(self, line: Incentive, columns: Columns) -> Array:
        """What one reward, or worth, comes to in its time frame, before its weight.

        ``columns`` are over that time frame: sums of the metrics that add up, means of the others.
        """
        value = reckoned(line.formula, columns)
        unit = 10.0 ** digits(self.currency)
        if line.cap_minor is not None:
            value = np.minimum(value, line.cap_minor / unit)
        if line.threshold_minor is not None:
            value = np.where(value >= line.threshold_minor / unit, value, 0.0)
        return value

    def over(self, columns: Columns, months: int) -> Columns:
        """Months' values as if each month of a time frame were like it."""
        return {name: column * months if name in self.totals else column for name, column in columns.items()}

    def yearly(self, line: Incentive, columns: Columns) -> Array:
        """One line in a year whose months are all like the scenario, before its weight."""
        return self.paid(line, self.over(columns, line.months)) * (YEAR / line.months)

    def side(self, side: Side, columns: Columns) -> Array:
        """What a side is paid in such a year."""
        return self._sum([line.weight * self.yearly(line, columns) for line in self.rewards(side)], columns)

    def company(self, columns: Columns) -> Array:
        """What the metrics bring the company in such a year."""
        return self._sum([self.yearly(line, columns) for line in self.worths], columns)

    def _sum(self, terms: list[Array], columns: Columns) -> Array:
        start = np.zeros(next((column.shape for column in columns.values()), ()))
        summed: Array = np.sum([start, *terms], axis=0)
        return summed

    def decided(self, line: Incentive, decision: Incentive, columns: Columns) -> Array:
        """By how much a decision changes what one reward pays, before its weight; it is taken in a single month."""
        frame = self.over(columns, line.months)
        moved = {
            name: column + self._moves(decision, name, line.months) if name in decision.moves else column
            for name, column in frame.items()
        }
        return self.paid(line, moved) - self.paid(line, frame)

    def _moves(self, decision: Incentive, name: str, months: int) -> float:
        return decision.moves[name] if name in self.totals else decision.moves[name] / months

    def bends(self) -> tuple[Mapping[str, tuple[float, ...]], frozenset[str]]:
        """By metric, a month's values at which a line changes its course; and the metrics that do so together."""
        alone: dict[str, set[float]] = {}
        mixed: set[str] = set()
        for line in self.ours:
            found, together = _of_line(line, self.currency)
            mixed |= together
            for name, values in found.items():
                months = line.months if name in self.totals else 1
                alone.setdefault(name, set()).update(value / months for value in values)
        return {name: tuple(sorted(values)) for name, values in alone.items()}, frozenset(mixed)

    @cached_property
    def jumps(self) -> bool:
        return any(steps(line.formula) or line.threshold_minor is not None for line in self.ours)


def _of_line(line: Incentive, currency: str) -> tuple[dict[str, set[float]], set[str]]:
    """The bends of a formula, and those that its threshold and its cap add."""
    from accord.clauses.formula import Number, Together

    found, mixed = knots(line.formula)
    names = metrics(line.formula)
    bounds = [b for b in (line.threshold_minor, line.cap_minor) if b is not None]
    if bounds and len(names) > 1:
        return found, mixed | set(names)
    for bound in bounds if names else ():
        level: Formula = Together("-", line.formula, Number(bound / 10.0 ** digits(currency)))
        found[names[0]] = found.get(names[0], set()) | roots(level, names[0], found.get(names[0], set()))
    return found, mixed
