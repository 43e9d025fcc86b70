"""Special days (holidays, sale days) are calibrated on each other, and kept out of everything else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from accord.methods.counterfactual.arrays import Ints
from accord.methods.counterfactual.expectation import Class, learn
from accord.methods.counterfactual.ground import Ground
from accord.methods.counterfactual.placebos import Windows, draw_special, windows

A_DAY = 2.0  # with the day so far known, one special day tells about two independent things
LEAST_DAYS = 4  # one of them may be the day that is asked about


def learn_special(ground: Ground, ordinary: Class, bins: int, rng: np.random.Generator) -> Class | None:
    """A class for windows that touch a special day, or None with fewer than three other such days to learn from.

    The ordinary mean is the offset; what special days do to it is learnt from the other special days.
    """
    starts = draw_special(ground, bins, rng)
    if not len(starts):
        return None
    bank = as_special(ground, ordinary, windows(ground, starts, starts + bins))
    days = _days(ground, starts, starts + bins)
    return ageless(learn(ground, bank, bins, A_DAY * days)) if days >= LEAST_DAYS else None


def _days(ground: Ground, starts: Ints, ends: Ints) -> int:
    """How many special days the windows touch: at their start, or else at their end."""
    assert ground.special is not None
    within = np.where(ground.is_special(starts, starts + 1), starts, ends - 1)
    return len(np.unique(ground.series.calendar.day(within)))


def as_special(ground: Ground, ordinary: Class, found: Windows) -> Windows:
    """The same windows with the ordinary expectation as base and the day so far as features."""
    expected = ordinary.mean.of(found.usual, found.features)
    return replace(found, usual=expected, features=ground.day_so_far(found.starts))


def ageless(known: Class) -> Class:
    """Special days are too few to forget old ones."""
    return replace(known, traits=replace(known.traits, day=None))
