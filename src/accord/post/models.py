"""What each person wishes to be mailed, and when not."""

from __future__ import annotations

import uuid

from django.db import models


class Wishes(models.Model):
    """One row a person; without one the defaults hold. Hours are those of the person's clock.

    ``news`` is 'at_once' (what has gathered, outside quiet hours), 'daily' or 'never'; ``quiet_from`` equal to
    ``quiet_to`` means no quiet hours.
    """

    AT_ONCE, DAILY, NEVER = "at_once", "daily", "never"

    person = models.UUIDField(primary_key=True, default=uuid.uuid4)
    news = models.CharField(max_length=10, default=AT_ONCE)
    weekly_brief = models.BooleanField(default=True)
    quiet_from = models.PositiveSmallIntegerField(default=19)
    quiet_to = models.PositiveSmallIntegerField(default=7)
