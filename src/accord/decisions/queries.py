"""What can be asked of published findings and decisions; nothing here changes a row."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from accord.decisions import briefs
from accord.decisions.models import Decision, KeptBrief, Published, Signed
from accord.findings.brief import Brief
from accord.people.models import Person
from accord.people.rights import Right, require
from accord.record import agreeing
from accord.workspace.folder import Workspace

_COVERS = (*Decision.OPEN, Decision.IN_FORCE, Decision.KEPT, Decision.RENEWED)

_NEEDS = ("lost", "at_risk")


def latest_brief(workspace: Workspace) -> Brief | None:
    """The brief in force; None where none was published. Raises ``BriefLost`` where its file is damaged."""
    kept = latest_kept()
    return briefs.read(workspace, kept.file) if kept else None


def latest_kept() -> KeptBrief | None:
    """The row of the brief in force; None where none was made, or where no facts were left since (a row of no file)."""
    last = KeptBrief.objects.order_by("-id").first()
    return last if last is not None and last.file else None


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
    minor units, and leave out what has no amount; ``text`` is looked for in titles, subject and verdict. ``gone`` adds
    those no longer told.
    """
    exact = {"analysis": analysis, "cell": cell, "kind": kind}
    bounds = {"end__gt": start, "start__lt": end, "size__gte": least, "size__lte": most}
    asked = {k: v for k, v in exact.items() if v} | {k: v for k, v in bounds.items() if v is not None}
    found = Published.objects.filter(**asked)
    if least is not None or most is not None:
        found = found.filter(mid__isnull=False)
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


def one_published(finding: str) -> Published:
    """The latest revision of a finding. Raises ``LookupError`` where it was never published."""
    found = Published.objects.filter(pk=finding).first()
    if found is None:
        raise LookupError(f"no finding {finding} was published")
    return found


def docket(now: datetime) -> list[Published]:
    """Published findings that still need a decision: first what waiting costs most a week, then the largest.

    What was lost or is at risk, and has a price, needs one, and so does what was measured without a price, which comes
    last; the rest can be decided about, but does not ask for it.
    A finding needs none while a decision on the same is being made or in force, nor once one was kept that speaks of
    its time. Waiting costs nothing any more once its day has passed (``Published.waiting_at``). Of findings on the
    same the first stands for all, because one decision speaks of them all; ``more_of_same`` counts the others.
    """
    over = When(waiting_until__lte=now, then=Value(0, output_field=BigIntegerField()))
    same = Decision.objects.filter(analysis=OuterRef("analysis"), about=OuterRef("about"), state__in=_COVERS)
    decided = same.filter(counts_to__gt=OuterRef("start"))
    needs = Q(kind__in=_NEEDS, mid__isnull=False) | Q(measured_mid__isnull=False)
    found = Published.objects.filter(needs, gone_at=None).exclude(Exists(decided))
    found = found.annotate(costs=Case(over, default=F("waiting_mid")))
    first: dict[tuple[str, str], Published] = {}
    for row in found.order_by("-costs", "-size", "rank", "finding"):
        stands = first.setdefault((row.analysis, row.about), row)
        stands.more_of_same += stands is not row
    return list(first.values())


def open_about(analysis: str, about: str, but: uuid.UUID | None = None) -> Decision | None:
    """The decision on the same that is being made or in force, if any, ``but`` this one."""
    states = (*Decision.OPEN, Decision.IN_FORCE)
    found = Decision.objects.filter(analysis=analysis, about=about, state__in=states)
    return found.exclude(pk=but).first() if but else found.first()


def decisions(*states: str) -> QuerySet[Decision]:
    """Decisions in these states (all without), newest first."""
    found = Decision.objects.order_by("-number")
    return found.filter(state__in=states) if states else found


def one_decision(decision: uuid.UUID | str) -> Decision:
    """By its id, or its name (D-12). Raises ``LookupError``."""
    text = str(decision)
    by_name = text[2:] if text[:2].upper() == "D-" else ""
    wanted = _uuid(text)
    if by_name.isdigit():
        found = Decision.objects.filter(number=int(by_name)).first()
    else:
        found = Decision.objects.filter(pk=wanted).first() if wanted else None
    if found is None:
        raise LookupError(f"there is no decision {text}")
    return found


def decisions_among(ids: Iterable[str]) -> QuerySet[Decision]:
    """Those that there are of these ids; what is no id is none."""
    return Decision.objects.filter(pk__in=[found for text in ids if (found := _uuid(text))])


def published_among(findings: Iterable[str]) -> QuerySet[Published]:
    """Those of these findings that were published."""
    return Published.objects.filter(pk__in=list(findings))


def signed_one(person: Person, decision: uuid.UUID) -> Decision:
    """A decision that both have signed, to take along. Raises ``NotAllowed``, ``LookupError``."""
    require(person, Right.EXPORT)
    row = one_decision(decision)
    if row.entry is None:
        raise LookupError(f"{row.name} is not signed by both")
    return row


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def waiting_for(side: str) -> QuerySet[Decision]:
    """Proposed decisions that this side has not signed yet, the one that has waited longest first."""
    ours = Signed.objects.filter(decision=OuterRef("pk"), version=OuterRef("version"), side=side)
    asked = Decision.objects.filter(state__in=Decision.ASKED)
    return asked.exclude(Exists(ours)).order_by("proposed_at", "number")


def in_force() -> QuerySet[Decision]:
    """Promises that run, the one that is due first first."""
    return Decision.objects.filter(state=Decision.IN_FORCE).order_by("due", "number")


def due(now: datetime) -> QuerySet[Decision]:
    """Promises whose day has come and that have no verdict yet."""
    return in_force().filter(due__lte=now)


def signatures(row: Decision) -> list[Signed]:
    """Signatures that count: over the text as it is."""
    return agreeing.signatures(row)


def signed_sides(rows: Iterable[Decision]) -> dict[uuid.UUID, set[str]]:
    """Which sides have signed the text of each decision as it is, in one query."""
    signed = Signed.objects.filter(decision__in=list(rows), version=F("decision__version"))
    found: dict[uuid.UUID, set[str]] = {}
    for decision, side in signed.values_list("decision_id", "side"):
        found.setdefault(decision, set()).add(side)
    return found


def names(people: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """People's names by their id, in one query."""
    wanted = {p for p in people if p is not None}
    return dict(Person.objects.filter(pk__in=wanted).values_list("id", "name"))
