"""Text to UTC times and days, by a settled order of day and month and a settled zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from accord.facts.convert_errors import Unreadable

_CLOCK = (
    r"(?:[T,]?\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9][0-9])(?::(?P<second>[0-9][0-9])(?:[.,](?P<part>[0-9]{1,9}))?)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<offset>Z|UTC|GMT|[+-][0-9][0-9]:?[0-9][0-9]|[+-][0-9][0-9])?"
)
_FORMS = tuple(
    re.compile(form + _CLOCK)
    for form in (
        r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})",
        r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<year>[0-9]{4}|[0-9][0-9])",
        r"(?P<year>[0-9]{4})(?P<month>[0-9][0-9])(?P<day>[0-9][0-9])(?![0-9])",
        r"(?P<day>[0-9]{1,2})\.?[-/ ]?\s*(?:de )?(?P<name>[^\W\d_]+)\.?"
        r"[-/ ,]*(?:de )?(?P<year>[0-9]{4}|[0-9][0-9])(?:\s*р\.)?",
        r"(?P<name>[^\W\d_]+)\.?\s+(?P<day>[0-9]{1,2}),?\s+(?P<year>[0-9]{4})",
    )
)
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_WITH_OFFSET = re.compile(
    r"(?:[0-9]{4}-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9] [+-](?:0[0-9]|1[0-4])[0-5][0-9]\n)*"
)
_ISO = r"[0-9]{4}-[0-9][0-9]-[0-9][0-9][ T][0-9][0-9]:[0-9][0-9](?::[0-9][0-9](?:\.[0-9]{1,6})?)?"
_WITHOUT_OFFSET = re.compile(rf"(?:{_ISO}\n)*")
_IN_UTC = re.compile(rf"(?:{_ISO}Z\n)*")
_LANGUAGES = ("en", "de", "fr", "pt", "uk", "es", "it", "nl")


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Names of months, wide and short, in the languages whose exports are known, to their numbers."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in _LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(name.casefold().rstrip("."), number)
    return found | {"sept": 9}


class Times:
    """Reads the times of one file. Every method raises ``Unreadable`` with the reason.

    ``zone`` is for times without an offset; ``repeated`` and ``skipped`` count local times that a change of
    the clocks made ambiguous (the earlier is taken) or that it jumped over (moved on by the jump).
    """

    def __init__(self, day_first: bool = False, zone: str | None = None) -> None:
        self.day_first, self.zone = day_first, zone
        self.repeated = self.skipped = 0
        self._known: dict[str, datetime] = {}
        self._info = zone_of(zone) if zone else None
        self._offsets: dict[date, int | None] = {}

    def utc(self, text: str) -> datetime:
        """A naive datetime that means UTC."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) > 200_000:
                self._known.clear()
            known = self._known[text] = self._utc(self.moment(text))
        return known

    def day(self, text: str) -> date:
        """The day as it is written, whatever the zone."""
        return self.moment(text).date()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What is read within counts for nothing where it ends in an error: it will be read again row by row."""
        known, counts = len(self._known), (self.repeated, self.skipped)
        try:
            yield
        except Exception:
            self.repeated, self.skipped = counts
            while len(self._known) > known:
                self._known.popitem()
            raise

    def micros(self, texts: Sequence[str]) -> Any:
        """Microseconds of UTC since 1970 of many ``2026-05-01 10:00`` at once; None where one needs a closer look."""
        joined = "\n".join(texts) + "\n"
        is_utc = _IN_UTC.fullmatch(joined) is not None
        if not texts or not (is_utc or (self._info and _WITHOUT_OFFSET.fullmatch(joined))):
            return None
        try:
            local = np.array([text[:-1] for text in texts] if is_utc else texts, dtype="datetime64[us]")
        except ValueError:
            return None
        days, which = np.unique(local.astype("datetime64[D]"), return_inverse=True)
        offsets = [self._offset_of_day(day, is_utc) for day in days.tolist()]
        if None in offsets:
            return None
        return local.astype(np.int64) - 1_000_000 * np.array(offsets, dtype=np.int64)[which]

    def _offset_of_day(self, day: date, is_utc: bool) -> int | None:
        """Seconds by which clocks were ahead of UTC all day long; None on a day that changed them."""
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return None
        if is_utc:
            return 0
        if day not in self._offsets:
            self._offsets[day] = self._steady(day)
        return self._offsets[day]

    def _steady(self, day: date) -> int | None:
        quarters = (datetime.combine(day, time(), self._info) + timedelta(minutes=15 * n) for n in range(97))
        found = {(moment.utcoffset(), moment.replace(fold=1).utcoffset()) for moment in quarters}
        (offset, later) = found.pop()
        return int(offset.total_seconds()) if offset is not None and not found and offset == later else None

    def has_offset(self, text: str) -> bool:
        return self.moment(text).tzinfo is not None

    def _utc(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            if self._info is None:
                raise Unreadable("has no time zone")
            moment = self._placed(moment.replace(tzinfo=self._info))
        return moment.astimezone(UTC).replace(tzinfo=None)

    def _placed(self, local: datetime) -> datetime:
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            back = local.astimezone(UTC).astimezone(local.tzinfo)
            if back.replace(tzinfo=None) == local.replace(tzinfo=None):
                self.repeated += 1
            else:
                self.skipped += 1
        return local

    def moment(self, text: str) -> datetime:
        """The time as it is written, with its offset where it has one."""
        text = text.strip().replace("\u202f", " ").replace("\u00a0", " ")
        if len(text) <= 64:
            for form in _FORMS:
                match = form.fullmatch(text)
                if match:
                    return _clocked(self._date(match.groupdict()), match.groupdict())
        raise Unreadable("is not a date")

    def _date(self, parts: dict[str, Any]) -> date:
        if parts.get("name"):
            month = month_names().get(parts["name"].casefold().rstrip("."))
            if month is None:
                raise Unreadable(f"names no month that is known ({parts['name']})")
            return _day(parts["year"], month, parts["day"])
        if parts.get("a"):
            a, b = parts["a"], parts["b"]
            day, month = (a, b) if self.day_first or parts["sep"] == "." else (b, a)
            return _day(parts["year"], month, day)
        return _day(parts["year"], parts["month"], parts["day"])


def _day(year: str, month: str | int, day: str) -> date:
    """Two-digit years are 1969-2068, as POSIX strptime reads them."""
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 69 else 2000)
    if not _FIRST_YEAR <= full <= _LAST_YEAR:
        raise Unreadable(f"is in the year {full:04d}, which stands for no date")
    try:
        return date(full, int(month), int(day))
    except ValueError as error:
        raise Unreadable(f"is no day of the calendar ({error})") from error


def _clocked(day: date, parts: dict[str, Any]) -> datetime:
    if parts["hour"] is None:
        if parts["half"] or parts["offset"]:
            raise Unreadable("is not a date")
        return datetime.combine(day, time())
    hour = _hour(int(parts["hour"]), parts["half"])
    micro = int((parts["part"] or "0").ljust(6, "0")[:6])
    try:
        return datetime(
            day.year,
            day.month,
            day.day,
            hour,
            int(parts["minute"]),
            int(parts["second"] or 0),
            micro,
            _zone(parts["offset"]),
        )
    except ValueError as error:
        raise Unreadable(f"is no time of the day ({error})") from error


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise Unreadable("is no time of the day")
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _zone(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    if offset in ("Z", "UTC", "GMT"):
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if away >= timedelta(hours=15) or int(digits[2:]) > 59:
        raise Unreadable(f"has an offset that no zone has ({offset})")
    return timezone(-away if offset[0] == "-" else away)


def end_of_day(moment: datetime, text: str) -> datetime:
    """The day's last second where ``text`` tells a day without a clock: what led to it came earlier that day."""
    return moment if ":" in text else moment + timedelta(days=1, seconds=-1)


def zone_of(name: str) -> ZoneInfo:
    """Raises ``Unreadable`` for a name that the tz database does not have."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unreadable(f"{name} is no time zone; write it like Europe/Berlin") from error


def utc_of_offsets(texts: Sequence[str]) -> Any:
    """UTC times of many ``2026-05-01 10:00:00 +0200`` at once as datetime64[s]; None where one needs a closer look."""
    joined = "\n".join(texts) + "\n"
    if not texts or not _WITH_OFFSET.fullmatch(joined):
        return None
    try:
        local = np.array([text[:19] for text in texts], dtype="datetime64[s]")
    except ValueError:
        return None
    years = local.astype("datetime64[Y]").astype(np.int64) + 1970
    if years.min() < _FIRST_YEAR or years.max() > _LAST_YEAR:
        return None
    offsets = [text[20:] for text in texts]
    seconds = {o: (int(o[1:3]) * 60 + int(o[3:])) * (-60 if o[0] == "-" else 60) for o in set(offsets)}
    return local - np.array([seconds[o] for o in offsets], dtype="timedelta64[s]")
