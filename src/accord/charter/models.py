"""What both sides agreed clause by clause, and what is proposed to become of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accord.clauses.fields import CLAUSES
from accord.record.agreements import Agreement, SideSignature
from accord.record.append_only import Kept
from accord.record.turns import CHARTER


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


class Proposal(Agreement):
    """A new text for one clause. ``base`` is the text that it was written upon, version ``base_version`` of the clause
    (0: a draft that nobody had signed). ``salt`` hides a personal text in the signed record (``signed_text``).
    """

    OVERTAKEN = "overtaken"
    LETTER: ClassVar = "P"
    TURN: ClassVar = CHARTER

    clause = models.CharField(max_length=20)
    base_version = models.PositiveIntegerField()
    base = models.JSONField()
    content = models.JSONField()
    salt = models.CharField(max_length=64, blank=True, default="")
    reason = models.CharField(max_length=500)
    by = models.UUIDField()
    by_name = models.CharField(max_length=120)
    by_side = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["clause", "state"])]

    @property
    def label(self) -> str:
        """What the clause is called."""
        return CLAUSES[self.clause].label

    @property
    def called(self) -> str:
        return f"{self.name}, a change of “{self.label}”"


class ClauseSigned(SideSignature):
    """One side's signature of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="signatures")

    class Meta(SideSignature.Meta):
        abstract = False
        verbose_name_plural = "signatures of clauses"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "version", "side"], name="a_side_signs_a_clause_once"),
            models.UniqueConstraint(fields=["proposal", "version", "person"], name="a_person_signs_a_clause_once"),
        ]
