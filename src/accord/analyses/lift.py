"""What campaigns brought.

Question
    What did each campaign bring in orders and money above what would have come anyway, what did it cost, and what
    followed?

Method
    The counterfactual method of outages, upwards: orders during the campaign against what the weeks before led to
    expect, with outages counted as not observed. What followed (a dip, or a tail) is told apart over a stretch as
    long as the campaign, a week at most. Campaigns that overlap are told together.

Assumes
    Nothing else that lasts as long as the campaign raised or lowered orders at the same time: no price change, no
    holiday that the clauses do not name, no other campaign missing from the plan.

Do not trust it when
    The campaign ran for weeks (few comparable stretches exist, the interval is wide), or it was planned because
    orders were expected to rise anyway: the season is then part of the number.

Source
    Brodersen et al. 2015 (counterfactual), Vovk et al. 2005 (conformal prediction).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analyses.base import Analysis, Effect, Given, Needs, Rows, setting
from accord.engines.base import Columns
from accord.findings.finding import (
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
from accord.methods import counterfactual
from accord.methods.around import grids
from accord.methods.counterfactual import FLAGS, Incident, Lift, Lifting, Series
from accord.methods.incidents import INCIDENTS, IncidentRow, cases
from accord.methods.streams import coarser
from accord.methods.trade import (
    ORDERS_BY_MINUTE,
    RATES,
    OrdersByMinute,
    Rate,
    Trade,
    converted,
    of_the_trade,
    placed,
    special_dates,
    trades,
)
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period

BIN_SECONDS = 900
"""Campaigns last hours to weeks: quarters of an hour are fine enough, and faster."""


@dataclass(frozen=True)
class Settings:
    """``after_days``: how long after a campaign to look for what followed (0: as long as it ran, at most a week)."""

    after_days: float = setting(
        0.0, "how long after a campaign to look; 0: as long as it ran, a week at most", "days", 0, 28
    )

    def __post_init__(self) -> None:
        if not 0 <= self.after_days <= 28:
            raise ValueError(f"after_days is {self.after_days}; give 0 to 28")


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign that touches the period or the history."""

    campaign_id: str
    name: str
    starts_at: datetime
    ends_at: datetime
    budget_minor: int
    forecast_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """What a campaign cost in the ad platforms, by day."""

    campaign_id: str
    day: datetime
    currency: str
    cost_minor: int


class LiftOfCampaigns(Analysis[Settings]):
    """What campaigns brought."""

    name = "lift"
    title = "What campaigns brought"
    question = "What did each campaign bring above what would have come anyway?"
    version = 1
    cell = "marketing_earned_it"
    needs = Needs(
        tables=("orders", "campaigns"),
        optional=("campaign_results", "incidents", "rates"),
        clauses=("organisation", "services", "calendar", "record", "owners"),
    )
    rows = {
        "orders": OrdersByMinute,
        "campaigns": CampaignRow,
        "costs": CostRow,
        "incidents": IncidentRow,
        "rates": Rate,
    }
    queries = {
        "orders": ORDERS_BY_MINUTE,
        "campaigns": """
            select campaign_id, name, starts_at, ends_at, budget_minor, forecast_minor,
                   coalesce(currency, '') as currency
            from campaigns
            where starts_at >= :history_start and starts_at < :end
        """,
        "costs": """
            select campaign_id, day, currency, sum(cost_minor) as cost_minor
            from campaign_results
            group by campaign_id, day, currency
        """,
        "incidents": INCIDENTS,
        "rates": RATES,
    }
    effect = Effect("money_brought", "up", "money that campaigns brought")
    settings = Settings

    def estimate(self, rows: Rows, given: Given[Settings], rng: np.random.Generator) -> list[Finding]:
        """One finding for each campaign, or joined set of overlapping ones, that began in the period."""
        told = _in_period(rows["campaigns"], given.period)
        if not told:
            return []
        until = np.datetime64(given.as_of, "s")
        return [
            finding
            for trade in trades(rows["orders"], rows["rates"], base=given.currency, until=until)
            for finding in _of_trade(trade, told, rows, given, rng)
        ]

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        from accord.findings import charts

        if finding.grid is None:
            return None
        window = (finding.period.start, finding.period.end)
        return charts.band(
            finding.grid,
            x="at",
            observed="orders",
            expected="expected",
            low="low",
            high="high",
            window=window,
            window_label="campaign",
            side="m",
        )


def _in_period(campaigns: Columns, period: Period) -> list[int]:
    starts = campaigns["starts_at"]
    inside = (starts >= np.datetime64(period.start)) & (starts < np.datetime64(period.end))
    return [int(i) for i in np.flatnonzero(inside)]


def _of_trade(
    trade: Trade, told: list[int], rows: Rows, given: Given[Settings], rng: np.random.Generator
) -> Iterator[Finding]:
    stream = coarser(trade.stream, BIN_SECONDS)
    if not len(stream.counts):
        return
    series = Series(stream.start, stream.bin_seconds, stream.counts, stream.money, given.zone)
    campaigns, outages = _spans(rows["campaigns"], given), _outages(rows, given)
    special = special_dates(given.charter, stream.start, given.as_of.date())
    days = given.settings.after_days
    lifting = counterfactual.lift(
        series,
        campaigns,
        incidents=outages,
        special_days=special,
        after_seconds=int(days * 86_400) if days else None,
        rng=rng,
    )
    seen: set[tuple[str, ...]] = set()
    for place in told:
        lift = lifting.lifts[place]
        if lift.during is None or lift.together in seen:
            continue
        seen.add(lift.together)
        masked = [*campaigns, *outages]
        [grid] = grids(stream, given.zone, [_window(lift)], masked=masked, special_days=special, rng=rng)
        yield _finding(lift, lifting, grid, rows, trade, given)


def _spans(campaigns: Columns, given: Given[Settings]) -> list[Incident]:
    """Campaigns as spans; one that still runs is told up to where the facts end."""
    end = np.datetime64(given.as_of, "us")
    return [
        Incident(str(i), start, min(stop, end) if start < end else stop)
        for i, (start, stop) in enumerate(zip(campaigns["starts_at"], campaigns["ends_at"], strict=True))
    ]


def _outages(rows: Rows, given: Given[Settings]) -> list[Incident]:
    """Priced outages of services that carry orders: those hours say nothing about the campaign."""
    found = [
        case
        for service in given.charter.services
        if service.carries == "orders"
        for case in cases(service, rows["incidents"], given.charter, given.as_of)
    ]
    return [Incident(f"outage:{i}", c.start, c.end) for i, c in enumerate(found) if c.priced and c.end > c.start]


def _finding(lift: Lift, lifting: Lifting, grid: Grid, rows: Rows, trade: Trade, given: Given[Settings]) -> Finding:
    assert lift.during is not None
    currency = trade.currency
    members = [int(key) for key in lift.together]
    campaigns = rows["campaigns"]
    names = " and ".join(str(campaigns["name"][m]) for m in members)
    ids = tuple(str(campaigns["campaign_id"][m]) for m in members)
    period = Period(*(t.astype("datetime64[us]").item() for t in (lift.during.start, lift.during.end)))
    figures = _figures(lift, names, ids, members, rows, currency, given)
    amount, verdict, kind = _amount(lift, currency)
    owner = given.charter.owner(*(f"campaign:{i}" for i in ids), "lift")
    return Finding(
        analysis="lift",
        subject=f"{'+'.join(ids)}:{currency}",
        period=period,
        kind="gained" if kind >= 0 else "lost",
        amount=amount,
        verdict=verdict,
        figures=figures,
        wordings=_wordings({f.name for f in figures}, len(members) > 1, amount is not None),
        playback="What I hear is that {campaign} brought {brought:full} orders that would not have come anyway. "
        "Did I get that right?",
        ask="If {campaign} ran again, what would you need to know from us, and how early?",
        evidence=_evidence(lift, ids, len(members), trade, rows),
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        cell="marketing_earned_it",
        claims=(Claim("orders", "*", period),),
        flags=tuple(Flag(code, FLAGS[code]) for code in lift.flags),
        held=(lifting.record.held, lifting.record.of) if lifting.record.of else None,
        grid=grid,
    )


def _amount(lift: Lift, currency: str) -> tuple[Amount | None, str, int]:
    """The money brought; no point is told where the interval holds both a gain and a loss."""
    money = lift.during.money_difference if lift.during else None
    if money is None or money.mid is None:
        return None, "Cannot tell what it brought", 0
    if money.low <= 0 <= money.high:
        return None, "No measurable effect", 0
    sign = 1 if money.low > 0 else -1
    return Amount(Interval(money.mid, money.low, money.high).scaled(sign), currency), "", sign


def _figures(
    lift: Lift,
    names: str,
    ids: tuple[str, ...],
    members: list[int],
    rows: Rows,
    currency: str,
    given: Given[Settings],
) -> tuple[Figure, ...]:
    during = lift.during
    assert during is not None
    d = during.difference
    found = [
        Figure("campaign", "Campaign", names, "text"),
        Figure("started", "From", during.start.astype("datetime64[us]").item(), "time"),
        Figure("ended", "To", during.end.astype("datetime64[us]").item(), "time"),
        Figure("observed", "Orders seen", Interval.exact(during.observed), "count"),
        Figure("expected", "Expected anyway", _interval(during.expected), "count"),
        Figure("brought", "Brought", _interval(d), "count"),
    ]
    if during.money_difference is not None:
        m = during.money_difference
        found.append(Figure("money_brought", "Money brought", _interval(m), "money"))
    if lift.after is not None:
        found.append(
            Figure(
                "followed", "Orders in the days after, difference from usual", _interval(lift.after.difference), "count"
            )
        )
    return (*found, *_cost_figures(lift, ids, members, rows, currency, given))


def _interval(e: Any) -> Interval:
    mid = (e.low + e.high) / 2 if e.mid is None else e.mid
    return Interval(float(mid), float(min(e.low, mid)), float(max(e.high, mid)))


def _cost_figures(
    lift: Lift, ids: tuple[str, ...], members: list[int], rows: Rows, currency: str, given: Given[Settings]
) -> list[Figure]:
    costs, campaigns, found = rows["costs"], rows["campaigns"], []
    wanted = {n.casefold() for m in members for n in (str(campaigns["name"][m]), str(campaigns["campaign_id"][m]))}
    mine = np.array([str(c).casefold() in wanted for c in costs["campaign_id"]], dtype=bool)
    if mine.any():
        money, known = _in(costs, mine, rows["rates"], currency)
        if known.all():
            found.append(Figure("cost", "Cost in the ad platforms", Interval.exact(float(money.sum())), "money"))
    forecast = np.asarray(campaigns["forecast_minor"], float)[members]
    if np.isfinite(forecast).all() and lift.during and lift.during.money_difference and forecast.sum() > 0:
        share = _interval(lift.during.money_difference).scaled(1 / float(forecast.sum()))
        found.append(Figure("forecast_share", "Of the forecast", share, "share"))
    return found


def _in(costs: Columns, mine: NDArray[np.bool_], rates: Columns, currency: str) -> tuple[NDArray[Any], NDArray[Any]]:
    return converted(costs["cost_minor"][mine], costs["currency"][mine], costs["day"][mine], rates, currency)


def _wordings(named: set[str], joined: bool, told: bool) -> dict[Audience, Wording]:
    cost = " It cost {cost} in the ad platforms." if "cost" in named else ""
    after = " Orders in the days after differed from usual by {followed}." if "followed" in named else ""
    share = " That is {forecast_share} of its forecast." if "forecast_share" in named else ""
    joint = " They ran at the same time and cannot be told apart." if joined else ""
    title = "{campaign} brought {brought} orders" if told else "{campaign} brought no orders that stand out from chance"
    return {
        "marketing": Wording(
            title, "{observed} orders came in where {expected} were expected." + share + cost + after + joint
        ),
        "it": Wording(
            "{campaign} sent {observed} orders through our systems",
            "{expected} were expected without it, from {started} to {ended}." + after + joint,
        ),
        "finance": Wording(
            title, "Money brought: {money_brought:full}." * ("money_brought" in named) + cost + share + after + joint
        ),
    }


def _evidence(lift: Lift, ids: tuple[str, ...], count: int, trade: Trade, rows: Rows) -> tuple[Evidence, ...]:
    assert lift.during is not None
    span = (lift.during.start, lift.during.end)
    start, end = (t.astype("datetime64[us]").item() for t in span)
    where = (
        Condition("ordered_at", ">=", start),
        Condition("ordered_at", "<", end),
        Condition("status", "in", ("placed", "refunded")),
        *of_the_trade(trade, rows["orders"]),
    )
    seen = placed(trade, rows["orders"], trade.stream.window(*span))
    return (
        Evidence("Orders placed while it ran", "orders", where, seen),
        Evidence("The campaign's plan", "campaigns", (Condition("campaign_id", "in", ids),), count),
    )


def _window(lift: Lift) -> tuple[np.datetime64, np.datetime64]:
    """Half as long before and after the campaign, a day at least."""
    assert lift.during is not None
    margin = max((lift.during.end - lift.during.start) // 2, np.timedelta64(86_400, "s"))
    return lift.during.start - margin, lift.during.end + margin


ANALYSIS = LiftOfCampaigns()
