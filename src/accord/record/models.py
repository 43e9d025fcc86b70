"""Rows that belong to no one step: what was done, what can still be undone, answers kept for repeated requests."""

from __future__ import annotations

import uuid

from django.db import models

from accord.record.append_only import Kept


class Activity(Kept):
    """One thing that somebody did: written in the same transaction as the change itself, and never changed.

    Names are kept as they were; a person who leaves does not vanish from what was done.
    """

    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_side = models.CharField(max_length=10, blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    says = models.CharField(max_length=500)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "activity"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject"]),
            models.Index(fields=["actor", "-id"]),
        ]


class Undo(models.Model):
    """A way back from one change, open for half a minute to the person who made it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.UUIDField()
    kind = models.CharField(max_length=60)
    says = models.CharField(max_length=200)
    given = models.JSONField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Once(models.Model):
    """The first answer to a request that carried an idempotency key, given again when the request comes again.

    ``status`` is 0 while the first one is still being answered.
    """

    person = models.UUIDField()
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="once_per_person_and_key")]


class Clock(models.Model):
    """The demo's clock: how far it stands from the real one. There is one row, and only in a made-up workspace."""

    ahead_seconds = models.BigIntegerField(default=0)


class Job(models.Model):
    """Work to be done later. A worker holds it by a lease that it renews; when the lease runs out, another takes it.

    ``done`` of ``total`` with ``step`` in plain words is its progress; ``key`` keeps the same work from being
    queued twice while it waits.
    """

    QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, blank=True)
    given = models.JSONField(default=dict)
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=10, default=QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=100, blank=True)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"]), models.Index(fields=["kind", "-queued_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(state="queued") & ~models.Q(key=""),
                name="waits_once_per_key",
            )
        ]


class SignedEntry(Kept):
    """One link of the chain of what both sides signed; ``content`` is the entry's canonical text, byte for byte."""

    sequence = models.PositiveIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    closed_at = models.DateTimeField()
    head = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()

    class Meta:
        verbose_name_plural = "signed entries"
        ordering = ["sequence"]
        indexes = [models.Index(fields=["kind", "subject"])]


class Outbox(models.Model):
    """A mail that waits to be sent to a person, or was; ``given`` is what its text is made from."""

    kind = models.CharField(max_length=60)
    to = models.UUIDField()
    given = models.JSONField(default=dict)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "outbox"
        indexes = [models.Index(fields=["sent_at", "queued_at"])]
