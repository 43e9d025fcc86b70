"""In which made-up worlds each analysis sits its examination, and what its intervals are held against.

A new analysis adds one entry; a test fails until it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from accord.findings.finding import Finding
from accord.units.interval import Interval
from accord.worlds import small
from accord.worlds.small import Small

World = Callable[[np.random.Generator], Small]
Told = Iterator[tuple[str, Interval, float]]
"""What an interval speaks of, the interval, and the truth in the same unit."""


@dataclass(frozen=True)
class Sitting:
    """``planted`` has an effect, ``quiet`` none; ``told`` sets what findings say beside the truth of their world.

    ``silent`` says whether a finding of a quiet world claims nothing; ``settings`` leave out what only costs time.
    """

    planted: World
    quiet: World
    told: Callable[[list[Finding], Small], Told]
    silent: Callable[[Finding], bool] = lambda finding: finding.amount is None
    settings: Mapping[str, Any] = field(default_factory=dict)


def _outages(findings: list[Finding], world: Small) -> Told:
    truth = world.truth["incidents"]
    for finding in findings:
        place = truth["incident_id"].tolist().index(finding.figure("incidents").value)
        if finding.amount is not None:
            yield "money lost", finding.amount.interval, float(truth["lost_minor"][place])


def _lift(findings: list[Finding], world: Small) -> Told:
    truth = world.truth["campaigns"]
    for finding in findings:
        place = truth["campaign_id"].tolist().index(finding.figure("campaign").value)
        if finding.amount is not None:
            yield "money brought", finding.amount.interval, float(truth["extra_minor"][place])


def _drivers(findings: list[Finding], world: Small) -> Told:
    for finding in findings:
        if finding.amount is not None:
            yield "change", finding.amount.interval, world.truth["change_minor"]


def _effects(findings: list[Finding], world: Small) -> Told:
    """Each factor's own effect, where the mix of channels is one of them."""
    yield from _drivers(findings, world)
    for finding in findings:
        for name, truth in _true_effects(world).items():
            yield name, _interval(finding, f"by_{name}"), truth


def _true_effects(world: Small) -> dict[str, float]:
    """What each factor contributed in cents: shifts between channels are told apart as mix, by the same rule (LMDI-I
    over what was to be expected)."""
    visits, conversion, value = (world.truth["factors"][f] for f in ("visits", "conversion", "order_value"))
    old, new = (visits[i] * conversion[i] * value[i] for i in (0, 1))
    mean = np.where(np.isclose(old, new), old, (new - old) / np.where(np.isclose(old, new), 1.0, np.log(new / old)))
    volume = np.log(visits[1].sum() / visits[0].sum())
    share = np.log(visits[1] / visits[1].sum()) - np.log(visits[0] / visits[0].sum())
    logs = {"visits": volume, "mix": share, "conversion": np.log(conversion[1] / conversion[0]),
            "order_value": np.log(value[1] / value[0])}  # fmt: skip
    return {name: float((mean * log).sum()) for name, log in logs.items()}


def _load(findings: list[Finding], world: Small) -> Told:
    truth = world.truth["campaigns"]
    strained = truth["expected_extra_minutes"].sum() * 60
    for finding in findings:
        yield "extra seconds", _interval(finding, "extra_minutes"), float(strained)


def _clashes(findings: list[Finding], world: Small) -> Told:
    truth = world.truth["clashes"]
    for finding in findings:
        if finding.subject.startswith("unchecked"):
            continue
        place = truth["change_id"].tolist().index(finding.subject.split(":")[1])
        assert finding.amount is not None
        yield "at risk", finding.amount.interval, float(truth["at_risk_minor"][place])
        yield "chance", _interval(finding, "chance"), float(truth["probability"][place])


def _promises(findings: list[Finding], world: Small) -> Told:
    for finding in findings:
        assert finding.amount is not None
        sign = 1 if finding.kind == "gained" else -1
        yield "money left", finding.amount.interval.scaled(sign), world.truth["left_minor"]


def _interval(finding: Finding, name: str) -> Interval:
    value = finding.figure(name).value
    assert isinstance(value, Interval)
    return value


def _campaigns(rng: np.random.Generator) -> Small:
    """Half a year of history: days without a campaign by the dozen, so that intervals need no widening for few."""
    return small.campaign_world(rng, weeks=30, history_weeks=26, orders=45_000)


def _clashing(rng: np.random.Generator) -> Small:
    """Five months of history: enough to tell four weeks ahead without widening."""
    return small.change_world(rng, weeks=24, orders=20_000)


def _no_clash(rng: np.random.Generator) -> Small:
    """Each change to come begins when its campaign ends: stretches hold their start and not their end."""
    made = _clashing(rng)
    changes, campaigns = dict(made.tables["changes"]), made.tables["campaigns"]
    coming = changes["planned_start"] >= made.start
    length = (changes["planned_end"] - changes["planned_start"])[coming]
    starts = changes["planned_start"].copy()
    starts[coming] = campaigns["ends_at"]
    ends = changes["planned_end"].copy()
    ends[coming] = campaigns["ends_at"] + length
    return replace(made, tables={**made.tables, "changes": changes | {"planned_start": starts, "planned_end": ends}})


def _kept(rng: np.random.Generator) -> Small:
    """A promise that is kept: half of what was agreed fails, evenly."""
    return small.promise_world(rng, failing=0.0005, incidents=0)


def _not_broken(finding: Finding) -> bool:
    return finding.kind == "gained" and "burning" not in {flag.code for flag in finding.flags}


def _words(findings: list[Finding], world: Small) -> Told:
    for finding in findings:
        yield "times a week", _interval(finding, "met_weekly"), world.truth["weekly"][finding.subject]


def _says_nothing(finding: Finding) -> bool:
    """Of words that mean one thing nothing is to be found at all."""
    return False


def _activities(findings: list[Finding], world: Small) -> Told:
    for row in next(f for f in findings if f.subject == "classes").grid.rows:  # type: ignore[union-attr]
        if row[0] in world.truth["activities"]:
            yield "incremental revenue for each unit of cost", Interval(*row[1:]), world.truth["activities"][row[0]]


def _busy(rng: np.random.Generator) -> Small:
    return small.activity_world(rng, weeks=34, history_weeks=20, orders=60_000, outages=1)


def _moves_nothing(finding: Finding) -> bool:
    """That an activity must be tested is no claim about what it brings."""
    return finding.amount is None or finding.subject.startswith("test:")


SITTINGS: dict[str, Sitting] = {
    "activities": Sitting(_busy, small.quiet_activities, _activities, _moves_nothing, {"draws": 50}),
    "clashes": Sitting(_clashing, _no_clash, _clashes, lambda f: "unchecked" in f.subject),
    "collisions": Sitting(small.word_world, small.quiet_words, _words, _says_nothing),
    "drivers": Sitting(small.driver_world, small.quiet_drivers, _effects),
    "error_budgets": Sitting(small.promise_world, _kept, _promises, _not_broken),
    "lift": Sitting(_campaigns, small.quiet_world, _lift),
    "load": Sitting(small.load_world, small.quiet_load, _load),
    "outages": Sitting(small.outage_world, small.quiet_world, _outages, settings={"by_segment": False}),
}
