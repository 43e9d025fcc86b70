"""What a reader of the calendar asks for; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from accord.methods.calendars import Entry, EntryKind
from accord.units.period import local

KINDS: tuple[str, ...] = get_args(EntryKind)
MOST_MINUTES = 60 * 24 * 366
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """``first`` is a day of the first week shown; ``entry`` the plan looked at; ``day``, ``at`` and ``minutes`` where
    it is tried, on local clocks and in elapsed minutes. An empty filter lets everything through."""

    first: date | None = None
    side: str = ""
    service: str = ""
    kind: str = ""
    entry: str = ""
    day: date | None = None
    at: time | None = None
    minutes: int | None = None

    def address(self, **changed: object) -> str:
        """The query string, without its question mark."""
        at = f"{self.at:%H:%M}" if self.at else None
        stated = {
            "from": self.first,
            "side": self.side,
            "service": self.service,
            "kind": self.kind,
            "entry": self.entry,
            "day": self.day,
            "at": at,
            "minutes": self.minutes,
        }
        found = {k: v for k, v in (stated | changed).items() if v not in (None, "")}
        return urlencode({k: str(v) for k, v in found.items()})

    def lets(self, entry: Entry, side: str) -> bool:
        """Whether the filters show an entry; one that belongs to no service stands beside every service."""
        return (
            self.side in ("", side)
            and (not self.service or entry.service in (None, self.service))
            and self.kind in ("", entry.kind)
        )

    def slot(self, zone: str) -> tuple[datetime, datetime] | None:
        """The stretch that is tried (naive UTC); None where none is asked for.

        Raises ``ValueError`` for a part that is missing, and for an hour that clocks skip that day.
        """
        parts = {"the day": self.day, "the hour from which": self.at, "the minutes": self.minutes}
        missing = [name for name, value in parts.items() if value is None]
        if len(missing) == len(parts):
            return None
        if self.day is None or self.at is None or self.minutes is None:
            raise ValueError(f"give {' and '.join(missing)} too, so that the slot can be priced")
        start = datetime.combine(self.day, self.at, ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
        if local(start, zone).time() != self.at:
            raise ValueError(f"at is {self.at:%H:%M}, which clocks skip on {self.day}; choose another hour")
        return start, start + timedelta(minutes=self.minutes)


def asked_for(query: Mapping[str, str]) -> Asked:
    """Read off an address. Raises ``ValueError`` that names the field and what it takes."""
    side, kind = query.get("side", ""), query.get("kind", "")
    if side not in ("", "marketing", "it"):
        raise ValueError(f"side is {side[:40]!r}; it is marketing or it")
    if kind not in ("", *KINDS):
        raise ValueError(f"kind is {kind[:40]!r}; it is one of {', '.join(KINDS)}")
    return Asked(
        first=_day(query, "from"),
        side=side,
        service=query.get("service", "")[:200],
        kind=kind,
        entry=query.get("entry", "")[:300],
        day=_day(query, "day"),
        at=_clock(query),
        minutes=_minutes(query),
    )


def _day(query: Mapping[str, str], name: str) -> date | None:
    text = query.get(name, "")
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise ValueError(f"{name} is {text[:40]!r}; it is a day like 2026-11-21") from fault
    if found is not None and not _EARLIEST <= found < _LATEST:
        raise ValueError(f"{name} is {text[:40]!r}; give a day between {_EARLIEST} and {_LATEST}")
    return found


def _clock(query: Mapping[str, str]) -> time | None:
    text = query.get("at", "")
    try:
        found = time.fromisoformat(text) if text else None
    except ValueError as fault:
        raise ValueError(f"at is {text[:40]!r}; it is an hour like 05:30") from fault
    if found is not None and found.tzinfo is not None:
        raise ValueError(f"at is {text[:40]!r}; it is an hour like 05:30, without an offset")
    return found.replace(second=0, microsecond=0) if found else None


def _minutes(query: Mapping[str, str]) -> int | None:
    text = query.get("minutes", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_MINUTES):
        raise ValueError(f"minutes is {text[:40]!r}; it is a whole number from 1 to {MOST_MINUTES}")
    return int(text)
