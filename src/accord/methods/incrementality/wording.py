"""Findings on activities: on all of them, on the one to test first, on next month's budgets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np

from accord.clauses.charter import SIDE_WORDS, Charter
from accord.engines.base import Columns, length
from accord.findings.finding import AUDIENCES, Condition, Evidence, Figure, Finding, Flag, Grid, Wording
from accord.methods.incrementality.classes import CLASSES
from accord.methods.incrementality.described import Paths
from accord.methods.incrementality.measured import Slow
from accord.methods.incrementality.moving import Moved
from accord.methods.incrementality.studies import KINDS
from accord.methods.incrementality.weighing import Weighed, Weighing
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period

Rows = Mapping[str, Columns]
RULE_WORDS = {
    "last": "Last touch",
    "first": "First touch",
    "linear": "Linear",
    "time_decay": "Time-decay",
    "position": "Position",
    "removal_1": "Removal, order 1",
    "removal_2": "Removal, order 2",
    "removal_3": "Removal, order 3",
    "shapley": "Shapley",
}
UNKNOWN = "not known"
LONGEST = 3
"""So many stretches below target are shown; all are left out."""
FEW = 2
"""With fewer studies than this, what studies differ by cannot be seen."""
DESCRIBED = Flag(
    "describes_only",
    "The paths of buyers describe what stood before orders; classes rest on experiments and on what happened.",
)
FEW_STUDIES = Flag("few_studies", "Some classes rest on a single study; what studies differ by cannot be seen there.")
CONCAVE = Flag(
    "within_what_was_seen",
    "Each budget stays within the months that were seen, and what is added is taken to bring less than what stands.",
)


def findings(
    weighing: Weighing, paths: Paths | None, rows: Rows, charter: Charter, period: Period, history: timedelta
) -> list[Finding]:
    """In this order; the last two only where there is something to test or to move."""
    proofs = evidence(rows, period, history)
    if not proofs:
        return []
    proofs += left_out(rows, weighing)
    told = [_classes(weighing, paths, charter, period, proofs)]
    first = weighing.first_test
    if first is not None:
        told.append(_test(first, paths, weighing.currency, charter, period, proofs))
    if weighing.moved is not None:
        told.append(_budget(weighing.moved, weighing, charter, period, proofs))
    return told


def evidence(rows: Rows, period: Period, history: timedelta) -> tuple[Evidence, ...]:
    """The rows that were gone by, as selections that open again."""
    since, found = period.start - history, []
    campaigns, costs, results = (rows[name] for name in ("campaigns", "costs", "experiments"))
    if length(campaigns):
        where = _between("starts_at", since, period.end)
        found.append(Evidence("Campaigns that started and stopped", "campaigns", where, length(campaigns)))
    if length(results):
        where = (Condition("experiment_id", "in", tuple(dict.fromkeys(map(str, results["experiment_id"])))),)
        found.append(Evidence("Results of experiments and models", "experiments", where, length(results)))
    if not found and length(costs):
        names = tuple(dict.fromkeys(map(str, costs["channel"])))
        where = (*_between("day", since, period.end), Condition("channel", "in", names))
        found.append(Evidence("Costs by day", "campaign_results", where, length(costs)))
    return tuple(found)


def left_out(rows: Rows, weighing: Weighing) -> tuple[Evidence, ...]:
    """Stock-outs, and the longest stretches in which a service was measured below its target."""
    longest = sorted(weighing.slow, key=lambda s: (s.start - s.end, s.start, s.service))[:LONGEST]
    ids = tuple(dict.fromkeys(map(str, rows["stock_outs"]["stock_out_id"])))
    where = (Condition("stock_out_id", "in", ids),)
    sold_out = (Evidence("Stock-outs, whose hours are left out", "stock_outs", where, len(ids)),) if ids else ()
    return (*(_measured(s) for s in longest), *sold_out)


def _measured(slow: Slow) -> Evidence:
    of = (Condition("service", "=", slow.service), Condition("seconds", "=", slow.seconds))
    start, end = (t.astype("datetime64[us]").item() for t in (slow.start, slow.end))
    label = f"{slow.service} measured below its target, hours that are left out"
    return Evidence(label, "availability", (*of, *_between("at", start, end)), slow.samples)


def _between(column: str, start: datetime, end: datetime) -> tuple[Condition, ...]:
    return Condition(column, ">=", start), Condition(column, "<", end)


def _classes(
    weighing: Weighing, paths: Paths | None, charter: Charter, period: Period, proofs: tuple[Evidence, ...]
) -> Finding:
    owner = charter.owner("activities")
    classes = [a.verdict.class_ or UNKNOWN for a in weighing.activities]
    known = sum(c != UNKNOWN for c in classes)
    counts = {name: float(classes.count(name)) for name in (*CLASSES, UNKNOWN)}
    figures = (
        Figure("known", "Activities with a class", Interval.exact(float(known)), "count"),
        Figure("all", "Activities", Interval.exact(float(len(classes))), "count"),
        *(
            Figure(name.replace("-", "_").replace(" ", "_"), name.capitalize(), Interval.exact(count), "count")
            for name, count in counts.items()
        ),
    )
    body = "Crucial: {crucial}. Secondary: {secondary}. Nice to have: {nice_to_have}. Not known: {not_known}."
    single = any(a.verdict.class_ and len(a.studies) < FEW for a in weighing.activities)
    return Finding(
        analysis="activities",
        subject="classes",
        period=period,
        kind="counted",
        amount=None,
        verdict="Classes of activities",
        figures=figures,
        wordings={a: Wording("Of {all} activities the class of {known} is known", body) for a in AUDIENCES},
        playback="What I hear is that of {all} activities the class of {known} is known. Did I get that right?",
        ask="If one activity had to stop for two weeks so that we learn from it, which would you choose?",
        evidence=proofs,
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        flags=(DESCRIBED, FEW_STUDIES) if single else (DESCRIBED,),
        grid=_ratios(weighing),
        breakdown=_table(weighing, paths),
        measure="known",
    )


def _ratios(weighing: Weighing) -> Grid | None:
    """What is known of each activity's return, for the chart."""
    told = [(a.agreed.name, a.verdict.evidence) for a in weighing.activities if a.verdict.evidence]
    rows = tuple(
        (name, e.ratio, *e.interval()) for name, e in told if e is not None and np.isfinite(e.interval()).all()
    )
    columns = (
        ("activity", "Activity", "text"),
        ("mid", "Incremental revenue for each unit of cost", "ratio"),
        ("low", "At least", "ratio"),
        ("high", "At most", "ratio"),
    )
    return Grid(columns, rows) if rows else None  # type: ignore[arg-type]


def _table(weighing: Weighing, paths: Paths | None) -> Grid:
    columns = (
        ("activity", "Activity", "text"),
        ("side", "Of", "text"),
        ("class", "Class", "text"),
        ("chance", "How sure", "share"),
        ("ratio", "Revenue for each unit of cost", "ratio"),
        ("low", "At least", "ratio"),
        ("high", "At most", "ratio"),
        ("cost", "Cost a month", "money"),
        ("worth", "A test is worth up to", "money"),
        ("studies", "Rests on", "text"),
        *((rule, words, "share") for rule, words in RULE_WORDS.items()),
        ("shapley_low", "Shapley, at least", "share"),
        ("shapley_high", "Shapley, at most", "share"),
    )
    return Grid(columns, tuple(_row(a, paths) for a in weighing.activities))  # type: ignore[arg-type]


def _row(of: Weighed, paths: Paths | None) -> tuple[object, ...]:
    told, name = of.verdict.evidence, of.agreed.name
    ends = told.interval() if told else (None, None)
    chance = max(of.verdict.chances) if told else None
    open_ = of.verdict.class_ is None and of.stake is not None
    described = [paths.of(rule, name) if paths else None for rule in RULE_WORDS]
    bounds = [part.get(name) for part in (paths.low, paths.high)] if paths else [None, None]
    return (
        name,
        SIDE_WORDS[of.agreed.side],
        of.verdict.class_ or UNKNOWN,
        chance,
        told.ratio if told else None,
        *ends,
        None if of.cost is None else round(of.cost),
        round(of.stake.mid) if open_ and of.stake else None,
        _rests_on(of),
        *described,
        *bounds,
    )


def _rests_on(of: Weighed) -> str:
    """'3 studies: an experiment, starts and stops of its campaigns'."""
    kinds = list(dict.fromkeys(KINDS[s.kind] for s in of.studies))
    count = len(of.studies)
    return f"{count} {'study' if count == 1 else 'studies'}: {', '.join(kinds)}" if kinds else "nothing yet"


def _test(
    of: Weighed, paths: Paths | None, currency: str, charter: Charter, period: Period, proofs: tuple[Evidence, ...]
) -> Finding:
    """What deciding next month's budget without knowing puts at risk: the most that a test can be worth."""
    assert of.stake is not None
    owner = charter.owner(f"activity:{of.agreed.name}", "activities")
    figures = [
        Figure("activity", "Activity", of.agreed.name, "text"),
        Figure("worth", "A test is worth up to", of.stake.rounded(), "money"),
        Figure("cost", "Cost a month", Interval.exact(round(of.cost or 0)), "money"),
    ]
    seen = paths.of("shapley", of.agreed.name) if paths else None
    if paths and seen is not None:
        low, high = paths.low.get(of.agreed.name, seen), paths.high.get(of.agreed.name, seen)
        figures.append(
            Figure(
                "described", "Orders that it stands before", Interval(seen, min(low, seen), max(high, seen)), "share"
            )
        )
    stands = " It stands before {described} of orders, which says nothing about cause." if seen is not None else ""
    title = "Nobody knows what {activity} brings: test it first"
    body = (
        "It costs {cost} a month. Deciding on its budget without a test puts {worth:full} at risk next month." + stands
    )
    return Finding(
        analysis="activities",
        subject=f"test:{of.agreed.name}",
        period=period,
        kind="at_risk",
        amount=Amount(of.stake.rounded(), currency),
        verdict="",
        figures=tuple(figures),
        wordings={a: Wording(title, body) for a in AUDIENCES},
        playback="What I hear is that nobody knows yet what {activity} brings. Did I get that right?",
        ask="If {activity} paused in a part of the country for four weeks, what would you need to know before?",
        evidence=proofs,
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        flags=(DESCRIBED,),
    )


def _budget(
    moved: Moved, weighing: Weighing, charter: Charter, period: Period, proofs: tuple[Evidence, ...]
) -> Finding:
    owner = charter.owner("activities")
    gain = Interval(moved.gain, min(moved.low, moved.gain), max(moved.high, moved.gain)).rounded()
    sure = gain.low > 0
    sources, targets = (
        " and ".join(dict.fromkeys(getattr(m, end) for m in moved.moves)) for end in ("source", "target")
    )
    figures = (
        Figure("source", "From", sources, "text"),
        Figure("target", "To", targets, "text"),
        Figure("budget", "Moved", Interval.exact(round(sum(m.amount for m in moved.moves))), "money"),
        Figure("gain", "Brings next month", gain, "money"),
    )
    title = "Moving {budget} from {source} to {target} would bring more" if sure else "Budgets may stay as they are"
    body = (
        "Next month that brings {gain:full}, at the same total cost." if sure else "Moving {budget} brings {gain:full}."
    )
    return Finding(
        analysis="activities",
        subject="budget",
        period=period,
        kind="changed",
        amount=Amount(gain, weighing.currency) if sure else None,
        verdict="" if sure else "Cannot tell whether moving budgets brings more",
        figures=figures,
        wordings={a: Wording(title, body) for a in AUDIENCES},
        playback="What I hear is that {target} brings more for what it costs than {source}. Did I get that right?",
        ask="If {budget} moved from {source} to {target}, what would break on your side?",
        evidence=proofs,
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        flags=(CONCAVE,),
    )
