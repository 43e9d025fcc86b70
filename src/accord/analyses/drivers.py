"""What moved revenue.

Question
    Revenue of this period against the one before: how much of the change came from visits, from the share of visits
    that buy, from the order value, and from the mix of channels?

Method
    Revenue is a product of factors. Its change is split over them by additive LMDI-I with its zero-value limits, or by
    exact Shapley values; both add up to the change to the cent. Shifts between channels are told apart as mix.
    Intervals resample whole days within their weekday. A change that chance alone would bring once in forty such
    periods, or more often, is told as no more than chance.

Assumes
    Both periods are covered by the exports from first to last day, and days of one weekday are alike but for chance.

Do not trust it when
    A channel is counted differently in the two periods, visits are sampled, or a period has fewer than two weeks. A
    split is arithmetic: it says where the change shows, not what caused it.

Source
    Ang 2004 and 2015 (LMDI-I), Shapley 1953, Rao and Wu 1988 (bootstrap).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from accord.analyses.base import Analysis, Effect, Given, Needs, setting
from accord.analyses.base import Rows as Results
from accord.engines.base import Columns, length
from accord.findings.finding import (
    AUDIENCES,
    Audience,
    Claim,
    Condition,
    Evidence,
    Figure,
    Finding,
    Flag,
    Grid,
    Wording,
)
from accord.methods import decomposition
from accord.methods.decomposition import Drivers as Split
from accord.methods.decomposition import Rows
from accord.methods.trade import RATES, Rate, converted
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period, local

WITH_VISITS = "revenue = visits * conversion * order_value"
WITHOUT_VISITS = "revenue = orders * order_value"
LABELS = {
    "visits": "visits",
    "orders": "the number of orders",
    "conversion": "the share of visits that buy",
    "order_value": "the order value",
    "mix": "the mix of channels",
}
LEAST_DAYS = 14
BEYOND = 2.2414 / 1.6449
"""How much farther than its 90 % interval a change may stray by chance once in forty periods, both ways together."""


@dataclass(frozen=True)
class Settings:
    """``tree``: the formula, empty for the usual one; ``by``: split by channel, by segment, or not; ``method``: lmdi or
    shapley; ``compare``: with the period just before, or the same one a year (52 weeks) earlier."""

    tree: str = setting("", "the formula of revenue; empty for visits x conversion x order value")
    by: Literal["auto", "channel", "segment", "none"] = setting("auto", "by what to split")
    method: Literal["lmdi", "shapley"] = setting("lmdi", "how a change is shared among the drivers")
    compare: Literal["previous", "year"] = setting("previous", "with the period just before, or 52 weeks earlier")

    def __post_init__(self) -> None:
        for name, allowed in (
            ("by", ("auto", "channel", "segment", "none")),
            ("method", ("lmdi", "shapley")),
            ("compare", ("previous", "year")),
        ):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} is {getattr(self, name)!r}; give one of {', '.join(allowed)}")


@dataclass(frozen=True, slots=True)
class OrdersByHour:
    """Orders of an hour (UTC), by channel, segment and currency."""

    hour: datetime
    channel: str
    segment: str
    currency: str
    orders: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class VisitsByHour:
    """Visits of an hour (UTC), by channel and segment."""

    hour: datetime
    channel: str
    segment: str
    visits: int


class Drivers(Analysis[Settings]):
    """What moved revenue."""

    name = "drivers"
    title = "What moved revenue"
    question = "What moved revenue since the period before?"
    version = 1
    history = timedelta(days=400)
    needs = Needs(tables=("orders",), optional=("visits", "rates"), clauses=("organisation", "owners"))
    rows = {"orders": OrdersByHour, "visits": VisitsByHour, "rates": Rate}
    queries = {
        "orders": """
            select date_trunc('hour', ordered_at) as hour, coalesce(channel, 'other') as channel,
                   coalesce(segment, 'other') as segment, currency,
                   count(*) as orders, sum(amount_minor) as amount_minor
            from orders
            where ordered_at >= :history_start and ordered_at < :end and status <> 'cancelled'
            group by date_trunc('hour', ordered_at), coalesce(channel, 'other'), coalesce(segment, 'other'), currency
        """,
        "visits": """
            select date_trunc('hour', bin_start) as hour, coalesce(channel, 'other') as channel,
                   coalesce(segment, 'other') as segment, sum(visits) as visits
            from visits
            where bin_start >= :history_start and bin_start < :end
            group by date_trunc('hour', bin_start), coalesce(channel, 'other'), coalesce(segment, 'other')
        """,
        "rates": RATES,
    }
    effect = Effect("after", "up", "revenue", told="whole", silent="unknown", seasonal=True)
    settings = Settings

    def estimate(self, rows: Results, given: Given[Settings], rng: np.random.Generator) -> list[Finding]:
        """One finding, or none where either period is not covered by two weeks of orders."""
        before = _before(given)
        orders = _converted(rows["orders"], rows["rates"], given)
        if orders is None or not _covered(orders["hour"], before, given.period):
            return []
        table = _table(orders, rows["visits"], given)
        has_visits = _visits_cover(rows["visits"], before, given.period)
        tree = decomposition.parse(given.settings.tree or (WITH_VISITS if has_visits else WITHOUT_VISITS))
        by = _by(given.settings.by, table, tree.leaves)
        old, new = (_rows(table, p, by, given.zone) for p in (before, given.period))
        split = decomposition.drivers(old, new, tree, rng=rng, method=given.settings.method)
        return [_finding(split, before, rows["orders"], orders, given)] if np.isfinite(split.change_low) else []

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        from accord.findings import charts

        return (
            charts.bars(finding.grid, label="step", value="amount", running=True, total="now") if finding.grid else None
        )


def _before(given: Given[Settings]) -> Period:
    """The same number of days just before, or 52 weeks earlier (so that weekdays match)."""
    period = given.period
    back = period.end - period.start if given.settings.compare == "previous" else timedelta(weeks=52)
    return Period(period.start - back, period.end - back)


def _converted(orders: Columns, rates: Columns, given: Given[Settings]) -> Columns | None:
    """Orders with revenue in the organisation's currency; None where there are none that can be converted."""
    if not length(orders):
        return None
    money, known = converted(orders["amount_minor"], orders["currency"], orders["hour"], rates, given.currency)
    kept = {name: column[known] for name, column in orders.items()}
    return {**kept, "revenue": money[known]}


def _covered(hours: NDArray[np.datetime64], before: Period, after: Period) -> bool:
    """Both periods have two weeks or more, and orders on nearly all of their days."""
    days = hours.astype("datetime64[D]")
    return all(_share_of_days(days, p) >= 0.7 and p.seconds >= LEAST_DAYS * 86_400 for p in (before, after))


def _share_of_days(days: NDArray[np.datetime64], period: Period) -> float:
    first, last = np.datetime64(period.start, "D"), np.datetime64(period.end, "D")
    inside = np.unique(days[(days >= first) & (days < last)])
    return float(len(inside) / max(1, (last - first).astype(int)))


def _visits_cover(visits: Columns, before: Period, after: Period) -> bool:
    days = visits["hour"].astype("datetime64[D]")
    return all(_share_of_days(days, p) >= 0.9 for p in (before, after))


def _table(orders: Columns, visits: Columns, given: Given[Settings]) -> dict[str, NDArray[Any]]:
    """Orders and visits in one table: hour, channel, segment, orders, revenue, visits."""
    none, many = np.zeros(length(visits)), np.zeros(length(orders))
    return {
        "hour": np.concatenate([orders["hour"], visits["hour"].astype("datetime64[us]")]),
        "channel": np.concatenate([orders["channel"], visits["channel"]]).astype(str),
        "segment": np.concatenate([orders["segment"], visits["segment"]]).astype(str),
        "orders": np.concatenate([orders["orders"].astype(float), none]),
        "revenue": np.concatenate([orders["revenue"], none]),
        "visits": np.concatenate([many, visits["visits"].astype(float)]),
    }


def _by(wanted: str, table: dict[str, NDArray[Any]], leaves: tuple[str, ...]) -> str | None:
    """The column to split by: as asked, or channel, or segment, where every part has what the formula needs."""
    if wanted != "auto":
        return None if wanted == "none" else wanted
    fits = [c for c in ("channel", "segment") if _complete(table, c, leaves)]
    return fits[0] if fits else None


def _complete(table: dict[str, NDArray[Any]], column: str, leaves: tuple[str, ...]) -> bool:
    names, place = np.unique(table[column], return_inverse=True)
    needed = ("orders", "visits") if "visits" in leaves else ("orders",)
    sums = [np.bincount(place, table[c], len(names)) for c in needed]
    return 2 <= len(names) <= 12 and all((s > 0).all() for s in sums)


def _rows(table: dict[str, NDArray[Any]], period: Period, by: str | None, zone: str) -> Rows:
    """One row a local day and group of the period, with every factor's columns added up."""
    inside = (table["hour"] >= np.datetime64(period.start)) & (table["hour"] < np.datetime64(period.end))
    day = _local_days(table["hour"][inside], zone)
    group = table[by][inside] if by else np.full(int(inside.sum()), "all")
    groups, place = np.unique(group, return_inverse=True)
    days, when = np.unique(day, return_inverse=True)
    cell = when * len(groups) + place
    size = len(days) * len(groups)
    columns = {c: np.bincount(cell, table[c][inside], size).astype(np.float64) for c in ("orders", "revenue", "visits")}
    return Rows(columns, np.tile(groups, len(days)), np.repeat(days, len(groups)))


def _local_days(hours: NDArray[np.datetime64], zone: str) -> NDArray[np.datetime64]:
    found, place = np.unique(hours, return_inverse=True)
    days = [local(t, zone).date() for t in found.astype("datetime64[s]").tolist()]
    return np.array(days, dtype="datetime64[D]")[place]


def _finding(split: Split, before: Period, read: Columns, orders: Columns, given: Given[Settings]) -> Finding:
    owner = given.charter.owner("drivers")
    change = Interval(split.change, min(split.change_low, split.change), max(split.change_high, split.change))
    figures = _figures(split, change)
    told = _beyond_chance(change)
    return Finding(
        analysis="drivers",
        subject=f"revenue:{given.settings.compare}",
        period=given.period,
        kind="changed",
        amount=Amount(change.rounded(), given.currency) if told else None,
        verdict="" if told else "No more than chance",
        figures=figures,
        wordings=_wordings(split, told),
        playback=PLAYBACK[told],
        ask=ASK[told],
        evidence=_evidence(read, before, given, tuple(sorted(set(orders["currency"].tolist())))),
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        claims=(Claim("orders", "*", given.period),),
        flags=_flags(split) if told else (),
        grid=_grid(split),
        breakdown=_by_group(split),
    )


PLAYBACK = {
    True: "What I hear is that revenue went from {before} to {after}, and that most of it shows in {dominant}. "
    "Did I get that right?",
    False: "What I hear is that revenue went from {before} to {after}, as it may from one period to the next. "
    "Did I get that right?",
}
ASK = {
    True: "If we both worked on {dominant} next, what would you need from us first?",
    False: "If revenue had moved for a reason that we do not see here, where would you have noticed it first?",
}
"""By whether the change is beyond chance."""


def _beyond_chance(change: Interval) -> bool:
    """Whether 0 lies outside the interval stretched to 97.5 %."""
    low, high = change.mid - (change.mid - change.low) * BEYOND, change.mid + (change.high - change.mid) * BEYOND
    return low > 0 or high < 0


def _effect(split: Split, place: int) -> Interval:
    mid = float(split.totals[place])
    return Interval(mid, min(mid, float(split.low[place])), max(mid, float(split.high[place]))).rounded()


def _figures(split: Split, change: Interval) -> tuple[Figure, ...]:
    before, after = float(split.before.sum()), float(split.after.sum())
    dominant = split.factors.index(split.dominant)
    found = [
        Figure("before", "Revenue before", Interval.exact(before), "money"),
        Figure("after", "Revenue now", Interval.exact(after), "money"),
        Figure("dominant", "Where most of it shows", LABELS.get(split.dominant, split.dominant), "text"),
        Figure("dominant_effect", "Its part", _effect(split, dominant), "money"),
    ]
    if before:
        found.append(Figure("change_share", "Change", change.scaled(1 / before), "share"))
    parts = [
        Figure(f"by_{name}", f"From {LABELS.get(name, name)}", _effect(split, i), "money")
        for i, name in enumerate(split.factors)
    ]
    return (*found, *parts)


def _wordings(split: Split, told: bool) -> dict[Audience, Wording]:
    if not told:
        body = "Days differ so much among themselves that such a difference comes about without a cause."
        return {a: Wording("Revenue went from {before} to {after}", body) for a in AUDIENCES}
    went = "rose" if split.change > 0 else "fell"
    title = f"Revenue {went} from {{before}} to {{after}}"
    most = "Most of it shows in {dominant}: {dominant_effect:full}."
    parts = "; ".join(f"from {LABELS.get(n, n)} {{by_{n}}}" for n in split.factors)
    return {
        "marketing": Wording(title, most),
        "it": Wording(title, most + " All parts: " + parts + "."),
        "finance": Wording(title, "Split to the cent: " + parts + ". " + most),
    }


def _flags(split: Split) -> tuple[Flag, ...]:
    found = []
    if split.dominance < 0.9:
        found.append(Flag("cannot_tell_apart", "Which part is the largest cannot be told with certainty."))
    if split.low[split.factors.index(split.dominant)] < 0 < split.high[split.factors.index(split.dominant)]:
        found.append(Flag("could_be_chance", "The largest part could be chance."))
    if split.replaced:
        found.append(Flag("sign_changed", "A value changed its sign, so the exact Shapley split stood in for LMDI."))
    return tuple(found)


def _evidence(
    orders: Columns, before: Period, given: Given[Settings], paid_in: tuple[str, ...]
) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            label,
            "orders",
            (
                Condition("ordered_at", ">=", p.start),
                Condition("ordered_at", "<", p.end),
                Condition("status", "in", ("placed", "refunded")),
                Condition("currency", "in", paid_in),
            ),
            _count(orders, p, paid_in),
        )
        for label, p in (("Orders of the period before", before), ("Orders of this period", given.period))
    )


def _count(orders: Columns, period: Period, paid_in: tuple[str, ...]) -> int:
    inside = (orders["hour"] >= np.datetime64(period.start)) & (orders["hour"] < np.datetime64(period.end))
    return int(orders["orders"][inside & np.isin(orders["currency"].astype(str), paid_in)].sum())


def _grid(split: Split) -> Grid:
    steps = [("before", float(split.before.sum())), *zip(split.factors, split.totals.tolist(), strict=True)]
    rows = tuple((LABELS.get(name, name), value) for name, value in steps)
    return Grid((("step", "Step", "text"), ("amount", "Revenue", "money")), (*rows, ("now", float(split.after.sum()))))


def _by_group(split: Split) -> Grid | None:
    if len(split.groups) < 2:
        return None
    columns = [("group", "Part", "text"), *((n, f"From {LABELS.get(n, n)}", "money") for n in split.factors)]
    rows = tuple((g, *split.effects[:, i].tolist()) for i, g in enumerate(split.groups))
    return Grid(tuple(columns), rows)  # type: ignore[arg-type]


ANALYSIS = Drivers()
