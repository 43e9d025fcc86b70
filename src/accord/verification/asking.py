"""What is asked of the analysis that found it: the same figure, over the time of the promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from accord.analyses import discovery
from accord.decisions.models import Decision
from accord.decisions.operations.drafting import terms_of
from accord.units.interval import Interval


def question(row: Decision) -> dict[str, Any]:
    """Everything that ``analyses.effects.measure`` wants, as plain JSON; times are naive UTC."""
    promise = terms_of(row).promise
    effect = discovery.load(row.analysis).effect
    baseline = row.baseline if row.baseline and "baseline" in row.baseline else None
    return {
        "analysis": row.analysis,
        "subject": row.about,
        "figure": promise.figure if promise.figure != effect.figure else None,
        "earlier": [_naive(row.earlier_start), _naive(row.earlier_end)],
        "later": [_naive(row.counts_from), _naive(row.counts_to)],
        "decided": baseline,
    }


def least_of(row: Decision) -> float:
    """The least that counts, of the whole stretch: an extension doubles both the time and the least."""
    least = terms_of(row).promise.least
    if not row.extended or discovery.load(row.analysis).effect.told == "window":
        return least
    return 2 * least


def final_due(row: Decision) -> datetime:
    """When the verdict is final: late orders have come in by then."""
    promise = terms_of(row).promise
    return row.counts_to + timedelta(days=(promise.final_on - promise.counts_to).days)


def extends(row: Decision) -> bool:
    """Whether there may be another look on the same terms; what lay ahead has come by then."""
    return not row.extended and discovery.load(row.analysis).effect.told != "ahead"


def ends(value: Interval | None) -> dict[str, float] | None:
    """An interval as rows keep it."""
    return {"mid": value.mid, "low": value.low, "high": value.high} if value else None


def _naive(t: datetime) -> str:
    return t.astimezone(UTC).replace(tzinfo=None).isoformat()
