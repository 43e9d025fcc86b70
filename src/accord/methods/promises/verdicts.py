"""Kept, broken or cannot tell."""

from __future__ import annotations

from typing import Literal

from accord.units.interval import Interval

Verdict = Literal["kept", "broken", "cannot_tell"]


def verdict(effect: Interval, least: float) -> Verdict:
    """What a measured effect says of a promise whose least that counts is ``least`` (same unit, above 0).

    Kept: the whole 90 % interval is above 0 and its middle reaches the least. Broken: the whole interval is below
    the least. Anything else cannot be told. An effect that is surely real and surely too small is broken; one that
    may be nothing is never kept. Raises ``ValueError`` for a least that is not above 0: nothing would break it.
    """
    if not least > 0:
        raise ValueError(f"the least that counts is {least}; give a number above 0")
    if effect.low > 0 and effect.mid >= least:
        return "kept"
    return "broken" if effect.high < least else "cannot_tell"
