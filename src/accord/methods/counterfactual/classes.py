"""Every window priced with the placebos of its own length: the loop over duration classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual.arrays import Bools, Floats, Ints
from accord.methods.counterfactual.expectation import Class, Expected, expect, learn
from accord.methods.counterfactual.ground import Ground
from accord.methods.counterfactual.placebos import (
    LEAST_INDEPENDENT,
    Windows,
    class_of,
    draw,
    independent,
    windows,
)
from accord.methods.counterfactual.special import as_special, learn_special

LEAST_PLACEBOS = 30
CUT_STEP = 1.03  # preliminary prices learn anew for every thirtieth more placebos
LEFT_OUT = 100


@dataclass
class Told:
    """What the classes say about m windows, filled class by class; each array (m,).

    thin: the length had too few placebos and a shorter one lent its own. alone: no special day to compare.
    held, of: leave-out record. classes: (rows, the class that told them) for whoever needs its placebos.
    """

    mid: Floats
    low: Floats
    high: Floats
    scale: Floats
    money_mid: Floats
    money_low: Floats
    money_high: Floats
    thin: Bools
    alone: Bools
    told: Bools
    held: int
    of: int
    classes: list[tuple[Ints, Class]]

    @classmethod
    def blank(cls, m: int) -> Told:
        """Nothing told yet about m windows."""
        mid, low, high, scale, money_mid, money_low, money_high = np.full((7, m), np.nan)
        thin, alone, told = np.zeros((3, m), dtype=np.bool_)
        return cls(mid, low, high, scale, money_mid, money_low, money_high, thin, alone, told, held=0, of=0, classes=[])

    def put(self, rows: Ints, events: Expected, money: Expected | None) -> None:
        """Store what was expected in some rows."""
        self.mid[rows], self.low[rows], self.high[rows] = events.mid, events.low, events.high
        self.scale[rows] = events.scale
        self.told[rows] = True
        if money is not None:
            self.money_mid[rows], self.money_low[rows], self.money_high[rows] = money.mid, money.low, money.high


@dataclass(frozen=True)
class Asked:
    """How to tell: nominal confidence, only from the past or from all, and bins between telling and window."""

    confidence: float
    preliminary: bool = False
    ahead: int = 0


def tell(ground: Ground, targets: Windows, asked: Asked, rng: np.random.Generator) -> Told:
    """Expected totals of the target windows (any lengths). Deterministic for one rng state and set of windows."""
    told = Told.blank(len(targets))
    lengths = targets.ends - targets.starts
    wanted = np.array([class_of(int(length)) for length in lengths], dtype=np.int64)
    kinds = np.unique(wanted)
    for kind in kinds:
        rows = np.flatnonzero(wanted == kind)
        starts, bins = _bank(ground, int(kind), asked.ahead, rng)
        told.thin[rows] = bins < kind
        if len(starts) >= 2:
            found = windows(ground, starts, starts + bins, starts - asked.ahead)
            number = independent(starts, bins)
            bank = Bank(found, bins, number)
            known = _tell_class(ground, targets, rows, bank, asked, told, rng) or learn(ground, found, bins, number)
            _leave_out(ground, known, asked, told, -(-LEFT_OUT // len(kinds)))
    return told


@dataclass(frozen=True)
class Bank:
    """Placebo windows of one length in bins, and how many of them are independent."""

    found: Windows
    bins: int
    number: float


def _bank(ground: Ground, bins: int, ahead: int, rng: np.random.Generator) -> tuple[Ints, int]:
    """Placebo starts of the class, or of the longest shorter class that has enough of them."""
    while True:
        starts = draw(ground, bins, rng)
        starts = starts[starts >= ahead]
        enough = len(starts) >= LEAST_PLACEBOS and independent(starts, bins) >= LEAST_INDEPENDENT
        if enough or bins == 1:
            return starts, bins
        bins = min(class_of(max(1, int(bins / 1.25))), bins - 1)


def _tell_class(
    ground: Ground,
    targets: Windows,
    rows: Ints,
    bank: Bank,
    asked: Asked,
    told: Told,
    rng: np.random.Generator,
) -> Class | None:
    """Tell the rows of one class; returns what was learnt from the whole bank, where it was needed."""
    whole = None
    for some, upto in _cuts(targets, rows, bank.found, asked):
        part = bank.found if upto == len(bank.found) else bank.found.take(np.arange(upto))
        number = bank.number * upto / max(len(bank.found), 1)
        known = learn(ground, part, bank.bins, number)
        whole = known if upto == len(bank.found) else whole
        plain = some[~targets.special[some]]
        if len(plain):
            told.put(plain, *expect(ground, known, targets.take(plain), asked.confidence, None))
            told.classes.append((plain, known))
        _tell_special(ground, targets, some[targets.special[some]], known, asked, told, rng)
    return whole


def _cuts(targets: Windows, rows: Ints, bank: Windows, asked: Asked) -> Iterator[tuple[Ints, int]]:
    """Rows with the number of placebos (in order of time) that each may learn from."""
    if not asked.preliminary:
        yield rows, len(bank)
        return
    before = np.searchsorted(bank.ends, targets.starts[rows] - asked.ahead, side="right")
    steps = np.floor(np.log(np.maximum(before, 1)) / np.log(CUT_STEP))
    upto = np.minimum(np.ceil(CUT_STEP**steps).astype(np.int64), before)
    upto = np.where(before < LEAST_PLACEBOS, len(bank), upto)
    for number in np.unique(upto):
        yield rows[upto == number], int(number)


def _tell_special(
    ground: Ground,
    targets: Windows,
    rows: Ints,
    ordinary: Class,
    asked: Asked,
    told: Told,
    rng: np.random.Generator,
) -> None:
    if not len(rows):
        return
    known = learn_special(ground, ordinary, ordinary.bins, rng)
    told.alone[rows] = known is None
    some = targets.take(rows)
    if known is None:
        told.put(rows, *expect(ground, ordinary, some, asked.confidence, None))
        return
    allowed = known.bank.ends[None, :] <= some.starts[:, None] if asked.preliminary else None
    if allowed is not None:
        allowed[~allowed.any(axis=1)] = True
    told.put(rows, *expect(ground, known, as_special(ground, ordinary, some), asked.confidence, allowed))


def _leave_out(ground: Ground, known: Class, asked: Asked, told: Told, want: int) -> None:
    """Price placebos spread over the bank as if they were incidents, without themselves and their neighbours."""
    bank = known.bank
    rows = np.unique(np.linspace(0, len(bank) - 1, min(want, len(bank))).astype(np.int64))
    left = bank.take(rows)
    allowed = np.abs(left.starts[:, None] - bank.starts[None, :]) >= known.bins
    if asked.preliminary:
        allowed &= bank.ends[None, :] <= left.starts[:, None]
    usable = allowed.sum(axis=1) >= LEAST_PLACEBOS
    if usable.any():
        band, _ = expect(ground, known, left.take(usable), asked.confidence, allowed[usable])
        seen = left.seen[usable]
        told.held += int(((band.low <= seen) & (seen <= band.high)).sum())
        told.of += int(usable.sum())
