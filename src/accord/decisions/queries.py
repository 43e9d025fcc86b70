"""What can be asked of published findings and decisions; nothing here changes a row."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Value, When

from accord.decisions import briefs
from accord.decisions.models import KeptBrief, Published
from accord.findings.brief import Brief
from accord.workspace.folder import Workspace


def latest_brief(workspace: Workspace) -> Brief | None:
    """The brief in force; None where none was published. Raises ``BriefLost`` where its file is damaged."""
    kept = latest_kept()
    return briefs.read(workspace, kept.file) if kept else None


def latest_kept() -> KeptBrief | None:
    """The row of the brief in force."""
    return KeptBrief.objects.order_by("-id").first()


def published(
    *,
    analysis: str = "",
    side: str = "",
    cell: str = "",
    owner: str = "",
    kind: str = "",
    start: datetime | None = None,
    end: datetime | None = None,
    least: int | None = None,
    most: int | None = None,
    text: str = "",
    gone: bool = False,
) -> QuerySet[Published]:
    """Published findings in the order of their brief; each filter left out lets everything through.

    ``side`` is whose doing it was ('it' for what IT cost or earned marketing); ``owner`` a part of an owner's name;
    ``start <= t < end`` (aware) must meet the finding's period; ``least`` and ``most`` bound the size of the middle in
    minor units; ``text`` is looked for in titles, subject and verdict. ``gone`` adds those no longer told.
    """
    exact = {"analysis": analysis, "cell": cell, "kind": kind}
    bounds = {"end__gt": start, "start__lt": end, "size__gte": least, "size__lte": most}
    asked = {k: v for k, v in exact.items() if v} | {k: v for k, v in bounds.items() if v is not None}
    found = Published.objects.filter(**asked)
    if side:
        found = found.filter(cell__startswith=f"{side}_")
    if owner:
        found = found.filter(Q(owner_marketing__icontains=owner) | Q(owner_it__icontains=owner))
    for word in text.split():
        found = found.filter(_says(word))
    return (found if gone else found.filter(gone_at=None)).order_by("rank", "finding")


def _says(word: str) -> Q:
    places = ("title_marketing", "title_it", "title_finance", "subject", "verdict")
    found = Q()
    for place in places:
        found |= Q(**{f"{place}__icontains": word})
    return found


def docket(now: datetime) -> QuerySet[Published]:
    """Published findings that still need a decision: first what waiting costs most a week, then the largest.

    Waiting costs nothing any more once its day has passed (``Published.waiting_at``).
    """
    over = When(waiting_until__lte=now, then=Value(0, output_field=BigIntegerField()))
    found = Published.objects.filter(gone_at=None).annotate(costs=Case(over, default=F("waiting_mid")))
    return found.order_by("-costs", "-size", "rank", "finding")
