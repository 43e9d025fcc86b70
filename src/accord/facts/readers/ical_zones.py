"""Which IANA zone the time zone names of calendars mean: Windows names, vendor prefixes, Outlook's labels."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

OFFSET = re.compile(r"(?:UTC|GMT)\s*([+-])\s*(\d{1,2})[:.]?(\d{2})?")


@cache
def _known() -> dict[str, str]:
    """IANA names by their lower-case form."""
    return {name.lower(): name for name in available_timezones()}


@cache
def _windows() -> dict[str, str]:
    """IANA names by Windows names (Unicode CLDR windowsZones), in lower case."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {windows.lower(): name for windows, name in WINDOWS_TO_OLSON.items()}


@cache
def _cities() -> dict[str, str]:
    """IANA names by their last part, where only one zone has it."""
    found: dict[str, set[str]] = {}
    for name in available_timezones():
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/")):
            found.setdefault(name.rsplit("/", 1)[1].replace("_", " ").lower(), set()).add(name)
    return {city: min(names) for city, names in found.items() if len(names) == 1}


def iana(name: str) -> str | None:
    """The IANA zone that a TZID means, or None where that would be a guess.

    ``W. Europe Standard Time``, ``/freeassociation.sourceforge.net/Europe/Berlin``, ``"europe/berlin "``,
    ``(UTC+01:00) Amsterdam, Berlin, Bern`` and ``GMT+0100`` are understood.
    """
    plain = name.strip().strip('"').strip().strip("/").lower()
    return _named(plain) or _suffix(plain) or _labelled(plain) or _offset(plain)


def _named(plain: str) -> str | None:
    return _known().get(plain) or _known().get(plain.replace(" ", "_")) or _windows().get(plain)


def _suffix(plain: str) -> str | None:
    """Vendors put their own domain and version before the IANA name."""
    parts = plain.split("/")
    tails = ("/".join(parts[i:]) for i in range(1, len(parts)))
    return next((_known()[tail] for tail in tails if tail in _known()), None)


def _labelled(plain: str) -> str | None:
    """Outlook's label lists cities: the first one that names a zone stands for it."""
    label = re.match(r"\((?:utc|gmt)[^)]*\)\s*(.+)", plain)
    if label is None:
        return None
    cities = (city.strip() for city in label[1].split(","))
    return next((_cities()[city] for city in cities if city in _cities()), None)


def _offset(plain: str) -> str | None:
    """A fixed offset of whole hours; the signs of Etc/GMT+5 are turned round by POSIX."""
    told = OFFSET.fullmatch(plain.upper())
    if told is None or (told[3] or "00") != "00":
        return None
    sign = "-" if told[1] == "+" else "+"
    return _known().get(f"etc/gmt{sign}{int(told[2])}")
