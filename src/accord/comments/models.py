"""Rows of what was said. Names and sides are kept as they were when it was said."""

from __future__ import annotations

import uuid

from django.db import models


class Comment(models.Model):
    """Something said to a subject: a finding, a decision or a clause."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=100)
    person = models.UUIDField()
    name = models.CharField(max_length=120)
    side = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    text = models.TextField()
    mentions = models.JSONField(default=list)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["subject_kind", "subject", "at"])]


class Restatement(models.Model):
    """A finding's playback or somebody's words, said back by the other side; ``points`` are (kind, text, kept)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=100)
    revision = models.CharField(max_length=40, blank=True)
    person = models.UUIDField()
    name = models.CharField(max_length=120)
    side = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    original = models.TextField()
    text = models.TextField()
    points = models.JSONField(default=list)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["subject_kind", "subject", "at"])]
