"""Rows of what two sides agree on: a text with versions that is put before both, and each side's signature of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from accord.record.append_only import Kept


class Agreement(models.Model):
    """A text that both sides are to sign.

    ``version`` counts its texts: whoever edits or signs names the one they saw. ``LETTER`` begins its name, ``TURN`` is
    the turn in which its numbers are given out. A model of this kind has ``signatures``, the rows of ``SideSignature``.
    """

    DRAFT, PROPOSED, SIGNED_BY_ONE, IN_FORCE = "draft", "proposed", "signed_by_one", "in_force"
    WITHDRAWN = "withdrawn"
    ASKED = (PROPOSED, SIGNED_BY_ONE)
    OPEN = (DRAFT, *ASKED)
    LETTER: ClassVar[str]
    TURN: ClassVar[int]
    if TYPE_CHECKING:
        signatures: Any

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=20, default=DRAFT)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """What it is called in what is signed: D-12, P-12."""
        return f"{self.LETTER}-{self.number}"

    @property
    def called(self) -> str:
        """What it is called in a sentence."""
        return self.name


class SideSignature(Kept):
    """One side's signature over one version of a text; when the text changes, it no longer counts."""

    version = models.PositiveIntegerField()
    side = models.CharField(max_length=10)
    person = models.UUIDField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    method = models.CharField(max_length=20)
    content = models.CharField(max_length=64)
    signature = models.JSONField()

    class Meta:
        abstract = True
        ordering = ["id"]
