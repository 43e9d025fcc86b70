"""What time it is: the real time, or the demo's own. Doors ask; everything below takes the answer as an argument."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection

from accord.record.models import Clock


class RealClock(Exception):  # noqa: N818 - says why it cannot be moved
    """The clock of a real organisation was to be moved."""


def made_up() -> bool:
    """Whether this workspace is a demo."""
    return bool(settings.ACCORD_WORKSPACE.made_up)


def now() -> datetime:
    """The time, aware, in UTC; in a demo as far ahead (or behind) as its clock was moved."""
    real = datetime.now(UTC)
    if not made_up():
        return real
    with connection.cursor() as cursor:
        cursor.execute(*_asked())
        found = cursor.fetchone()
    return real + timedelta(seconds=found[0]) if found else real


@cache
def _asked() -> tuple[str, tuple[Any, ...]]:
    """The question put together once: every page of a demo asks it."""
    return Clock.objects.order_by("pk").values_list("ahead_seconds", flat=True)[:1].query.sql_with_params()


def move(to: datetime) -> None:
    """Set the demo's clock (aware ``to``); it runs on from there. Raises ``RealClock`` outside a demo."""
    if not made_up():
        raise RealClock("only the clock of a made-up workspace can be moved")
    ahead = round((to - datetime.now(UTC)).total_seconds())
    Clock.objects.update_or_create(pk=1, defaults={"ahead_seconds": ahead})
