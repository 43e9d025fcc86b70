"""How often something happens, from how often it did."""

from __future__ import annotations

from scipy.special import gammaincinv

from accord.units.interval import CONFIDENCE, Interval

UNSEEN = 0.5
"""Jeffreys' prior for a Poisson rate is a gamma of this shape: that nothing came does not prove that nothing will."""


def expected(count: int) -> Interval:
    """What such a stretch of time is to be expected to bring where it brought ``count``, with its 90 % interval.

    Source: Brown, Cai and DasGupta 2003, Statistica Sinica 13:19 (the interval from Jeffreys' prior).
    """
    if count < 0:
        raise ValueError(f"{count} is no count")
    tail = (1 - CONFIDENCE) / 2
    low, high = (float(gammaincinv(count + UNSEEN, q)) for q in (tail, 1 - tail))
    return Interval(float(count), low if count else 0.0, high)
