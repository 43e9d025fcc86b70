"""What everybody settles for themselves."""

from __future__ import annotations

import zoneinfo
from datetime import datetime

from accord.people import queries
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import undo
from accord.record.writing import Actor, change

AUDIENCES = ("marketing", "it", "finance")
_UNDO = "people.set_own"


def read_as(*, by: Person, audience: str, now: datetime) -> None:
    """Choose in whose words one reads. Raises ``ValueError`` for an audience that there is not."""
    require(by, Right.READ)
    _check_audience(audience)
    with change(by, "chose", "person", by.id, f"reads in the words of {audience}", now=now):
        by.audience = audience
        by.save(update_fields=["audience"])


def set_own(*, by: Person, name: str, locale: str, zone: str, now: datetime, offer: bool = True) -> None:
    """Change one's name, and the locale and zone in which one reads (empty: the organisation's).

    Raises ``ValueError`` for an empty name, a locale or a zone that there is not.
    """
    require(by, Right.READ)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 120:
        raise ValueError("give the name by which others know you, of up to 120 letters")
    _check_locale(locale)
    _check_zone(zone)
    before = {"name": by.name, "locale": by.locale, "zone": by.zone}
    with change(by, "changed", "person", by.id, "changed the own name, language or time zone", now=now):
        by.name, by.locale, by.zone = name, locale, zone
        by.save(update_fields=["name", "locale", "zone"])
        if offer:
            undo.offer(by, _UNDO, "Saved.", before, now=now)


@undo.way(_UNDO)
def _back(by: Actor, given: dict[str, str], now: datetime) -> None:
    set_own(by=queries.themselves(by), **given, now=now, offer=False)


def _check_audience(audience: str) -> None:
    if audience not in AUDIENCES:
        raise ValueError(f"there is no audience {audience!r}; choose one of {', '.join(AUDIENCES)}")


def _check_locale(locale: str) -> None:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(locale or "en", sep="_" if "_" in locale else "-")
    except (UnknownLocaleError, ValueError) as fault:
        raise ValueError(f"there is no locale {locale!r}; write it like en_GB or de_DE") from fault


def _check_zone(zone: str) -> None:
    if zone and zone not in zoneinfo.available_timezones():
        raise ValueError(f"there is no time zone {zone!r}; write it like Europe/Paris")
