"""Alerts on how fast a budget burns, over several windows.

Source: Beyer et al. (2018), The Site Reliability Workbook, chapter 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from accord.methods.budgets.slices import Flags, Floats, Objective, Slices, share
from accord.methods.budgets.windows import between
from accord.methods.local_time import DAY, Seconds


@dataclass(frozen=True, slots=True)
class BurnRule:
    """Fires while the budget burns faster than ``factor`` over both windows (seconds)."""

    name: str
    factor: float
    long: int
    short: int


# Site Reliability Workbook, table 5-8: 2 % of a 30-day budget in an hour, 5 % in six, 10 % in three days.
WORKBOOK = (
    BurnRule("page, fast", 14.4, 3_600, 300),
    BurnRule("page, slow", 6.0, 6 * 3_600, 1_800),
    BurnRule("ticket", 1.0, 3 * DAY, 6 * 3_600),
)


def burn_rate(cut: Slices, objective: Objective, window: int, with_planned: bool = False) -> Floats:
    """How many times faster than allowed the budget burnt over the window before each slice's end, (n,).

    NaN where nothing was counted. Near the data's start the window is shorter.
    """
    spent = between(cut, objective, cut.ends - _whole(cut, window), cut.ends)
    return share(spent.bad + (spent.planned if with_planned else 0.0), spent.allowed)


def fires(cut: Slices, objective: Objective, rule: BurnRule, with_planned: bool = False) -> Flags:
    """Whether the rule's alert stands at the end of each slice, (n,)."""
    both = (burn_rate(cut, objective, window, with_planned) for window in (rule.long, rule.short))
    # NaN compares as False: what was not measured raises no alarm
    return np.logical_and(*(rate > rule.factor * (1 + 1e-9) for rate in both))


def stretches(firing: Flags, cut: Slices) -> tuple[Seconds, Seconds]:
    """When an alert stood: starts and ends (k,), from the first slice's end at which it stood."""
    edge = np.flatnonzero(np.diff(np.concatenate([[False], firing, [False]]).astype(np.int8)))
    at = cut.start + cut.seconds * (edge + 1)
    return at[::2], at[1::2]


def _whole(cut: Slices, window: int) -> int:
    """A window of whole slices, at least one."""
    return -(-window // cut.seconds) * cut.seconds
