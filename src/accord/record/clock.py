"""What time it is: the real time, or the demo's own. Doors ask; everything below takes the answer as an argument."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings

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
    clock = Clock.objects.first()
    return real + timedelta(seconds=clock.ahead_seconds) if clock else real


def move(to: datetime) -> None:
    """Set the demo's clock (aware ``to``); it runs on from there. Raises ``RealClock`` outside a demo."""
    if not made_up():
        raise RealClock("only the clock of a made-up workspace can be moved")
    ahead = round((to - datetime.now(UTC)).total_seconds())
    Clock.objects.update_or_create(pk=1, defaults={"ahead_seconds": ahead})
