"""The five rules of thumb: how a journey's goal is shared out over its touches."""

from __future__ import annotations

from typing import Literal

import numpy as np

from accord.methods.attribution.journeys import Floats, Journeys

Rule = Literal["last", "first", "linear", "time_decay", "position"]
RULES: tuple[Rule, ...] = ("last", "first", "linear", "time_decay", "position")
HALF_LIFE_HOURS = 168.0
"""A touch a week older counts half."""
ENDS = 0.4
"""What the first and the last touch get by position, each; the ones between share the rest."""


def shares(journeys: Journeys, rule: Rule, half_life_hours: float = HALF_LIFE_HOURS) -> Floats:
    """Each touch's share of its journey's goal, (touches,); those of a journey add up to 1.

    ``time_decay`` halves a touch's weight each ``half_life_hours`` before the end; it raises ``ValueError`` where times
    are not known. By ``position`` a single touch gets all, and two touches half each.
    """
    if rule == "time_decay":
        return _time_decay(journeys, half_life_hours)
    if rule == "position":
        return _position(journeys)
    if rule == "linear":
        return np.repeat(1 / journeys.lengths, journeys.lengths)
    given = np.zeros(len(journeys.steps))
    given[journeys.starts[:-1] if rule == "first" else journeys.starts[1:] - 1] = 1
    return given


def _time_decay(journeys: Journeys, half_life_hours: float) -> Floats:
    if journeys.hours is None:
        raise ValueError("time_decay needs the hours from each touch to its journey's end")
    # Counted from each journey's last touch: a long wait must not underflow to 0 / 0.
    waited = journeys.hours - np.repeat(journeys.hours[journeys.starts[1:] - 1], journeys.lengths)
    weights = np.exp2(-waited / half_life_hours)
    return (
        weights / np.repeat(np.add.reduceat(weights, journeys.starts[:-1]), journeys.lengths)
        if len(weights)
        else weights
    )


def _position(journeys: Journeys) -> Floats:
    lengths = journeys.lengths
    given = np.repeat((1 - 2 * ENDS) / np.maximum(lengths - 2, 1), lengths)
    ends = np.where(lengths == 1, 1.0, np.where(lengths == 2, 0.5, ENDS))
    given[journeys.starts[:-1]] = ends
    given[journeys.starts[1:] - 1] = ends
    return given
