"""What both sides agreed clause by clause, and what is proposed to become of it."""

from __future__ import annotations

import uuid

from django.db import models

from accord.record.append_only import Kept


class ClauseVersion(Kept):
    """A text that a clause had. Version 0 is the draft before the first signed one; it has no proposal and no entry.

    ``entry`` is the place of the signed text in the record's chain; ``since`` when it came in force.
    """

    clause = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    proposal = models.OneToOneField("Proposal", null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.PositiveIntegerField(null=True, unique=True)

    class Meta:
        ordering = ["clause", "number"]
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="one_text_per_version")]


class Proposal(models.Model):
    """A new text for one clause. ``base`` is the text that it was written upon, version ``base_version`` of the clause
    (0: a draft that nobody had signed); ``version`` counts the proposal's own texts: whoever edits or signs names the
    one they saw.
    """

    DRAFT, PROPOSED, SIGNED_BY_ONE, IN_FORCE = "draft", "proposed", "signed_by_one", "in_force"
    WITHDRAWN, OVERTAKEN = "withdrawn", "overtaken"
    OPEN = (DRAFT, PROPOSED, SIGNED_BY_ONE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField(unique=True)
    clause = models.CharField(max_length=20)
    base_version = models.PositiveIntegerField()
    base = models.JSONField()
    content = models.JSONField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=20, default=DRAFT)
    version = models.PositiveIntegerField(default=1)
    by = models.UUIDField()
    by_name = models.CharField(max_length=120)
    by_side = models.CharField(max_length=10)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["clause", "state"])]

    @property
    def name(self) -> str:
        """What it is called in what is signed: P-12."""
        return f"P-{self.number}"


class ClauseSigned(Kept):
    """One side's signature over one version of a proposal's text; when the text changes, it no longer counts."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
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
        verbose_name_plural = "signatures of clauses"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "version", "side"], name="a_side_signs_a_clause_once"),
            models.UniqueConstraint(fields=["proposal", "version", "person"], name="a_person_signs_a_clause_once"),
        ]
