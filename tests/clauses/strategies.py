"""Any charter, for Hypothesis."""

from __future__ import annotations

from typing import Literal

from hypothesis import strategies as st

from accord.clauses.activities import Activity
from accord.clauses.charter import CalendarRules, Charter, Liaison, Organisation, Owner, Service, Slo
from accord.clauses.glossary import Reader, Term
from accord.clauses.incentives import Incentive
from accord.clauses.objectives import BUILT_IN, GuardRail, KeyResult, Metric, Objective, Unit, built_in

names = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)
shares = st.floats(1e-6, 1, exclude_min=True)


def unique(of: st.SearchStrategy[str], size: int = 4) -> st.SearchStrategy[list[str]]:
    return st.lists(of, max_size=size, unique_by=str.casefold)


@st.composite
def slos(draw: st.DrawFn, name: str) -> Slo:
    calendar: Literal["week", "month", "quarter"] | None = draw(st.sampled_from([None, "week", "month", "quarter"]))
    return Slo(
        name,
        draw(shares),
        draw(st.sampled_from(["occurrences", "timeslices", "ratio_timeslices"])),
        draw(st.integers(1, 366)) if calendar is None else None,
        calendar,
        draw(st.integers(1, 86_400)),
        draw(shares),
    )


@st.composite
def services(draw: st.DrawFn) -> tuple[Service, ...]:
    words = draw(unique(names, 9))
    split = [words[i : i + 3] for i in range(0, len(words), 3)]
    return tuple(
        Service(
            name,
            draw(st.sampled_from([None, "orders"])),
            draw(st.none() | names),
            tuple(draw(unique(st.sampled_from("12345")))),
            tuple(aliases),
            tuple(draw(slos(n)) for n in draw(unique(names, 2))),
        )
        for name, *aliases in split
    )


@st.composite
def instead(draw: st.DrawFn) -> tuple[tuple[Reader, str], ...]:
    readers: tuple[Reader, ...] = ("marketing", "it")
    return tuple((reader, draw(names)) for reader in readers if draw(st.booleans()))


@st.composite
def glossaries(draw: st.DrawFn, words: st.SearchStrategy[str] = names) -> tuple[Term, ...]:
    spelt = draw(unique(names, 6))
    split = [spelt[i : i + 2] for i in range(0, len(spelt), 2)]
    said = st.none() | words
    return tuple(
        Term(
            term,
            marketing=draw(said),
            it=draw(said),
            wording=draw(said),
            finance=draw(said),
            instead=draw(instead()),
            owner_marketing=draw(said),
            owner_it=draw(said),
            status=draw(st.sampled_from(["agreed", "proposed", "retired"])),
            examples=tuple(draw(unique(words, 2))),
            journey_step=draw(said),
            variants=tuple(variants),
        )
        for term, *variants in split
    )


UNITS: tuple[Unit, ...] = ("share", "days", "hours", "money", "count")
says = st.none() | names


def values(unit: Unit) -> st.SearchStrategy[float]:
    """Values that a charter holds exactly: money in minor units of any currency, shares of up to six digits."""
    if unit == "share":
        return st.integers(0, 10**6).map(lambda n: n / 10**6)
    return st.integers(0, 10**9).map(float)


@st.composite
def metrics(draw: st.DrawFn, name: str) -> Metric:
    known = built_in(name)
    if known is not None:
        return known
    worth = draw(st.none() | st.integers(0, 10**6))
    drivers = draw(st.sampled_from([(), (f"{name} = a * b", "a: it"), (f"{name} = a + b", "b = c * d")]))
    unit: Unit = draw(st.sampled_from(UNITS))
    said = (draw(says), None, draw(says), draw(says), draw(says))
    return Metric(name, unit, draw(st.sampled_from(["up", "down"])), "measured", *said, worth, drivers)


@st.composite
def key_results(draw: st.DrawFn, metric: Metric, others: tuple[Metric, ...]) -> KeyResult:
    aimed = draw(st.booleans())
    rails = [m for m in others if draw(st.booleans())]
    return KeyResult(
        metric,
        draw(values(metric.unit)) if aimed else None,
        draw(st.dates()) if aimed else None,
        draw(names),
        draw(names),
        draw(st.none() | values(metric.unit)),
        tuple(GuardRail(m.name, draw(values(m.unit)), draw(st.booleans())) for m in rails),
        draw(st.sampled_from(["month", "quarter", "year"])),
    )


@st.composite
def objectives(draw: st.DrawFn) -> tuple[Objective, ...]:
    called = st.sampled_from([*BUILT_IN, "availability_checkout", "page_weight", "nps", "churn"])
    chosen = tuple(draw(metrics(n)) for n in draw(unique(called)))
    of = [draw(key_results(m, chosen)) for m in chosen]
    cut = draw(st.integers(0, len(of)))
    goals = draw(st.lists(names, min_size=2, max_size=2, unique_by=str.casefold))
    parts = [tuple(of[:cut]), tuple(of[cut:])]
    return tuple(Objective(n, results) for n, results in zip(goals, parts, strict=True)) if of else ()


@st.composite
def incentives(draw: st.DrawFn) -> tuple[Incentive, ...]:
    formulas = st.sampled_from(["40000 * ramp(uptime, 99 %, 99.9 %)", "-3 * max(0, late - 2)", "'first response' + 1"])
    frames = st.sampled_from(["month", "quarter", "year"])
    kept = []
    for name in draw(unique(names, 3)):
        kind, currency = draw(st.sampled_from(["reward", "worth", "decision"])), draw(st.sampled_from([None, "JPY"]))
        if kind == "reward":
            least, cap = sorted((draw(st.integers(0, 10**9)), draw(st.integers(0, 10**9))))
            of = draw(st.sampled_from(["marketing", "it"])), draw(names), draw(frames)
            weight = draw(st.sampled_from([0.0, 0.25, 1.0, 1000.0]))
            bounds = draw(st.sampled_from([None, least])), draw(st.sampled_from([None, cap]))
            kept.append(Incentive(name, draw(formulas), "reward", *of, weight, *bounds, currency))
        elif kind == "worth":
            kept.append(Incentive(name, draw(formulas), "worth", horizon=draw(frames), currency=currency))
        else:
            kept.append(Incentive(name, "60000", "decision", changes=("uptime - 0.1 %",), currency=currency))
    return tuple(kept)


@st.composite
def activities(draw: st.DrawFn) -> tuple[Activity, ...]:
    """No two with one name in the facts."""
    taken = [f"{number} {name}" for number, name in enumerate(draw(unique(names, 4)))]
    sides: st.SearchStrategy[Literal["marketing", "it"]] = st.sampled_from(["marketing", "it"])
    thresholds = st.sampled_from([(3.0, 1.0), (2.5, 0.75), (1000.0, 999.5)])
    return tuple(
        Activity(
            name,
            draw(sides),
            draw(st.sampled_from([(), (f"also {name}",)])),
            draw(st.sampled_from([(), ("checkout", "search")])),
            draw(st.none() | st.integers(0, 10**9)),
            *draw(thresholds),
            draw(st.sampled_from([0.2, 1.0, 0.05])),
        )
        for name in taken
    )


calendars = st.builds(
    CalendarRules,
    country=st.sampled_from(["DE", "NO"]),
    special_days=unique(st.dates().map(str)).map(tuple),
    slot_hours=st.sampled_from([(0, 24), (8, 18)]),
    pass_below_minor=st.integers(0, 10**14),
)
charters = st.builds(
    Charter,
    st.builds(
        Organisation,
        names,
        st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns"]),
        st.sampled_from(["EUR", "JPY", "KWD"]),
        st.sampled_from(["en_IE", "de_DE", "fr"]),
        st.none() | shares,
        st.sampled_from([None, "organisation"]),
    ),
    services(),
    calendars,
    unique(names).flatmap(lambda ns: st.tuples(*(st.builds(Owner, st.just(n), names, names) for n in ns))),
    st.dictionaries(names, names, max_size=3).map(lambda d: tuple(d.items())),
    unique(names).flatmap(
        lambda ns: st.tuples(
            *(st.builds(Liaison, st.just(n), st.sampled_from(["marketing", "it"]), st.none() | names) for n in ns)
        )
    ),
    glossary=glossaries(),
    objectives=objectives(),
    incentives=incentives(),
    activities=activities(),
)
