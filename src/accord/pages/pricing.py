"""Incidents priced on any regular series, from files: the method of the outages analysis as a plain door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.facts.reading import BadFile
from accord.methods import counterfactual
from accord.methods.counterfactual import FLAGS, Estimate, Incident, Price, Pricing, Series
from accord.pages.csv_files import numbers, table, times


@dataclass(frozen=True, slots=True)
class Three:
    """A middle with its 90 % interval; ``mid`` is None where only the interval can be told."""

    mid: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PricedIncident:
    """One incident's price in units of the series; None where nothing can be told, and the flags say why."""

    incident_id: str
    started_at: datetime
    ended_at: datetime
    observed: float | None
    expected: Three | None
    not_placed: Three | None
    came_back: Three | None
    lost: Three | None
    level: float
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PricedSeries:
    """All incidents, the share that came back pooled over the clear ones, and how often intervals held."""

    incidents: tuple[PricedIncident, ...]
    recapture: dict[str, Any]
    record: dict[str, int]
    confidence: float
    preliminary: bool
    zone: str


def price_files(
    series: Path,
    incidents: Path,
    special: Path | None,
    *,
    zone: str,
    preliminary: bool,
    recapture_hours: float,
    seed: int,
) -> PricedSeries:
    """Price ``incidents`` on ``series``. Times without an offset are UTC; the week's rhythm is that of ``zone``.

    Raises ``BadFile`` for a file that cannot be read, with row and column, and ``ValueError`` for a grid that is
    not regular.
    """
    if not 0.25 <= recapture_hours <= 168:
        raise ValueError(f"--recapture-hours is {recapture_hours}; give 0.25 to 168")
    given = _incidents(incidents)
    told = counterfactual.price(
        _series(series, zone),
        given,
        special_days=_days(special),
        preliminary=preliminary,
        recapture_horizon=int(recapture_hours * 3600),
        rng=np.random.default_rng(seed),
    )
    return _shown(told, given, zone)


def _series(path: Path, zone: str) -> Series:
    columns = table(path, ("at", "value"))
    at = times(path, "at", columns["at"])
    values = np.array(numbers(path, "value", columns["value"], empty=float("nan")))
    missing = next((i for i, t in enumerate(at, 2) if t is None), None)
    if missing is not None:
        raise BadFile("no time", "Fill it in or remove the row", missing, "at", path.name)
    below = next((i for i, v in enumerate(values, 2) if v < 0), None)
    if below is not None:
        mend = "Counts of events are not below 0; mend it or leave it empty"
        raise BadFile(f"{columns['value'][below - 2]} is below 0", mend, below, "value", path.name)
    stamps = np.array(at, dtype="datetime64[s]")
    bin_seconds = _grid(path, stamps)
    first, last = stamps[0], stamps[-1]
    filled = np.full(int((last - first) / np.timedelta64(bin_seconds, "s")) + 1, np.nan)
    filled[((stamps - first) / np.timedelta64(bin_seconds, "s")).astype(np.int64)] = values
    return Series(first, bin_seconds, filled, time_zone=zone)


def _grid(path: Path, stamps: NDArray[np.datetime64]) -> int:
    """The grid's step in seconds: the smallest, of which all others are multiples (gaps were not observed)."""
    if len(stamps) < 2:
        raise BadFile("fewer than two rows", "Give a series of at least two", file=path.name)
    steps = np.diff(stamps).astype(np.int64)
    if (wrong := steps <= 0).any():
        row = int(np.argmax(wrong)) + 3
        raise BadFile("not later than the row before", "Sort by time", row, "at", path.name)
    step = int(steps.min())
    if (steps % step != 0).any():
        usual = int(np.median(steps))
        # A smallest step of which the others are no multiples is itself the odd one; the usual step finds the row.
        step = usual if (steps % usual != 0).any() else step
        row = int(np.argmax(steps % step != 0)) + 3
        raise BadFile(f"off the grid of {step} seconds", "Give a regular grid", row, "at", path.name)
    return step


def _incidents(path: Path) -> list[Incident]:
    columns = table(path, ("incident_id", "started_at", "ended_at"))
    starts, ends = (times(path, c, columns[c]) for c in ("started_at", "ended_at"))
    found: list[Incident] = []
    seen: set[str] = set()
    for row, (name, start, end) in enumerate(zip(columns["incident_id"], starts, ends, strict=True), 2):
        if not name or name in seen:
            reason = f"{name} stands twice" if name else "no name"
            raise BadFile(reason, "Give each incident a name of its own", row, "incident_id", path.name)
        seen.add(name)
        if start is None or (end is not None and end <= start):
            raise BadFile(f"{name} ends before it starts, or has no start", "Mend the times", row, file=path.name)
        found.append(Incident(name, np.datetime64(start, "s"), None if end is None else np.datetime64(end, "s")))
    return found


def _days(path: Path | None) -> NDArray[np.datetime64]:
    if path is None:
        return np.array([], dtype="datetime64[D]")
    days = table(path, ("day",))["day"]
    for row, day in enumerate(days, 2):
        try:
            np.datetime64(day, "D")
        except ValueError as fault:
            raise BadFile(f"{day!r} is no day", "Write 2026-12-25", row, "day", path.name) from fault
    return np.array(days, dtype="datetime64[D]")


def _shown(told: Pricing, given: list[Incident], zone: str) -> PricedSeries:
    share = told.recapture.share
    recapture = {
        "identified": told.recapture.identified,
        "share": _three(share),
        "incidents": told.recapture.incidents,
        "horizon_seconds": told.recapture.horizon_seconds,
    }
    record = {"held": told.record.held, "of": told.record.of}
    own = {i.key: i for i in given}
    priced = tuple(_one(p, own[p.key]) for p in told.prices)
    return PricedSeries(priced, recapture, record, told.confidence, told.preliminary, zone)


def _one(price: Price, incident: Incident) -> PricedIncident:
    """A price with the incident's own times; one that is still open ends where the data do."""
    ended = price.end if incident.end is None else incident.end
    start, end = (t.astype("datetime64[us]").item() for t in (incident.start, ended))
    observed = None if price.observed != price.observed else price.observed
    return PricedIncident(
        price.key,
        start,
        end,
        observed,
        _three(price.expected),
        _three(price.not_placed),
        _three(price.came_back),
        _three(price.lost),
        price.level,
        price.flags,
    )


def _three(estimate: Estimate | None) -> Three | None:
    return None if estimate is None else Three(estimate.mid, estimate.low, estimate.high)


def pricing_text(told: PricedSeries) -> str:
    """One block an incident, then what came back over all."""
    blocks = ["\n".join(_lines(i)) for i in told.incidents]
    share = told.recapture["share"]
    if share is None:
        back = "Too few clear incidents to tell what share came back."
    else:
        back = f"{share.mid:.0%} of what was not placed came back ({share.low:.0%} to {share.high:.0%}, 90 % sure)."
    held = f"Such intervals held on {told.record['held']} of {told.record['of']} quiet windows."
    if not told.record["of"]:
        held = "Too few quiet windows to tell how often such intervals hold."
    return "\n\n".join([*blocks, f"{back}\n{held}"])


def _lines(i: PricedIncident) -> list[str]:
    lines = [f"{i.incident_id}: {i.started_at} to {i.ended_at} UTC"]
    for name, three in (
        ("expected", i.expected),
        ("not placed", i.not_placed),
        ("came back", i.came_back),
        ("lost", i.lost),
    ):
        if three is not None:
            only_range = three.mid is None or (name == "lost" and "no_measurable_loss" in i.flags)
            mid = "no single amount" if only_range else _number(three.mid)
            lines.append(f"  {name:<11} {mid} ({_number(three.low)} to {_number(three.high)})")
    if i.observed is not None:
        lines.insert(1, f"  {'seen':<11} {_number(i.observed)}")
    return [*lines, *(f"  note: {FLAGS[f]}" for f in i.flags)]


def _number(value: float | None) -> str:
    """With one decimal below a hundred, where it may matter; never a nought with a sign."""
    value = value or 0.0
    text = f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:,.1f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text
