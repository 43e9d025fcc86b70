"""Store a verdict, and do to the decision what it means."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from accord.analyses.effects import Measured
from accord.decisions.models import Decision
from accord.decisions.operations import conclude, extend
from accord.decisions.operations.concluding import wait_until
from accord.decisions.operations.drafting import locked
from accord.decisions.operations.proposing import told
from accord.people.models import Person
from accord.record.post import queue_mail
from accord.record.refusals import Unfinished
from accord.record.writing import HOUSE, Actor, change
from accord.verification.asking import ends, extends, final_due, least_of
from accord.verification.models import Verification

PATIENCE = timedelta(days=28)
"""So long after its day a promise waits for facts that do not reach over its time yet."""
_MAY_COME = {"too_early", "not_covered", "hole", "no_facts"}


class NotYet(ValueError):  # noqa: N818 - says when
    """The facts do not reach over the promise's time yet; nothing was stored, and it is looked at again."""


def verify(
    decision: uuid.UUID, measured: Measured, *, facts: str, as_of: datetime, by: Actor = HOUSE, now: datetime
) -> Verification:
    """Store what was measured of a promise that is due, and its verdict by the rule that both signed.

    ``facts`` names the snapshot that was measured, ``as_of`` (aware) how far it reaches. Raises ``Unfinished`` where
    the promise is not in force or not due, ``NotYet`` where facts may still come.
    """
    with change(by, "verified", "decision", decision, "", now=now) as said:
        row = locked(decision)
        _refuse_early(row, measured, now)
        verdict = measured.verdict(least_of(row))
        final = now >= final_due(row)
        longer = final and verdict == "cannot_tell" and extends(row)
        kept = _kept(row, measured, verdict, final and not longer, longer)
        kept.at, kept.facts, kept.as_of = now, facts, as_of
        kept.save(force_insert=True)
        said.says = f"checked “{row.title}”: {_says(kept)}"
        said.details = {"verdict": verdict, "final": kept.final, "facts": facts}
        _follow(row, kept, by, now)
        _tell(row, kept, now)
    return kept


def _refuse_early(row: Decision, measured: Measured, now: datetime) -> None:
    if row.state != Decision.IN_FORCE or row.due > now:
        raise Unfinished(f"{row.name} is not in force, or not due before {row.due:%Y-%m-%d %H:%M} UTC")
    waits = [f.sentence for f in measured.cannot if f.code in _MAY_COME]
    if waits and now < row.due + PATIENCE:
        raise NotYet(f"{row.name}: {' '.join(waits)}")


def _kept(row: Decision, measured: Measured, verdict: str, final: bool, longer: bool) -> Verification:
    before = measured.before
    return Verification(
        decision=row,
        verdict=verdict,
        final=final,
        extends=longer,
        start=row.counts_from,
        end=row.counts_to,
        unit=before.unit,
        currency=before.currency,
        least=least_of(row),
        effect=ends(measured.effect),
        expected=ends(before.baseline),
        signed=ends(measured.decided),
        later=ends(measured.later),
        method_changed=measured.method_changed,
        facts_changed=measured.facts_changed,
        analysis_version=before.version,
        used=[_used(u) for u in (*before.findings, *measured.findings)],
        flags=[{**asdict(f), "cannot": f in measured.cannot} for f in (*measured.cannot, *measured.cautions)],
    )


def _used(used: Any) -> dict[str, Any]:
    return {
        "finding": used.finding,
        "revision": used.revision,
        "start": used.period.start.isoformat(),
        "end": used.period.end.isoformat(),
        "told": used.told,
    }


def _says(kept: Verification) -> str:
    verdict = kept.verdict.replace("_", " ")
    if kept.extends:
        return f"{verdict}, so it runs as long again, once"
    return verdict if kept.final else f"{verdict}, not final yet"


def _follow(row: Decision, kept: Verification, by: Actor, now: datetime) -> None:
    if kept.extends:
        extend(row.id, by=by, now=now)
    elif kept.final:
        conclude(row.id, kept.verdict, by=by, now=now)
    else:
        wait_until(row.id, final_due(row))


def _tell(row: Decision, kept: Verification, now: datetime) -> None:
    """Both owners and whoever signed are told, each once."""
    signers = row.signatures.filter(version=row.version).values_list("person", flat=True)
    wanted = {row.owner_marketing, row.owner_it, *signers} - {None}
    given = {**told(row), "verdict": kept.verdict, "final": kept.final, "extends": kept.extends}
    for person in Person.objects.filter(pk__in=[w for w in wanted if w], is_active=True):
        queue_mail("promise_checked", person, given, now)
