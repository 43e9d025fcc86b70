"""Budgets over rolling and calendar windows, all windows at once by running sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.methods.budgets.slices import Floats, Objective, Slices, share
from accord.methods.local_time import DAY, Seconds


@dataclass(frozen=True, slots=True)
class Budgets:
    """Budgets of windows ``[start, end)``, all arrays (n,), in the method's units.

    ``allowed`` may fail, ``bad`` failed unplanned and ``planned`` by plan, out of ``counted``;
    ``coverage`` is the share of the window's time that was measured; ``minutes_per_unit`` turns units
    into minutes of full outage (for events, at the window's own traffic).
    """

    start: Seconds
    end: Seconds
    counted: Floats
    allowed: Floats
    bad: Floats
    planned: Floats
    coverage: Floats
    minutes_per_unit: Floats

    @property
    def spent(self) -> Floats:
        """Share of the budget spent without plan; 1 is all of it. NaN where nothing was counted."""
        return share(self.bad, self.allowed)

    @property
    def spent_planned(self) -> Floats:
        return share(self.planned, self.allowed)

    @property
    def remaining(self) -> Floats:
        """Share left if planned maintenance is not counted; below 0 when overspent."""
        return 1 - self.spent

    @property
    def remaining_with_planned(self) -> Floats:
        return 1 - self.spent - self.spent_planned


def rolling(cut: Slices, objective: Objective, days: int) -> Budgets:
    """The budget at the end of every slice, over the ``days`` x 24 h before it (n,)."""
    return between(cut, objective, cut.ends - days * DAY, cut.ends)


def calendar(cut: Slices, objective: Objective, edges: npt.ArrayLike) -> Budgets:
    """The budget of each calendar window that began before the data's end, as it stood at its end.

    ``edges`` are window starts and the last end, from ``calendar_edges``. A window that is not over is
    told up to the data's end, with the allowance of the whole window (see ``between``).
    """
    at = np.asarray(edges, np.int64)
    start, until = at[:-1], at[1:]
    begun = start < cut.ends[-1] if len(cut) else np.zeros(start.shape, bool)
    start, until = start[begun], until[begun]
    return between(cut, objective, start, np.minimum(until, cut.ends[-1:]), until)


def running(cut: Slices, objective: Objective, edges: npt.ArrayLike) -> Budgets:
    """The budget at the end of every slice within its calendar window, (n,)."""
    at = np.asarray(edges, np.int64)
    window = np.searchsorted(at, cut.ends - cut.seconds, side="right") - 1
    if len(cut) and not (window.min() >= 0 and window.max() < len(at) - 1):
        raise ValueError("the calendar windows do not cover the data")
    return between(cut, objective, at[window], cut.ends, at[window + 1])


def between(
    cut: Slices,
    objective: Objective,
    start: Seconds,
    end: Seconds,
    until: Seconds | None = None,
) -> Budgets:
    """Budgets of any windows ``[start, end)``, (n,); a slice belongs where it begins.

    ``until`` is when each window will be over: slices to come then count towards the allowance, so that
    a month's budget of minutes is known on its first day. Events to come are not known: with Occurrences
    the allowance grows with the events.
    """
    left, right = _place(cut, start), _place(cut, end)
    counted, bad, planned, measured = (
        _sums(values, left, right) for values in (cut.counted, cut.bad, cut.planned, cut.measured)
    )
    by_time = objective.method != "Occurrences"
    to_come = (until - end) / cut.seconds if by_time and until is not None else 0.0
    minutes = np.full(len(bad), cut.seconds / 60) if by_time else share(measured / 60, counted)
    return Budgets(
        start=start,
        end=end,
        counted=counted,
        allowed=objective.allowance * (counted + to_come),
        bad=bad,
        planned=planned,
        coverage=share(measured, (end - start).astype(float)),
        minutes_per_unit=minutes,
    )


def _place(cut: Slices, at: Seconds) -> npt.NDArray[np.intp]:
    return np.clip(-(-(at - cut.start) // cut.seconds), 0, len(cut))


def _sums(values: Floats, left: npt.NDArray[np.intp], right: npt.NDArray[np.intp]) -> Floats:
    upto = np.append(0.0, np.cumsum(values))
    return np.asarray(upto[np.maximum(left, right)] - upto[left])
