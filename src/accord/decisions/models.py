"""What both sides decide about: published findings, and the briefs that they were published with."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from accord.record.append_only import Kept


class Published(models.Model):
    """The latest revision of a finding that was published, with what lists need of it; the rest is in the archive.

    Money is in minor units of ``currency``, None where no sum can be told; ``size`` is how much ``mid`` is, whichever
    way. ``waiting_*`` are minor units a week, until ``waiting_until`` where that is known. ``gone_at`` is set while the
    latest brief no longer tells it.
    """

    finding = models.CharField(primary_key=True, max_length=10)
    revision = models.CharField(max_length=16)
    analysis = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    cell = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=10)
    start = models.DateTimeField()
    end = models.DateTimeField()
    currency = models.CharField(max_length=3, blank=True)
    low = models.BigIntegerField(null=True)
    mid = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    size = models.BigIntegerField(default=0)
    waiting_low = models.BigIntegerField(default=0)
    waiting_mid = models.BigIntegerField(default=0)
    waiting_high = models.BigIntegerField(default=0)
    waiting_until = models.DateTimeField(null=True)
    title_marketing = models.CharField(max_length=300)
    title_it = models.CharField(max_length=300)
    title_finance = models.CharField(max_length=300)
    verdict = models.TextField(blank=True)
    owner_marketing = models.CharField(max_length=120)
    owner_it = models.CharField(max_length=120)
    rank = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "published findings"
        indexes = [models.Index(fields=["gone_at", "rank"]), models.Index(fields=["analysis", "start"])]

    def waiting_at(self, now: datetime) -> int:
        """What waiting costs, in minor units a week; nothing any more once its day has passed."""
        return 0 if self.waiting_until is not None and self.waiting_until <= now else self.waiting_mid

    def title(self, audience: str) -> str:
        """The title in the words of 'marketing', 'it' or 'finance'."""
        return {"marketing": self.title_marketing, "it": self.title_it, "finance": self.title_finance}[audience]


class PublishedRevision(Kept):
    """Each revision that a published finding has had, in the order in which they came; the last one is in force."""

    finding = models.CharField(max_length=10)
    revision = models.CharField(max_length=16)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["finding", "id"])]


class KeptBrief(Kept):
    """A brief that was published; ``file`` names its content in the workspace's ``findings/briefs/``."""

    file = models.CharField(max_length=64)
    start = models.DateTimeField()
    end = models.DateTimeField()
    as_of = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
