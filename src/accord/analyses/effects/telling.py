"""From findings to what each slice of time came to, in the three ways in which analyses tell a period's number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.analyses.effects.asking import Asked
from accord.analyses.effects.coverage import SLACK
from accord.analyses.effects.measured import Used
from accord.analyses.effects.stretches import place
from accord.findings.finding import Finding, Flag, Unit
from accord.methods.promises import Happened
from accord.units.interval import Interval
from accord.units.period import Period

Mask = NDArray[np.bool_]
SHORTEST_WINDOW = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What slices came to, the findings it rests on, and how many of them told no number nor anything to stand in.

    ``rate`` is what one of the stand-in figure is worth, None where that is not known.
    """

    happened: Happened
    used: tuple[Used, ...]
    unit: Unit
    untold: int = 0
    rate: float | None = None
    cautions: tuple[Flag, ...] = ()


def each(asked: Asked, slices: Sequence[Period], known: Mask, *, rate: float | None = None) -> Told:
    """Every finding is one happening. One without a number is valued by the stand-in figure at ``rate`` (by default
    what the others come to), or else at the mean of the others."""
    findings = asked.findings(Period(slices[0].start, slices[-1].end))
    ours = [f for f in findings if asked.is_ours(f)]
    values = [asked.value(f) for f in ours]
    rate = _rate(asked, ours, values) if rate is None else rate
    stood = [_valued(asked, f, rate) if v is None else v for f, v in zip(ours, values, strict=True)]
    told = [v for v in stood if v is not None]
    usual = _mean(told)
    filled = [(f, v or usual) for f, v in zip(ours, stood, strict=True)]
    placed = [(n, v) for f, v in filled if v is not None and (n := place(f.period.start, slices)) is not None]
    untold, stood_in = stood.count(None), values.count(None) - stood.count(None)
    cautions = _cautions(stood_in, untold, len(findings) - len(ours))
    return Told(_happened(placed, known, by_chance=True), asked.used(ours), asked.unit(ours), untold, rate, cautions)


def _rate(asked: Asked, findings: list[Finding], values: list[Interval | None]) -> float | None:
    """What one of the stand-in figure is worth, over the findings that tell both."""
    both = [(v.mid, s.mid) for f, v in zip(findings, values, strict=True) if v and (s := asked.stand_in(f))]
    base = sum(s for _, s in both)
    return sum(v for v, _ in both) / base if base > 0 else None


def _valued(asked: Asked, finding: Finding, rate: float | None) -> Interval | None:
    stand_in = asked.stand_in(finding)
    return stand_in.scaled(rate) if stand_in is not None and rate is not None else None


def _mean(told: list[Interval]) -> Interval | None:
    if not told:
        return None
    mids = [v.mid for v in told]
    low, high = np.quantile(mids, [0.05, 0.95])
    mid = float(np.mean(mids))
    return Interval(mid, min(float(low), mid), max(float(high), mid))


def _cautions(stood_in: int, untold: int, foreign: int) -> tuple[Flag, ...]:
    told = [
        (stood_in, "stood_in", "Findings without a number of their own, valued by what the others came to: {}."),
        (untold, "untold", "Findings that tell no number, for which the mean of the others stands: {}."),
        (foreign, "other_currency", "Findings in other currencies, left out for want of a rate: {}."),
    ]
    return tuple(Flag(code, sentence.format(n)) for n, code, sentence in told if n)


def whole(asked: Asked, slices: Sequence[Period], known: Mask) -> Told:
    """The analysis is asked about each slice, and tells its number."""
    found = [asked.findings(p) if ok else [] for p, ok in zip(slices, known, strict=True)]
    values = [[v for f in fs if (v := asked.value(f)) is not None] for fs in found]
    quiet = asked.effect.silent == "nothing"
    sure = np.array([bool(v) or (quiet and not fs) for fs, v in zip(found, values, strict=True)], dtype=bool)
    placed = [(n, v) for n, vs in enumerate(values) for v in vs]
    findings = [f for fs in found for f in fs]
    return Told(_happened(placed, known & sure, by_chance=False), asked.used(findings), asked.unit(findings))


def windows(asked: Asked, first: datetime, last: datetime) -> tuple[list[Period], Told]:
    """Windows laid back to back from ``last`` as far as ``first``; what a window is, the findings say.

    Stops at the first window that cannot be told: a share of nothing is no share.
    """
    slices: list[Period] = []
    findings: list[Finding] = []
    end = last
    while end > first:
        found = asked.findings(Period(end - SHORTEST_WINDOW, end))
        if len(found) != 1 or asked.value(found[0]) is None or found[0].period.start < first - SLACK:
            break
        slices.insert(0, Period(found[0].period.start, end))
        findings.insert(0, found[0])
        end = found[0].period.start
    placed = [(n, v) for n, f in enumerate(findings) if (v := asked.value(f)) is not None]
    known = np.ones(len(slices), dtype=bool)
    return slices, Told(_happened(placed, known, by_chance=False), asked.used(findings), asked.unit(findings))


def _happened(placed: list[tuple[int, Interval]], known: Mask, *, by_chance: bool) -> Happened:
    mid, low, high = (
        np.array([getattr(v, end) for _, v in placed], dtype=np.float64) for end in ("mid", "low", "high")
    )
    return Happened(np.array([n for n, _ in placed], dtype=np.int64), mid, low, high, known, by_chance)
