"""Failed minutes come in lumps, one for each outage: how large they are, told from the hours themselves.

No record of incidents is asked, as it may miss some or stretch others. An hour that fails more than twice as much as
half of all hours do belongs to an outage, and neighbouring ones to the same; every other hour stands alone.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Seconds = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]

HOUR = 3600
STANDS_OUT = 2.0
"""Times the median hour, from which an hour counts as part of an outage."""


def in_hours(starts: Seconds, ends: Seconds) -> tuple[Seconds, Seconds, Places]:
    """Stretches ``[starts, ends)`` (n,) cut into hours from their start, the last one shorter where it must be:
    starts and ends of the pieces (m,), and the place of the stretch that each is cut from, all in order."""
    pieces = -((starts - ends) // HOUR)
    of = np.repeat(np.arange(len(starts)), pieces)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    begins = starts[of] + nth * HOUR
    return begins, np.minimum(begins + HOUR, ends[of]), of


def squared_lumps(amounts: Floats, of: Places, stretches: int) -> Floats:
    """The sum of squared lumps in each stretch (stretches,), from the amounts of its hours in order (m,)."""
    high = amounts > STANDS_OUT * float(np.median(amounts)) if len(amounts) else np.zeros(0, np.bool_)
    goes_on = high[1:] & high[:-1] & (of[1:] == of[:-1])
    lump = np.concatenate([[0], np.cumsum(~goes_on)])[: len(amounts)]
    sizes = np.bincount(lump, amounts)
    owner = of[np.flatnonzero(np.concatenate([[True], ~goes_on])[: len(amounts)])]
    return np.bincount(owner, sizes**2, stretches).astype(float)
