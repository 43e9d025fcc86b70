"""Rows of whether promises were kept: written once."""

from __future__ import annotations

from django.db import models

from accord.decisions.models import Decision
from accord.record.append_only import Kept


class Verification(Kept):
    """One look at a promise. All numbers are in ``unit`` (money: minor units of ``currency``) and of one stretch,
    ``start`` to ``end``; None where they could not be told.

    ``effect`` is above 0 where it got better; ``expected`` what that time would have brought, ``signed`` the same as it
    stood in the signed text, ``later`` what came. ``final`` is False for a preliminary look and for one that extends
    the promise. ``used`` names the findings that went in, ``flags`` are reasons (code, sentence, cannot).
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="verifications")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=20)
    final = models.BooleanField()
    extends = models.BooleanField()
    start = models.DateTimeField()
    end = models.DateTimeField()
    unit = models.CharField(max_length=10)
    currency = models.CharField(max_length=3, blank=True)
    least = models.FloatField()
    effect = models.JSONField(null=True)
    expected = models.JSONField(null=True)
    signed = models.JSONField(null=True)
    later = models.JSONField(null=True)
    method_changed = models.BooleanField()
    facts_changed = models.BooleanField()
    analysis_version = models.PositiveIntegerField()
    facts = models.CharField(max_length=64)
    as_of = models.DateTimeField()
    used = models.JSONField(default=list)
    flags = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["decision", "id"])]
