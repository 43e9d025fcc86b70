"""Upptime: the minutes a day that each site of a GitHub-kept status page was down, as measured availability."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from accord.facts.readers.gathering import Gathered
from accord.facts.readers.json_documents import objects, parsed, text_at
from accord.facts.reading import Ask, BadFile, Given, Note, Piece, Reader, Reject, Sample

DAY = timedelta(days=1)
MINUTES = 1440
LONGEST = 3700
"""Days, a little over ten years."""


class Upptime:
    """Reads ``history/summary.json``, which names only the days with downtime: the measured period is asked for."""

    name = "upptime"
    title = "Upptime summary"
    side: str | None = "it"
    tables: tuple[str, ...] = ("availability",)
    how_to_get = "In the repository of the status page: history/summary.json."

    def recognise(self, sample: Sample) -> float:
        """Sites with minutes of downtime by day."""
        if sample.kind != "json":
            return 0.0
        if sample.data is not None:
            return (
                0.95 if any("dailyMinutesDown" in site and "slug" in site for _, site in objects(sample.data)) else 0.0
            )
        return 0.95 if re.search(r'"dailyMinutesDown"\s*:', sample.text) else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield a row for each site and day of the period. Raises ``Ask`` for its first and last day."""
        sites = list(objects(parsed(sample)))
        down_days = sorted({day for _, site in sites for day in _down(site)})
        days = _period(given, down_days)
        availability = Gathered("availability")
        for row, site in sites:
            own = f"from:{text_at(site, 'slug')}"
            first = _day(own, given.options[own]) if own in given.options else days[0]
            yield from _read_one(availability, row, site, [d for d in days if d >= first])
            yield from availability.full()
        yield from availability.rest()
        yield Note(f"Days are those of UTC; {days[0]} to {days[-1]} were taken as measured without a gap.")


READER: Reader = Upptime()


def _down(site: dict[str, Any]) -> dict[str, Any]:
    told = site.get("dailyMinutesDown")
    return told if isinstance(told, dict) else {}


def _period(given: Given, down_days: list[str]) -> list[date]:
    """The days that were measured: days without downtime are not named, so the file cannot tell them from gaps."""
    first, last = (_asked(given, key, down_days) for key in ("from", "to"))
    if not DAY <= last - first + DAY <= LONGEST * DAY:
        raise BadFile(f"from {first} to {last} is no period of up to ten years", "Give its first and last day.")
    return [first + n * DAY for n in range((last - first).days + 1)]


def _asked(given: Given, key: str, down_days: list[str]) -> date:
    told = given.options.get(key)
    if told is None:
        which = "first" if key == "from" else "last"
        question = f"Only days with downtime are named. Which was the {which} day that was measured?"
        value = (down_days[0] if key == "from" else down_days[-1]) if down_days else ""
        raise Ask(key, question, (), f"--option {key}=YEAR-MONTH-DAY", column="dailyMinutesDown", value=value)
    return _day(key, told)


def _day(key: str, told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise BadFile(f"{key} is no day: {told}", "Write year-month-day, such as 2026-01-31.") from error


def _read_one(availability: Gathered, row: int, site: dict[str, Any], days: list[date]) -> Iterator[Reject]:
    service, down = text_at(site, "name") or text_at(site, "slug"), _down(site)
    if service is None:
        yield Reject(row, "name", "", "the site has no name")
        return
    for day in days:
        minutes = down.get(day.isoformat(), 0)
        if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 <= minutes <= MINUTES:
            yield Reject(row, "dailyMinutesDown", f"{day}: {minutes}"[:80], "no number of minutes of a day")
            continue
        start = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
        good = float((MINUTES - minutes) * 60)
        availability.add(row, service=service, at=start, seconds=MINUTES * 60, good=good, total=MINUTES * 60.0)
