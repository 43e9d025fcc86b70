"""A half-open stretch of time in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def _is_naive(t: datetime) -> bool:
    return t.tzinfo is None


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """``start <= t < end``, both naive datetimes that mean UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if not (_is_naive(self.start) and _is_naive(self.end)):
            raise ValueError("a period is given in UTC without an offset")
        if self.end <= self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")

    @classmethod
    def of_days(cls, first: date, last: date, zone: str) -> Period:
        """Whole local days, the last one included."""
        return cls(midnight(first, zone), midnight(last + timedelta(days=1), zone))

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end


def midnight(day: date, zone: str) -> datetime:
    """The start of a local day, in UTC (naive)."""
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def aware(t: datetime) -> datetime:
    """A naive UTC time as rows of the record hold it: the same moment, aware."""
    return t.replace(tzinfo=UTC)


def local(t: datetime, zone: str) -> datetime:
    """A naive UTC time as an aware local one, for showing only."""
    return t.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
