"""Rows of what both sides decide: published findings, the briefs that told them, decisions and their signatures."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models

from accord.record.agreements import Agreement, SideSignature
from accord.record.append_only import Kept
from accord.record.turns import NUMBERS


class Published(models.Model):
    """The latest revision of a finding that was published, with what lists need of it; the rest is in the archive.

    Money is in minor units of ``currency``, None where no sum can be told; ``size`` is how much ``mid`` is, whichever
    way. ``measured_*`` are the number of a finding without money in ``measured_unit``, with what it counts. ``about``
    is what a promise on it would speak of (the service, not the one outage). ``waiting_*`` are minor units a week,
    until ``waiting_until`` where that is known. ``gone_at`` is set while the latest brief no longer tells it.
    """

    finding = models.CharField(primary_key=True, max_length=10)
    revision = models.CharField(max_length=16)
    analysis = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    about = models.CharField(max_length=300)
    cell = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=10)
    start = models.DateTimeField()
    end = models.DateTimeField()
    currency = models.CharField(max_length=3, blank=True)
    low = models.BigIntegerField(null=True)
    mid = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    size = models.BigIntegerField(default=0)
    measured_as = models.CharField(max_length=120, blank=True, default="")
    measured_unit = models.CharField(max_length=10, blank=True, default="")
    measured_low = models.FloatField(null=True)
    measured_mid = models.FloatField(null=True)
    measured_high = models.FloatField(null=True)
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
    more_of_same = 0

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


class Decision(Agreement):
    """What both sides decide about a finding. ``terms`` is the whole text (see ``terms.Terms``); a few of its fields
    stand beside it for lists.

    ``facts`` and ``charter`` name what it was made from, ``earlier_*`` the period that the promise is held against,
    ``baseline`` what that would bring with nothing changed (see ``effects.Decided``; null where it could not be told).
    ``due`` is the next moment of checking.
    """

    KEPT, BROKEN, CANNOT_TELL = "kept", "broken", "cannot_tell"
    ENDED, RENEWED = "ended", "renewed"
    VERDICTS = (KEPT, BROKEN, CANNOT_TELL)
    NEW, RENEWS, ENDS = "new", "renews", "ends"
    LETTER: ClassVar = "D"
    TURN: ClassVar = NUMBERS

    how = models.CharField(max_length=10, default=NEW)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    finding = models.CharField(max_length=10)
    revision = models.CharField(max_length=16)
    analysis = models.CharField(max_length=60)
    about = models.CharField(max_length=300)
    facts = models.CharField(max_length=64, blank=True)
    charter = models.CharField(max_length=64)
    earlier_start = models.DateTimeField()
    earlier_end = models.DateTimeField()
    baseline = models.JSONField(null=True)
    terms = models.JSONField()
    title = models.CharField(max_length=160)
    owner_marketing = models.UUIDField(null=True)
    owner_it = models.UUIDField(null=True)
    counts_from = models.DateTimeField()
    counts_to = models.DateTimeField()
    due = models.DateTimeField()
    extended = models.BooleanField(default=False)
    drafted_by = models.UUIDField()
    drafted_by_name = models.CharField(max_length=120)
    drafted_side = models.CharField(max_length=10)
    drafted_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)
    entry = models.PositiveIntegerField(null=True, unique=True)

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["state", "due"]),
            models.Index(fields=["analysis", "about"]),
            models.Index(fields=["finding"]),
        ]

    @property
    def called(self) -> str:
        return f"“{self.title}”"

    def owner(self, side: str) -> uuid.UUID | None:
        """Who answers for it on a side."""
        return self.owner_marketing if side == "marketing" else self.owner_it


class Signed(SideSignature):
    """One side's signature of a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="signatures")

    class Meta(SideSignature.Meta):
        abstract = False
        verbose_name_plural = "signatures"
        constraints = [
            models.UniqueConstraint(fields=["decision", "version", "side"], name="a_side_signs_a_text_once"),
            models.UniqueConstraint(fields=["decision", "version", "person"], name="a_person_signs_a_text_once"),
        ]


class HandOver(Kept):
    """A decision's owner on one side changes; that side signs, because the promise to the other side stays."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="hand_overs")
    side = models.CharField(max_length=10)
    at = models.DateTimeField()
    from_person = models.UUIDField()
    from_name = models.CharField(max_length=120)
    to_person = models.UUIDField()
    to_name = models.CharField(max_length=120)
    reason = models.TextField()
    signed_by = models.UUIDField()
    signed_by_name = models.CharField(max_length=120)
    signature = models.JSONField()

    class Meta:
        ordering = ["id"]
