"""Prometheus: the answer of ``query_range`` as measured availability of services."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from accord.facts.readers.gathering import Gathered, from_epoch
from accord.facts.readers.json_documents import objects, parsed, text_at
from accord.facts.reading import Ask, BadFile, Given, Note, Piece, Reader, Reject, Sample

SERVICE_LABELS = ("service", "service_name", "sloth_service", "job", "app")
ROLE_LABELS = ("kind", "slo", "role", "type")
ROLES = {
    **dict.fromkeys(("good", "success", "successes", "ok"), "good"),
    **dict.fromkeys(("bad", "error", "errors", "failed", "failures"), "bad"),
    **dict.fromkeys(("total", "all", "valid"), "total"),
    **dict.fromkeys(("availability", "uptime", "up"), "share"),
}
NOISE = 0.01
"""How far good may exceed total before it is a fault: rates are extrapolated, so the two disagree a little."""


@dataclass(frozen=True, slots=True)
class _Series:
    """One series: whose, what it counts, and its points as (unix seconds, value, row)."""

    service: str
    role: str
    points: tuple[tuple[float, float, int], ...]


class Prometheus:
    """Reads a matrix: good, bad and total events by label or metric name, or one share from 0 to 1 a service."""

    name = "prometheus"
    title = "Prometheus query_range"
    side: str | None = "it"
    tables: tuple[str, ...] = ("availability",)
    how_to_get = "Save the answer of GET /api/v1/query_range, for instance sum by (service, kind) (increase(...[5m]))."

    def recognise(self, sample: Sample) -> float:
        """A matrix of the Prometheus HTTP API."""
        if sample.kind != "json":
            return 0.0
        if isinstance(sample.data, dict):
            return 0.95 if text_at(sample.data, "data", "resultType") in ("matrix", "vector", "scalar") else 0.0
        return 0.95 if re.search(r'"resultType"\s*:\s*"matrix"', sample.text) else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield a row for each service and step that was measured; a value at t sums up the step before t."""
        notes: Counter[str] = Counter()
        series = list(_series(_matrix(parsed(sample)), given, notes))
        availability = Gathered("availability")
        for service in dict.fromkeys(s.service for s in series):
            own = [s for s in series if s.service == service]
            yield from _service(availability, service, own, notes)
            yield from availability.full()
        yield from availability.rest()
        yield from (Note(text.format(n=n)) for text, n in notes.items())


READER: Reader = Prometheus()

COUNTER = "{n} series are running counters: their increase from one point to the next was taken."
GAPS = "{n} points were not measured (NaN, or one of good and total missing) and are left out."


def _matrix(data: Any) -> list[dict[str, Any]]:
    if not isinstance(data, dict) or text_at(data, "status") == "error":
        reason = text_at(data, "error") or "no answer of the API"
        raise BadFile(f"Prometheus answered with an error: {reason[:200]}", "Run the query again and save its answer.")
    kind = text_at(data, "data", "resultType")
    if kind != "matrix":
        raise BadFile(f"The answer is a {kind}, a single moment", "Ask query_range with start, end and step.")
    return [item for _, item in objects(data["data"], "result")]


def _series(matrix: list[dict[str, Any]], given: Given, notes: Counter[str]) -> Iterator[_Series]:
    row = 0
    for item in matrix:
        labels = {k: str(v) for k, v in item["metric"].items()} if isinstance(item.get("metric"), dict) else {}
        points = list(_points(item.get("values"), row))
        row += len(item["values"]) if isinstance(item.get("values"), list) else 0
        role = _role(labels)
        if role != "share" and re.search(r"_(total|count)$", labels.get("__name__", "")):
            notes[COUNTER] += 1
            points = list(_increases(points))
        if role == "bad" and "ratio" in labels.get("__name__", ""):
            role, points = "share", [(t, 1 - v, n) for t, v, n in points]
        yield _Series(_name(labels, given), role, tuple(points))


def _points(values: Any, before: int) -> Iterator[tuple[float, float, int]]:
    for row, pair in enumerate(values if isinstance(values, list) else [], start=before + 1):
        try:
            at, value = pair
            yield float(at), float(value), row
        except (TypeError, ValueError, OverflowError) as error:
            mend = "Save the answer of the API as it came."
            raise BadFile(f"A point is not [unix seconds, value]: {str(pair)[:60]}", mend, row, "values") from error


def _role(labels: dict[str, str]) -> str:
    """What a series counts: told by a label, else by the words of its metric name; worst word first."""
    told = [ROLES[labels[k].lower()] for k in ROLE_LABELS if labels.get(k, "").lower() in ROLES]
    words = [ROLES[w] for w in re.split(r"[_:]", labels.get("__name__", "").lower()) if w in ROLES]
    order = ("bad", "good", "share", "total")
    return told[0] if told else min(words, key=order.index, default="share")


def _name(labels: dict[str, str], given: Given) -> str:
    named = next((labels[k] for k in SERVICE_LABELS if labels.get(k)), None) or given.options.get("service")
    if named is None:
        question = "The series carry no label service or job. Which service do they measure?"
        raise Ask("service", question, (), "--option service=NAME", column="metric", value=str(labels)[:80])
    return named


def _increases(points: list[tuple[float, float, int]]) -> Iterator[tuple[float, float, int]]:
    """From running totals to steps; a counter that fell was restarted, so all of it is new."""
    for (_, before, _), (at, value, row) in pairwise(points):
        yield at, (value - before if value >= before else value), row


def _service(availability: Gathered, service: str, series: list[_Series], notes: Counter[str]) -> Iterator[Reject]:
    step = _step(series)
    if step is None:
        yield Reject(1, "values", service, "one point does not tell how long a step is")
        return
    good, total = _good_and_total(service, series, step)
    for at in sorted(good.keys() | total.keys()):
        (g, row), (t, _) = good.get(at, (math.nan, 0)), total.get(at, (math.nan, 0))
        if not (math.isfinite(g) and math.isfinite(t)):
            notes[GAPS] += 1
        elif not -NOISE * t <= g <= t * (1 + NOISE) or t < 0:
            yield Reject(row, "values", f"{g:g} of {t:g}", "good is not between 0 and total")
        else:
            start = _start(at, step, row)
            availability.add(row, service=service, at=start, seconds=step, good=min(max(g, 0.0), t), total=t)


def _start(at: float, step: int, row: int) -> Any:
    try:
        return from_epoch(at - step)
    except ValueError as error:
        raise BadFile(f"{at:g} is not a time in unix seconds", "Save the answer as it came.", row, "values") from error


def _step(series: list[_Series]) -> int | None:
    """The commonest distance of neighbouring points, in seconds; gaps are multiples of it."""
    apart = Counter(round(b[0] - a[0]) for s in series for a, b in pairwise(s.points) if b[0] - a[0] >= 1)
    return min(apart, key=lambda d: (-apart[d], d)) if apart else None


Points = dict[float, tuple[float, int]]


def _good_and_total(service: str, series: list[_Series], step: int) -> tuple[Points, Points]:
    by_role = {role: [s for s in series if s.role == role] for role in ("good", "bad", "total", "share")}
    shares = by_role["share"]
    if shares and len(series) == 1:
        return _from_share(shares[0], step)
    if shares or len(series) == len(by_role["total"]) or not (by_role["total"] or (by_role["good"] and by_role["bad"])):
        mend = "Ask for one share from 0 to 1 a service, or label the series kind=good and kind=total."
        raise BadFile(f"The {len(series)} series of {service} do not say what is good and what is total", mend)
    good, bad, total = (_summed(by_role[role]) for role in ("good", "bad", "total"))
    if not total:
        total = {at: (good[at][0] + bad[at][0], row) for at, (_, row) in good.items() if at in bad}
    if not good:
        good = {at: (total[at][0] - value, row) for at, (value, row) in bad.items() if at in total}
    return good, total


def _from_share(series: _Series, step: int) -> tuple[Points, Points]:
    over = next(((v, row) for _, v, row in series.points if math.isfinite(v) and not 0 <= v <= 1), None)
    if over:
        mend = "Divide percentages by 100 in the query, or label counts kind=good and kind=total."
        raise BadFile(f"{over[0]:g} is no share from 0 to 1", mend, over[1], "values")
    good = {at: (value * step, row) for at, value, row in series.points}
    return good, {at: (float(step), row) for at, _, row in series.points}


def _summed(series: list[_Series]) -> Points:
    points: Points = {}
    for s in series:
        for at, value, row in s.points:
            before, first = points.get(at, (0.0, row))
            points[at] = (before + value, first)
    return points
