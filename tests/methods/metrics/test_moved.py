"""Why a metric moved adds up to its change, and is told by channel or by the part of the business."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from accord.clauses.charter import Charter, Organisation
from accord.clauses.objectives import Metric, Over
from accord.methods.decomposition.branches import Branch
from accord.methods.metrics import monthly, over
from accord.methods.metrics.moved import Moved, NotTold, moved
from tests.support import Arrays, engine_of

UNTIL = datetime(2026, 7, 1)
CHARTER = Charter(Organisation(zone="UTC"))
KINDS = ("page", "tracking", "function")
DAYS = Metric("idea_to_live", "days", "down", source="measured")


def desk(rng: np.random.Generator, name: str = "idea_to_live", *, kinds: tuple[str, ...] = KINDS) -> Arrays:
    """Half a year of weeks: each kind's value, on some requests; from April on functions take ten more."""
    rows = [
        (
            day,
            kind,
            10.0 + 10 * i + 10 * (kind == "function" and day >= np.datetime64("2026-04-01")),
            rng.integers(1, 9),
        )
        for day in np.arange("2026-01-01", "2026-07-01", 7, dtype="datetime64[D]")
        for i, kind in enumerate(kinds)
    ]
    at, part, value, weight = (np.array(x) for x in zip(*rows, strict=True))
    return {
        "metric": np.full(len(rows), name, object),
        "measured_at": at.astype("datetime64[us]"),
        "value": value.astype(float) + rng.normal(0, 0.3, len(rows)),
        "weight": weight.astype(float),
        "segment": part.astype(object),
        "source_tool": np.full(len(rows), "desk", object),
    }


def told(facts: dict[str, Arrays], metric: Metric | str, window: Over = "quarter") -> tuple[Any, Moved | NotTold]:
    engine = engine_of(facts)
    series = monthly(engine, CHARTER, metric, UNTIL)
    return series, moved(engine, CHARTER, series, window, UNTIL)


def every(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.children:
        yield from every(child)


@pytest.mark.parametrize("seed", range(3))
def test_a_mean_of_requests_is_told_by_kind_with_the_mix_apart(seed: int) -> None:
    series, found = told({"metric_values": desk(np.random.default_rng(seed))}, DAYS)
    assert isinstance(found, Moved)
    ends = over(series.values, "days", "quarter")[[-4, -1]].tolist()
    assert [found.root.before, found.root.after] == pytest.approx(ends)
    assert found.root.effect == pytest.approx(round(ends[1] - ends[0], 1))
    for node in every(found.root):
        assert not node.children or sum(c.effect for c in node.children) == pytest.approx(node.effect, abs=1e-9)
    itself, mix = found.root.children
    assert itself.dominant
    assert [found.labels[c.name] for c in itself.children if c.dominant] == ["function"]
    assert {(itself.holder, mix.holder)} == {("both", "marketing")}
    assert found.units[mix.children[0].name] == "share"


def test_what_is_counted_by_part_is_the_sum_of_its_parts() -> None:
    asked = Metric("requests", "count", "down", source="measured")
    series, found = told({"metric_values": desk(np.random.default_rng(1), "requests")}, asked)
    assert isinstance(found, Moved)
    assert found.root.after == pytest.approx(series.values[-3:].sum())
    assert sum(c.effect for c in found.root.children) == pytest.approx(found.root.effect, abs=1e-9)
    assert {found.labels[c.name] for c in found.root.children} == set(KINDS)


def test_values_of_one_part_cannot_tell_why_they_moved() -> None:
    _, found = told({"metric_values": desk(np.random.default_rng(1), kinds=("",))}, DAYS)
    assert isinstance(found, NotTold)
    assert "name the part of each" in found.reason


def campaigns(waits: dict[str, tuple[float, float]]) -> Arrays:
    """Six months of campaigns, four of each channel a month; by channel the days from the first word to the start, in
    the first three months and after."""
    rows = [
        (f"{channel}{start}{n}", channel, start + np.timedelta64(n, "D"), days[month > 2] + n)
        for month, start in enumerate(np.arange("2026-01", "2026-07", dtype="datetime64[M]").astype("datetime64[D]"))
        for channel, days in waits.items()
        for n in range(4)
    ]
    ids, channel, starts, days = (np.array(x) for x in zip(*rows, strict=True))
    starts = starts.astype("datetime64[us]") + np.timedelta64(12, "h")
    return {
        "campaign_id": ids.astype(object),
        "name": ids.astype(object),
        "channel": channel.astype(object),
        "starts_at": starts,
        "ends_at": starts + np.timedelta64(5, "D"),
        "announced_at": starts - (days * 24).astype(int) * np.timedelta64(1, "h"),
    }


def test_a_median_of_campaigns_is_told_by_channel() -> None:
    series, found = told({"campaigns": campaigns({"search": (20, 20), "email": (20, 12)})}, "idea_to_live")
    assert isinstance(found, Moved)
    assert found.root.after == pytest.approx(series.values[-3:].mean())
    by_label = {found.labels[c.name]: c.effect for c in found.root.children}
    assert by_label["email"] == pytest.approx(found.root.effect) == pytest.approx(-4.0, abs=0.01)
    assert by_label["search"] == 0.0
