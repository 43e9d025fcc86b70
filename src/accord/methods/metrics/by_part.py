"""What moved a metric that is counted thing by thing: by the part of the business, or the channel, that each is of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import numpy as np

from accord.clauses.charter import Charter
from accord.clauses.objectives import Metric, Unit
from accord.engines.base import Engine
from accord.methods.decomposition.branches import Branch, stepped
from accord.methods.decomposition.parts import BY_ITSELF, MIX, MOST_SWITCHED, held, of_means, of_sums, of_switches
from accord.methods.metrics.elsewhere import minor, things
from accord.methods.metrics.launches import THINGS
from accord.methods.metrics.series import SUMMED, Floats, Ints, later, local_month, months_between, places
from accord.methods.metrics.told import STEPS, Moved, NotTold, Stretch

UNNAMED, OTHERS = "Not said", "All others"
MOST_PARTS = 40
HELD: Mapping[str, Mapping[str, str]] = {
    "idea_to_live": {BY_ITSELF: "both", MIX: "marketing"},
    "first_response": {BY_ITSELF: "it", MIX: "marketing"},
}
"""Who holds what moved them: IT how soon it answers, marketing what it asks for, both how soon that is live."""
_NO_PARTS = "Its values are all of one part of the business: name the part of each, or its drivers in the charter."
_GAPS = "Not every month compared has one of it."


def by_part(
    engine: Engine, charter: Charter, metric: Metric, ends: tuple[Stretch, Stretch], until: datetime
) -> Moved | NotTold:
    """The change of a metric that is measured elsewhere, or counted campaign by campaign, split over its parts."""
    told = THINGS[metric.source](engine, charter, until) if metric.source in THINGS else things(engine, metric, until)
    if isinstance(told, NotTold):
        return told
    months = months_between(ends[0][0], later(ends[1][-1], 1))
    place = places(months, local_month(told.at, charter.organisation.zone))
    here = place >= 0
    which = (metric.name, place[here], len(ends[0]), told.part[here].tolist())
    values, weight = told.values[here], told.weight[here]
    if metric.source in THINGS and metric.unit != "share":
        root = by_median(*which, values)
    elif metric.unit in SUMMED:
        root = by_sum(*which, values * minor(metric, charter))
    else:
        root = by_mean(*which, values, weight)
    return root if isinstance(root, NotTold) else _moved(metric, root, ends)


def _moved(metric: Metric, root: Branch, ends: tuple[Stretch, Stretch]) -> Moved:
    root = held(stepped(root, STEPS[metric.unit]), HELD.get(metric.name, {}))
    labels, units = {metric.name: metric.title}, dict[str, Unit]()
    for node in _every(root):
        part = node.name.removeprefix(f"{BY_ITSELF} / ").removeprefix(f"{MIX} / ")
        labels.setdefault(node.name, _CALLED.get(node.name, part))
        units[node.name] = "share" if node.name.startswith(f"{MIX} / ") else metric.unit
    return Moved(root, metric.unit, *ends, labels, units)


_CALLED = {BY_ITSELF: "Each part by itself", MIX: "The mix of parts"}


def _every(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.children:
        yield from _every(child)


def by_mean(name: str, month: Ints, months: int, part: list[str], value: Floats, weight: Floats) -> Branch | NotTold:
    """A mean of things. ``month`` (n,) counts the months compared from 0, ``months`` of the stretch before and as many
    after; the mean of a stretch is that of its months, as the scorecard tells it."""
    names, of = _named(part, weight, MOST_PARTS)
    if len(names) < 2:
        return NotTold(_NO_PARTS)
    whole = _table(month, of, weight, months, len(names))
    total = whole.sum(axis=2, keepdims=True)
    if not (total > 0).all():
        return NotTold(_GAPS)
    shares = (whole / total).mean(axis=1)
    told = (_table(month, of, weight * value, months, len(names)) / total).mean(axis=1)
    means = np.divide(told, shares, out=np.full(shares.shape, np.nan), where=shares > 0)
    return of_means(name, names, shares, means)


def by_median(name: str, month: Ints, months: int, part: list[str], value: Floats) -> Branch | NotTold:
    """A median of things, each part of them switched from its months before to those after (as ``by_mean``)."""
    names, of = _named(part, np.ones(len(part)), MOST_SWITCHED)
    if len(names) < 2:
        return NotTold(_NO_PARTS)

    def switched(after: frozenset[int]) -> float:
        late = np.isin(of, list(after))
        picked = [value[month == n + months * late] for n in range(months)]
        return float(np.mean([np.median(v) if len(v) else np.nan for v in picked]))

    own = np.array([[_middle(value, month, of, i, months, end) for i in range(len(names))] for end in (0, 1)])
    try:
        return of_switches(name, names, switched, own)
    except ValueError:
        return NotTold("Too few things to tell their parts from each other in the months compared.")


def by_sum(name: str, month: Ints, months: int, part: list[str], value: Floats) -> Branch | NotTold:
    """A sum of things (as ``by_mean``)."""
    names, of = _named(part, np.abs(value), MOST_PARTS)
    if len(names) < 2:
        return NotTold(_NO_PARTS)
    return of_sums(name, names, _table(month, of, value, months, len(names)).sum(axis=1))


def _named(part: list[str], weight: Floats, most: int) -> tuple[list[str], Ints]:
    """The parts by name, the largest first and at most so many, and which of them each thing is of."""
    found, of = np.unique(np.array([p or UNNAMED for p in part], dtype=object).astype(str), return_inverse=True)
    order = np.argsort(-np.bincount(of, weight, len(found)), kind="stable")
    rank = np.empty(len(found), np.int64)
    rank[order] = np.arange(len(found))
    names = [str(found[i]) for i in order]
    if len(names) <= most:
        return names, np.asarray(rank[of], np.int64)
    return [*names[: most - 1], OTHERS], np.asarray(np.minimum(rank[of], most - 1), np.int64)


def _table(month: Ints, of: Ints, value: Floats, months: int, parts: int) -> Floats:
    """Sums by end, month and part: (2, months, parts)."""
    found = np.bincount(month * parts + of, value, 2 * months * parts)
    return np.asarray(found.reshape(2, months, parts), float)


def _middle(value: Floats, month: Ints, of: Ints, part: int, months: int, end: int) -> float:
    mine = value[(of == part) & (month // months == end)]
    return float(np.median(mine)) if len(mine) else 0.0
