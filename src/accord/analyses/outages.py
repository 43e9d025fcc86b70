"""What outages cost.

Question
    What did each interruption of a service that carries orders cost, in orders and in money, after what came back?

Method
    Orders a minute are compared with what the same hours of the weeks before, and the level of the last hour, day and
    week, led to expect. The interval is calibrated on quiet windows of the same length (conformal prediction). What
    came back is pooled over clear incidents. Money is the lost orders times the mean order value of the 28 days before.

Assumes
    The incident's times are right to a few minutes, orders are placed when they are recorded, and nothing else unusual
    happened in the same hours on an ordinary day.

Do not trust it when
    The day was a holiday or sale that no clause and no calendar names, the history is shorter than two weeks, a few
    very large orders carry the money, or many outages were never reported.

Source
    Brodersen et al. 2015 (counterfactual), Vovk et al. 2005 (conformal prediction), DerSimonian and Laird 1986
    (pooling).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analyses.base import Analysis, Effect, Given, Needs, Rows, setting
from accord.clauses.special_days import special_days
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
    Waiting,
    Wording,
)
from accord.methods import counterfactual
from accord.methods.around import grids
from accord.methods.counterfactual import FLAGS, Estimate, Incident, Price, Pricing, Series
from accord.methods.incidents import INCIDENTS, Case, IncidentRow, cases
from accord.methods.trade import (
    ORDERS_BY_MINUTE,
    RATES,
    OrdersByMinute,
    Rate,
    Trade,
    of_the_trade,
    placed,
    segments,
    trades,
)
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period, local


@dataclass(frozen=True)
class Settings:
    """``recapture_hours``: how long after an outage its orders may come back (1 to 72 h); ``preliminary``: use only
    what was known when the outage ended; ``by_segment``: price each segment as well."""

    recapture_hours: float = setting(4.0, "how long after an outage its orders may come back", "h", 1, 72)
    preliminary: bool = setting(False, "use only what was known when the outage ended")
    by_segment: bool = setting(True, "price each segment as well")

    def __post_init__(self) -> None:
        if not 1 <= self.recapture_hours <= 72:
            raise ValueError(f"recapture_hours is {self.recapture_hours}; give 1 to 72")


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign that runs in the period."""

    campaign_id: str
    name: str
    starts_at: datetime
    ends_at: datetime
    forecast_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A sale day or holiday of the calendar."""

    starts_at: datetime
    ends_at: datetime


class Outages(Analysis[Settings]):
    """What outages cost."""

    name = "outages"
    title = "What outages cost"
    question = "What did each outage cost, after what came back?"
    version = 1
    cell = "it_cost_marketing"
    needs = Needs(
        tables=("orders", "incidents"),
        optional=("campaigns", "calendar", "rates"),
        clauses=("organisation", "services", "calendar", "record", "owners"),
    )
    rows = {
        "orders": OrdersByMinute,
        "incidents": IncidentRow,
        "campaigns": CampaignRow,
        "sales": SaleRow,
        "rates": Rate,
    }
    queries = {
        "orders": ORDERS_BY_MINUTE,
        "incidents": INCIDENTS,
        "campaigns": """
            select campaign_id, name, starts_at, ends_at, forecast_minor, coalesce(currency, '') as currency
            from campaigns
            where starts_at < :end and ends_at > :start
        """,
        "sales": """
            select starts_at, ends_at
            from calendar
            where kind in ('sale', 'holiday') and starts_at >= :history_start
              and ends_at <= starts_at + interval '4' day
        """,
        "rates": RATES,
    }
    effect = Effect("money_lost", "down", "money lost to outages", stand_in="lost")
    settings = Settings

    def estimate(self, rows: Rows, given: Given[Settings], rng: np.random.Generator) -> list[Finding]:
        """One finding for each priced outage that began in the period, in each currency that stays."""
        carrying = [s for s in given.charter.services if s.carries == "orders"]
        known = [case for service in carrying for case in cases(service, rows["incidents"], given.charter, given.as_of)]
        scopes = dict.fromkeys(s.segment for s in carrying)
        return [f for scope in scopes for f in _of_scope(scope, known, rows, given, rng)]

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        from accord.findings import charts

        if finding.grid is None:
            return None
        window = (finding.period.start, finding.period.end)
        return charts.band(finding.grid, x="at", observed="orders", expected="expected", low="low", high="high",
                           window=window, window_label="incident")  # fmt: skip


def _of_scope(
    scope: str | None, known: list[Case], rows: Rows, given: Given[Settings], rng: np.random.Generator
) -> Iterator[Finding]:
    """All outages that touch one stream of orders are priced together, so that overlapping ones share a loss."""
    felt = [c for c in known if (c.priced or c.planned) and (c.service.segment in (scope, None) or scope is None)]
    told = [c for c in felt if c.service.segment == scope and c.priced and _in_period(c, given.period)]
    if not told:
        return
    until = np.datetime64(given.as_of, "s")
    base = given.currency
    for trade in trades(rows["orders"], rows["rates"], base=base, segment=scope, until=until):
        pricing = _priced(trade, felt, rows, given, rng)
        parts = _by_segment(scope, trade, felt, rows, given, rng)
        special, windows = _special(rows["sales"], trade, given), [_window(case) for case in told]
        drawn = grids(trade.stream, given.zone, windows, masked=_incidents(felt), special_days=special, rng=rng)
        for case, grid in zip(told, drawn, strict=True):
            place = felt.index(case)
            price = pricing.prices[place]
            if price.expected is not None:
                segment_prices = {name: p.prices[place] for name, p in parts.items()}
                yield _finding(
                    case, price, pricing, trade, segment_prices, rows, given, _a_week(case, felt, trade), grid
                )


def _in_period(case: Case, period: Period) -> bool:
    return bool(np.datetime64(period.start, "us") <= case.start < np.datetime64(period.end, "us"))


def _priced(trade: Trade, felt: list[Case], rows: Rows, given: Given[Settings], rng: np.random.Generator) -> Pricing:
    return counterfactual.price(
        _series(trade, given),
        _incidents(felt),
        special_days=_special(rows["sales"], trade, given),
        preliminary=given.settings.preliminary,
        recapture_horizon=int(given.settings.recapture_hours * 3600),
        rng=rng,
    )


def _series(trade: Trade, given: Given[Settings]) -> Series:
    stream = trade.stream
    return Series(stream.start, stream.bin_seconds, stream.counts, stream.money, given.zone)


def _incidents(felt: list[Case]) -> list[Incident]:
    return [Incident(str(i), c.start, None if c.is_open else c.end) for i, c in enumerate(felt)]


def _window(case: Case) -> tuple[np.datetime64, np.datetime64]:
    """Two hours before to four after, more for long outages."""
    half = (case.end - case.start) // 2
    return case.start - max(np.timedelta64(7200, "s"), half), case.end + max(np.timedelta64(14_400, "s"), half)


def _by_segment(
    scope: str | None, whole: Trade, felt: list[Case], rows: Rows, given: Given[Settings], rng: np.random.Generator
) -> dict[str, Pricing]:
    """Each segment priced on its own; only where a service carries more than one."""
    names = segments(rows["orders"]) if scope is None and given.settings.by_segment else []
    if len(names) < 2:
        return {}
    until = np.datetime64(given.as_of, "s")
    found = {n: trades(rows["orders"], rows["rates"], base=given.currency, segment=n, until=until) for n in names}
    own = {n: next((t for t in ts if t.currency == whole.currency), None) for n, ts in found.items()}
    return {n: _priced(t, felt, rows, given, rng) for n, t in own.items() if t}


def _special(sales: Columns, trade: Trade, given: Given[Settings]) -> NDArray[np.datetime64]:
    """Local days that are compared with each other only: holidays and sale days."""
    first = trade.stream.start.astype(datetime).date()
    days = set(special_days(given.charter, first, given.as_of.date() + timedelta(days=1)))
    for start, end in zip(sales["starts_at"], sales["ends_at"], strict=True):
        day = local(start.astype(datetime), given.zone).date()
        last = local(end.astype(datetime) - timedelta(microseconds=1), given.zone).date()
        while day <= last:
            days.add(day)
            day += timedelta(days=1)
    return np.array(sorted(days), dtype="datetime64[D]")


def _finding(
    case: Case,
    price: Price,
    pricing: Pricing,
    trade: Trade,
    parts: dict[str, Price],
    rows: Rows,
    given: Given[Settings],
    a_week: float,
    grid: Grid,
) -> Finding:
    period = Period(case.start.astype("datetime64[us]").item(), _after(case))
    campaign = _campaign(rows["campaigns"], period)
    figures = _figures(case, price, trade, campaign, rows, given)
    named = {f.name for f in figures}
    amount = _amount(price, trade)
    owner = given.charter.owner(f"service:{case.service.name}", "outages")
    weekly = amount.interval.scaled(a_week) if amount else Interval.exact(0)
    return Finding(
        analysis="outages",
        subject=f"{case.service.name}:{rows['incidents']['incident_id'][case.members[0]]}:{trade.currency}",
        period=period,
        kind="lost",
        amount=amount,
        verdict="" if amount else _verdict(price),
        figures=figures,
        wordings=_wordings(named),
        playback=_playback(named),
        ask=_ask(named),
        evidence=_evidence(case, price, campaign, rows, trade),
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        cell="it_cost_marketing",
        claims=(Claim("orders", case.service.segment or "*", period),),
        waiting=Waiting(weekly),
        flags=tuple(Flag(code, FLAGS[code]) for code in price.flags),
        held=(pricing.record.held, pricing.record.of) if pricing.record.of else None,
        grid=grid,
        breakdown=_breakdown(parts),
    )


def _verdict(price: Price) -> str:
    return "Cannot tell what was lost" if price.lost is None or price.lost.mid is None else "No measurable loss"


def _a_week(case: Case, felt: list[Case], trade: Trade) -> float:
    """How often a week such an outage of the service recurs; 0 for one that never did."""
    times = sum(c.priced and c.service == case.service for c in felt)
    weeks = len(trade.stream.counts) * trade.stream.bin_seconds / 604_800
    return times / max(weeks, 1.0) if times >= 2 else 0.0


def _after(case: Case) -> datetime:
    end: datetime = max(case.end, case.start + np.timedelta64(60, "s")).astype("datetime64[us]").item()
    return end


def _amount(price: Price, trade: Trade) -> Amount | None:
    money = price.money
    if money is None or money.mid is None:
        return None
    return Amount(Interval(money.mid, money.low, money.high), trade.currency)


def _campaign(campaigns: Columns, period: Period) -> int | None:
    """The campaign with the largest forecast among those that ran at the time."""
    start, end = np.datetime64(period.start, "us"), np.datetime64(period.end, "us")
    ran = np.flatnonzero((campaigns["starts_at"] < end) & (campaigns["ends_at"] > start))
    forecast = np.nan_to_num(np.asarray(campaigns["forecast_minor"], float))
    return max((int(i) for i in ran), key=lambda i: (forecast[i], -i), default=None)


def _figures(
    case: Case, price: Price, trade: Trade, campaign: int | None, rows: Rows, given: Given[Settings]
) -> tuple[Figure, ...]:
    incidents = rows["incidents"]
    ids = ", ".join(dict.fromkeys(str(incidents["incident_id"][m]) for m in case.members))
    seconds = float((case.end - case.start) / np.timedelta64(1, "s"))
    return (
        Figure("service", "Service", case.service.name, "text"),
        Figure("incidents", "Told as", ids, "text"),
        Figure("severity", "Severity", case.severity, "text"),
        Figure("started", "From", case.start.astype("datetime64[us]").item(), "time"),
        Figure("ended", "To", case.end.astype("datetime64[us]").item(), "time"),
        Figure("duration", "Lasted", Interval.exact(seconds), "seconds"),
        Figure("observed", "Orders seen", Interval.exact(price.observed), "count"),
        *_counted("expected", "Orders expected", price.expected),
        *_counted("not_placed", "Not placed", price.not_placed),
        *_counted("came_back", "Came back", price.came_back),
        *_counted("lost", "Lost", price.lost),
        *_failed_share(price),
        *_money_figures(price, trade, given),
        *_campaign_figures(price, campaign, rows["campaigns"], trade),
    )


def _counted(name: str, label: str, estimate: Estimate | None) -> list[Figure]:
    if estimate is None or estimate.mid is None:
        return []
    return [Figure(name, label, Interval(estimate.mid, estimate.low, estimate.high), "count")]


def _failed_share(price: Price) -> list[Figure]:
    if price.expected is None or not price.expected.mid or price.not_placed is None or price.not_placed.mid is None:
        return []
    share = [min(max(v / price.expected.mid, 0.0), 1.0) for v in (price.not_placed.mid, price.not_placed.low,
                                                                 price.not_placed.high)]  # fmt: skip
    return [Figure("failed", "Share of orders that failed", Interval(*share), "share")]


def _money_figures(price: Price, trade: Trade, given: Given[Settings]) -> list[Figure]:
    amount = _amount(price, trade)
    if amount is None:
        return []
    lost = Figure("money_lost", "Revenue lost", amount.interval, "money")
    margin = given.charter.organisation.margin
    if margin is None:
        return [lost]
    return [lost, Figure("margin_lost", "Contribution margin lost", amount.interval.scaled(margin), "money")]


def _campaign_figures(price: Price, campaign: int | None, campaigns: Columns, trade: Trade) -> list[Figure]:
    if campaign is None:
        return []
    named = [Figure("campaign", "Campaign", str(campaigns["name"][campaign]), "text")]
    forecast = float(campaigns["forecast_minor"][campaign])
    amount = _amount(price, trade)
    if amount is None or not forecast > 0 or campaigns["currency"][campaign] not in ("", trade.currency):
        return named
    return [
        *named,
        Figure("forecast_share", "Of the campaign's forecast", amount.interval.scaled(1 / forecast), "share"),
    ]


def _wordings(named: set[str]) -> dict[Audience, Wording]:
    during = " during {campaign}" if "campaign" in named else ""
    down = "{service} was down for {duration}"
    lost = _lost_sentence(named)
    share = " That is {forecast_share} of what {campaign} was forecast to bring." if "forecast_share" in named else ""
    failed = " {failed} of orders failed." if "failed" in named else ""
    margin = " Contribution margin lost: {margin_lost:full}." if "margin_lost" in named else ""
    return {
        "marketing": Wording(down + during, lost + share),
        "it": Wording(
            "{service} failed from {started} to {ended:clock}",
            "{incidents}, severity {severity}, lasted {duration}." + failed + " " + lost,
        ),
        "finance": Wording(
            "Revenue lost while {service} was down for {duration}",
            "Orders are priced at the average order value of the weeks before." + margin + " " + lost + share,
        ),
    }


def _lost_sentence(named: set[str]) -> str:
    if "lost" not in named:
        return "{observed} orders came in, about as many as such a time brings."
    back = "; {came_back} more came back later" if "came_back" in named else ""
    return "About {lost} orders were lost" + back + "."


def _playback(named: set[str]) -> str:
    lost = " and about {lost} orders are gone for good" if "lost" in named else ""
    return "What I hear is that {service} was down for {duration}" + lost + ". Did I get that right?"


def _ask(named: set[str]) -> str:
    when = "the hours of {campaign}" if "campaign" in named else "the busiest hours of the week"
    return f"If work on {{service}} stayed out of {when}, is there anything else you would need from us?"


def _evidence(case: Case, price: Price, campaign: int | None, rows: Rows, trade: Trade) -> tuple[Evidence, ...]:
    segment = (Condition("segment", "=", case.service.segment),) if case.service.segment else ()
    window = trade.stream.window(price.start, price.end)
    seen = placed(trade, rows["orders"], window, case.service.segment)
    incidents = rows["incidents"]
    ids = tuple(dict.fromkeys(str(incidents["incident_id"][m]) for m in case.members))
    found = [
        Evidence(
            "Orders placed in that time",
            "orders",
            (
                Condition("ordered_at", ">=", price.start.astype("datetime64[us]").item()),
                Condition("ordered_at", "<", price.end.astype("datetime64[us]").item()),
                Condition("status", "in", ("placed", "refunded")),
                *segment,
                *of_the_trade(trade, rows["orders"]),
            ),
            seen,
            # Where outages overlap, each has its own part of the orders of that time.
            adds_up_to="observed" if seen == price.observed else None,
        ),
        Evidence(
            "The incident, as each tool told it", "incidents", (Condition("incident_id", "in", ids),), len(case.members)
        ),
    ]
    if campaign is not None:
        name = str(rows["campaigns"]["campaign_id"][campaign])
        found.append(Evidence("The campaign and its forecast", "campaigns", (Condition("campaign_id", "=", name),), 1))
    return tuple(found)


def _breakdown(parts: dict[str, Price]) -> Grid | None:
    rows = tuple(
        (name, p.observed, p.expected.mid, p.lost.mid, p.lost.low, p.lost.high)
        for name, p in parts.items()
        if p.expected is not None and p.lost is not None
    )
    if not rows:
        return None
    return Grid(
        (
            ("segment", "Segment, each on its own", "text"),
            ("observed", "Orders seen", "count"),
            ("expected", "Orders expected", "count"),
            ("lost", "Lost", "count"),
            ("low", "Lost, at least", "count"),
            ("high", "Lost, at most", "count"),
        ),
        rows,
    )


ANALYSIS = Outages()
