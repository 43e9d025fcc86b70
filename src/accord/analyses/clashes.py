"""Where the two calendars clash.

Question
    Which planned changes, freezes and maintenance windows meet a campaign or sale, what is at risk, and which slot
    is cheaper?

Method
    Half-open intervals, all pairs, exact. What is at risk when a change meets a campaign is the probability that the
    change fails times the revenue expected in the overlap. The probability is a beta-binomial from the team's own
    history by service and kind, pooled. Expected revenue is what those hours usually bring, told ahead, with the
    campaign's own forecast added by the rhythm of the week.

Assumes
    The next change fails as often as such changes did, a failed one stops all orders of its service for as long as it
    was planned, and the campaign brings what was forecast.

Do not trust it when
    There are fewer than about twenty past changes, the campaign is unlike any before, or the calendar is not kept.

Source
    Gelman et al. 2013, chapter 5 (beta-binomial with pooling).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analyses.base import Analysis, Effect, Given, Needs, Rows, setting
from accord.clauses.charter import Service
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
from accord.methods.calendar_slots import Costs, Wanted, cheapest_slots, opening_hours
from accord.methods.calendars import Clash, Entry, clashes, each, plans, service_name
from accord.methods.counterfactual import FLAGS, Incident, Series
from accord.methods.draws import around
from accord.methods.incidents import INCIDENTS, IncidentRow, cases
from accord.methods.odds import failure_odds
from accord.methods.streams import Stream, coarser
from accord.methods.trade import ORDERS_BY_MINUTE, RATES, OrdersByMinute, Rate, long_enough, special_dates, trades
from accord.methods.uptime import share_of_orders
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period

BIN_SECONDS = 900
DRAWS = 4000


@dataclass(frozen=True)
class Settings:
    """``horizon_days``: how far ahead to look (1 to 1100 days); ``slots``: how many cheaper slots to offer
    (0 to 10)."""

    horizon_days: int = setting(92, "how far ahead to look", "days", 1, 1100)
    slots: int = setting(4, "how many cheaper slots to offer", "", 0, 10)

    def __post_init__(self) -> None:
        if not 1 <= self.horizon_days <= 1100:
            raise ValueError(f"horizon_days is {self.horizon_days}; give 1 to 1100")
        if not 0 <= self.slots <= 10:
            raise ValueError(f"slots is {self.slots}; give 0 to 10")


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign that is not over when the period starts."""

    campaign_id: str
    name: str
    starts_at: datetime
    ends_at: datetime
    forecast_minor: int
    currency: str
    capacity_checked_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change, past or planned."""

    change_id: str
    service: str
    planned_start: datetime
    planned_end: datetime
    kind: str
    outcome: str
    title: str


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """An entry of the joint calendar."""

    entry_id: str
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    side: str


class Clashes(Analysis[Settings]):
    """Where the two calendars clash."""

    name = "clashes"
    title = "Where plans clash"
    question = "Which plans of the two sides clash, what is at risk, and which slot is cheaper?"
    version = 1
    needs = Needs(
        tables=("campaigns", "changes"),
        optional=("orders", "calendar", "incidents", "rates"),
        clauses=("organisation", "services", "calendar", "record", "owners"),
    )
    rows = {
        "campaigns": CampaignRow,
        "changes": ChangeRow,
        "calendar": CalendarRow,
        "orders": OrdersByMinute,
        "incidents": IncidentRow,
        "rates": Rate,
    }
    queries = {
        "campaigns": """
            select campaign_id, name, starts_at, ends_at, forecast_minor, coalesce(currency, '') as currency,
                   capacity_checked_at
            from campaigns
            where ends_at > :start
        """,
        "changes": """
            select change_id, service, planned_start, planned_end, kind, coalesce(outcome, '') as outcome,
                   coalesce(title, '') as title
            from changes
            where planned_end > :history_start
        """,
        "calendar": """
            select entry_id, kind, title, starts_at, ends_at, coalesce(side, '') as side
            from calendar
            where ends_at > :start and kind in ('freeze', 'sale', 'maintenance')
        """,
        "orders": ORDERS_BY_MINUTE,
        "incidents": INCIDENTS,
        "rates": RATES,
    }
    effect = Effect("at_risk", "down", "money at risk in clashes", told="ahead")
    settings = Settings

    def estimate(self, rows: Rows, given: Given[Settings], rng: np.random.Generator) -> list[Finding]:
        """One finding for each clash after ``as_of``, and one for each campaign ahead without a capacity check."""
        ahead = [e for e in entries(rows, given) if e.end > given.as_of]
        met = [c for c in clashes(ahead) if c.end > given.as_of and c.start < _horizon(given)]
        market = market_of(rows, given)
        odds = odds_of(rows["changes"], given, rng)
        found = [_finding(c, ahead, market, odds, rows, given, rng) for c in each_once(met)]
        least = given.charter.calendar.pass_below_minor
        kept = [f for f in found if f.amount is None or f.amount.interval.mid >= least]
        return kept + _unchecked(rows["campaigns"], given)

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        from accord.findings import charts

        if finding.grid is None:
            return None
        return charts.slots(finding.grid, label="slot", mid="risk", low="low", high="high", chosen=0)


def _horizon(given: Given[Settings]) -> datetime:
    return given.as_of + timedelta(days=given.settings.horizon_days)


def each_once(met: Sequence[Clash]) -> list[Clash]:
    """A change that meets a campaign or sale inside a freeze is told once, with the campaign."""
    trading = {_moving(c).id for c in met if c.one.kind in ("campaign", "sale")}
    return [c for c in met if c.one.kind != "freeze" or _moving(c).id not in trading]


def entries(rows: Rows, given: Given[Settings]) -> list[Entry]:
    """Both sides' plans; a change that is over, or called off, meets nothing any more."""
    coming = rows["changes"]["outcome"] == ""
    changes = {name: column[coming] for name, column in rows["changes"].items()}
    return plans(rows["campaigns"], changes, rows["calendar"], given.charter)


@dataclass(frozen=True, slots=True)
class Market:
    """What a stretch of time is worth: the orders' stream where there is one, and each quarter of an hour ahead."""

    stream: Stream | None
    currency: str
    special: NDArray[np.datetime64]
    masked: tuple[Incident, ...]
    value_by_bin: Costs | None


def market_of(rows: Rows, given: Given[Settings]) -> Market:
    """What each stretch up to the horizon is worth; without two weeks of orders nothing is."""
    until = np.datetime64(given.as_of, "s")
    found = trades(rows["orders"], rows["rates"], base=given.currency, until=until)
    if not long_enough(found):
        return Market(None, given.currency, np.array([], "datetime64[D]"), (), None)
    stream = coarser(found[0].stream, BIN_SECONDS)
    special = special_dates(given.charter, stream.start, _horizon(given).date())
    masked = _masked(rows, given)
    value = _value_by_bin(stream, masked, special, given)
    return Market(stream, found[0].currency, special, masked, value)


def _masked(rows: Rows, given: Given[Settings]) -> tuple[Incident, ...]:
    """Outages and past campaigns say nothing about an ordinary week."""
    felt = [c for s in given.charter.services for c in cases(s, rows["incidents"], given.charter, given.as_of)]
    outages = [Incident(f"outage:{i}", c.start, c.end) for i, c in enumerate(felt) if c.priced and c.end > c.start]
    return tuple(outages)


def _value_by_bin(
    stream: Stream, masked: Sequence[Incident], special: NDArray[np.datetime64], given: Given[Settings]
) -> Costs:
    """Expected money in each quarter of an hour from now to the horizon, for comparing slots."""
    series = Series(stream.start, stream.bin_seconds, stream.counts, stream.money, given.zone)
    rate = counterfactual.minute_price(series, incidents=masked, special_days=special)
    start = -(-int(np.datetime64(given.as_of, "s").astype(np.int64)) // BIN_SECONDS) * BIN_SECONDS
    bins = int(given.settings.horizon_days * 86_400 // BIN_SECONDS)
    later = Series(np.datetime64(start, "s"), BIN_SECONDS, np.zeros(bins), time_zone=given.zone).calendar.slot(
        np.arange(bins)
    )
    money = rate.events if rate.money is None else rate.money
    return Costs(start, BIN_SECONDS, money[later])


@dataclass(frozen=True, slots=True)
class Odds:
    """Posterior draws of P(change fails) by (service, kind), and the counts behind them."""

    draws: dict[tuple[str, str], NDArray[np.float64]]
    counts: dict[tuple[str, str], tuple[int, int]]

    def of(self, service: str | None, kind: str | None) -> tuple[NDArray[np.float64], tuple[int, int]]:
        key = (service or "", kind or "normal")
        return self.draws[key], self.counts[key]


def odds_of(changes: Columns, given: Given[Settings], rng: np.random.Generator) -> Odds:
    """History up to ``as_of``; planned changes stand in with no history, so that pooling tells about them."""
    counts: dict[tuple[str, str], list[int]] = {}
    for service, kind, end, outcome in each(changes, "service", "kind", "planned_end", "outcome"):
        pair = counts.setdefault((service_name(str(service), given.charter), str(kind)), [0, 0])
        if outcome in ("successful", "unsuccessful") and end <= given.as_of:
            pair[0] += outcome == "unsuccessful"
            pair[1] += 1
    for kind in ("normal", "standard", "emergency"):
        counts.setdefault(("", kind), [0, 0])
    keys = sorted(counts)
    kinds = sorted({k for _, k in keys})
    told = failure_odds(
        [counts[k][0] for k in keys],
        [counts[k][1] for k in keys],
        [kinds.index(k[1]) for k in keys],
        rng=rng,
        draws=DRAWS,
    )
    draws = {k: told.draws[:, i] for i, k in enumerate(keys)}
    return Odds(draws, {k: (counts[k][0], counts[k][1]) for k in keys})


@dataclass(frozen=True, slots=True)
class Risk:
    """What is at risk in one clash: money draws, or None where orders cannot be told; and what it rests on."""

    money: NDArray[np.float64] | None
    chance: Interval | None
    counts: tuple[int, int]
    exposed: Interval | None
    flags: tuple[str, ...] = ()


def _finding(
    clash: Clash,
    ahead: Sequence[Entry],
    market: Market,
    odds: Odds,
    rows: Rows,
    given: Given[Settings],
    rng: np.random.Generator,
) -> Finding:
    risk = risk_of(clash, market, odds, rows, given, rng)
    amount = _amount(risk, market)
    offers = _offers(clash, ahead, market, odds, risk, rows, given)
    figures = _figures(clash, risk, market, offers, given)
    subject = _moving(clash)
    owner = given.charter.owner(*([f"service:{subject.service}"] if subject.service else []), "clashes")
    weeks = max((clash.start - given.as_of).total_seconds() / 604_800, 1.0)
    return Finding(
        analysis="clashes",
        subject=f"{clash.one.id}:{clash.other.id}",
        period=Period(clash.start, clash.end),
        kind="at_risk",
        amount=amount,
        verdict="" if amount else "No price: " + _why_no_price(clash, market),
        figures=figures,
        wordings=_wordings({f.name for f in figures}, clash),
        playback="What I hear is that {one} and {other} meet on {started}. Did I get that right?",
        ask=_ask({f.name for f in figures}),
        evidence=_evidence(clash),
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        claims=(Claim("risk", "*", Period(clash.start, clash.end)),),
        waiting=Waiting(amount.interval.scaled(1 / weeks) if amount else Interval.exact(0), clash.start),
        flags=_flags(clash, risk, ahead),
        grid=offers,
    )


def _moving(clash: Clash) -> Entry:
    """The entry that could be moved: the change or maintenance, else the second."""
    return clash.one if clash.one.kind == "change" else clash.other


def _why_no_price(clash: Clash, market: Market) -> str:
    if market.stream is None:
        return "two weeks of orders are needed to tell what those hours bring"
    return (
        "no change is part of it"
        if "change" not in (clash.one.kind, clash.other.kind)
        else "its service carries no orders"
    )


def risk_of(
    clash: Clash, market: Market, odds: Odds, rows: Rows, given: Given[Settings], rng: np.random.Generator
) -> Risk:
    """The chance that the clash's change fails times what its overlap should bring; no money where either is untold."""
    change = next((e for e in (clash.one, clash.other) if e.kind == "change"), None)
    plan = next((e for e in (clash.one, clash.other) if e.kind in ("campaign", "sale", "freeze")), None)
    if change is None or plan is None:
        return Risk(None, None, (0, 0), None)
    draws, counts = odds.of(change.service, change.change_kind)
    chance = _interval(draws)
    service = given.charter.service(change.service or "")
    if market.stream is None or service is None or service.carries != "orders":
        return Risk(None, chance, counts, None)
    exposed, flags = _exposed(clash, service, plan, market, rows, given, rng)
    return Risk(draws * exposed, chance, counts, _interval(exposed), flags)


def _interval(draws: NDArray[np.float64]) -> Interval:
    low, high = (float(v) for v in np.quantile(draws, [0.05, 0.95]))
    return Interval(min(max(float(draws.mean()), low), high), low, high)


def _exposed(
    clash: Clash,
    service: Service,
    plan: Entry,
    market: Market,
    rows: Rows,
    given: Given[Settings],
    rng: np.random.Generator,
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Draws of the money that the overlap may bring, the campaign's own forecast added, and what to say about them."""
    assert market.stream is not None  # settled by the caller, for the type checker
    stream = market.stream
    series = Series(stream.start, stream.bin_seconds, stream.counts, stream.money, given.zone)
    start, end = (np.datetime64(t, "s") for t in (clash.start, clash.end))
    span = Incident("clash", start, end)
    [going] = counterfactual.going_rate(series, [span], incidents=market.masked, special_days=market.special, rng=rng)
    mid, low, high = (going.money.mid or 0, going.money.low, going.money.high) if going.money else (0, 0, 0)
    # Whole bins are told, of which the overlap covers a part; the campaign adds its own. The spread of a sum grows with
    # the root of its size.
    part = (end - start) / (going.end - going.start)
    whole = part * mid + _forecast_part(clash, plan, rows["campaigns"], market)
    wider = float(np.sqrt(whole / mid)) if mid else 1.0
    sold = around(whole, whole - (mid - low) * wider, whole + (high - mid) * wider, DRAWS, rng)
    return sold * share_of_orders(rows["orders"], service.segment), going.flags


def _forecast_part(clash: Clash, plan: Entry, campaigns: Columns, market: Market) -> float:
    """The part of a campaign's own forecast that falls into the overlap, by the rhythm of the week."""
    if plan.kind != "campaign":
        return 0.0
    place = [str(i) for i in campaigns["campaign_id"]].index(plan.id)
    forecast = float(campaigns["forecast_minor"][place])
    if not np.isfinite(forecast) or campaigns["currency"][place] not in ("", market.currency):
        return 0.0
    even = (clash.end - clash.start) / (plan.end - plan.start)
    if market.value_by_bin is None:
        return forecast * even
    part, whole = market.value_by_bin.between(_epochs([clash.start, plan.start]), _epochs([clash.end, plan.end]))
    return forecast * (float(part / whole) if np.isfinite(part) and whole > 0 else even)


def _amount(risk: Risk, market: Market) -> Amount | None:
    return None if risk.money is None else Amount(_interval(risk.money).rounded(), market.currency)


def _offers(
    clash: Clash,
    ahead: Sequence[Entry],
    market: Market,
    odds: Odds,
    risk: Risk,
    rows: Rows,
    given: Given[Settings],
) -> Grid | None:
    """Where the change stands now, then the cheapest free slots: no campaign, sale, freeze or work on that service."""
    change = next((e for e in (clash.other, clash.one) if e.kind == "change"), None)
    if change is None or risk.money is None or market.value_by_bin is None or not given.settings.slots:
        return None
    lines = [(change.start, risk.money), *free_slots(change, ahead, market, odds, rows, given)]
    return Grid(
        (
            ("slot", "Slot", "time"),
            ("risk", "At risk", "money"),
            ("low", "At least", "money"),
            ("high", "At most", "money"),
        ),
        tuple((t, *_three(money)) for t, money in lines),
    )


def free_slots(
    change: Entry, ahead: Sequence[Entry], market: Market, odds: Odds, rows: Rows, given: Given[Settings]
) -> list[tuple[datetime, NDArray[np.float64]]]:
    """The cheapest slots in which nothing stands in the change's way: when each begins, and draws of what is at risk.

    None where orders cannot be told.
    """
    if market.value_by_bin is None:
        return []
    draws, _ = odds.of(change.service, change.change_kind)
    share = _share(change, rows, given)
    slots = cheapest_slots(
        market.value_by_bin, _wanted(change, ahead, market.value_by_bin, given), given.settings.slots
    )
    offered = zip(slots.start.tolist(), slots.cost.tolist(), strict=True)
    return [(np.datetime64(s, "s").item(), draws * share * c) for s, c in offered]


def _share(change: Entry, rows: Rows, given: Given[Settings]) -> float:
    service = given.charter.service(change.service or "")
    return share_of_orders(rows["orders"], service.segment) if service else 1.0


def _wanted(change: Entry, ahead: Sequence[Entry], costs: Costs, given: Given[Settings]) -> Wanted:
    """As long as the change, within the hours of the charter, with nothing in its way."""
    taken = [e for e in ahead if e.id != change.id and stands_in_the_way(e, change)]
    opens, closes = given.charter.calendar.slot_hours
    allowed = None
    if (opens, closes) != (0, 24):
        allowed = opening_hours(costs.start, costs.end, given.zone, opens * 3600, closes * 3600)
    busy = (_epochs([e.start for e in taken]), _epochs([e.end for e in taken]))
    seconds = int((change.end - change.start).total_seconds())
    return Wanted(seconds, busy=busy, allowed=allowed, zone=given.zone)


def _three(draws: NDArray[np.float64]) -> tuple[float, float, float]:
    interval = _interval(draws)
    return round(interval.mid), round(interval.low), round(interval.high)


def stands_in_the_way(entry: Entry, change: Entry) -> bool:
    """Whether a change may not lie where this entry is."""
    return entry.kind in ("campaign", "sale", "freeze") or (entry.kind == "change" and entry.service == change.service)


def _epochs(times: Sequence[datetime]) -> NDArray[np.int64]:
    return np.array(times, dtype="datetime64[s]").astype(np.int64)


def _figures(
    clash: Clash, risk: Risk, market: Market, offers: Grid | None, given: Given[Settings]
) -> tuple[Figure, ...]:
    found = [
        Figure("one", "What one side plans", clash.one.title, "text"),
        Figure("other", "What it meets", clash.other.title, "text"),
        Figure("started", "They meet from", clash.start, "time"),
        Figure("ended", "To", clash.end, "time"),
        Figure("overlap", "They share", Interval.exact((clash.end - clash.start).total_seconds()), "seconds"),
    ]
    change = next((e for e in (clash.one, clash.other) if e.kind == "change"), None)
    if change is not None and change.service:
        found.append(Figure("service", "Service", change.service, "text"))
    if risk.chance is not None:
        found.append(Figure("chance", "Chance that the change fails", risk.chance, "share"))
        found.append(Figure("failed", "Such changes that failed", Interval.exact(risk.counts[0]), "count"))
        found.append(Figure("tried", "Of such changes", Interval.exact(risk.counts[1]), "count"))
    if risk.exposed is not None:
        found.append(Figure("exposed", "Expected to be sold meanwhile", risk.exposed.rounded(), "money"))
    if risk.money is not None:
        found.append(Figure("at_risk", "At risk", _interval(risk.money).rounded(), "money"))
    if offers is not None and len(offers.rows) > 1:
        slot, mid, low, high = offers.rows[1]
        found.append(Figure("slot", "Cheapest free slot", slot, "time"))
        found.append(Figure("slot_risk", "At risk in that slot", Interval(mid, low, high), "money"))
    return tuple(found)


def _wordings(named: set[str], clash: Clash) -> dict[Audience, Wording]:
    title = "{one} meets {other}"
    when = "From {started} to {ended}."
    move = " Moving it to {slot} leaves {slot_risk} at risk." if "slot" in named else ""
    if "chance" not in named:
        return {a: Wording(title, when) for a in ("marketing", "it", "finance")}
    history = (
        " {failed} of {tried} such changes went wrong, so the chance is {chance:full}." if "tried" in named else ""
    )
    exposed = " {exposed} is expected to be sold meanwhile." if "exposed" in named else ""
    return {
        "marketing": Wording(title, when + " A change that goes wrong can stop orders." + exposed + move),
        "it": Wording("{other} is planned during {one}", when + history + move),
        "finance": Wording(title, when + history + exposed + move),
    }


def _ask(named: set[str]) -> str:
    if "slot" in named:
        return "If {other} moved to {slot}, is there anything else you would need?"
    return "If one of the two moved, which would be easier for you, {one} or {other}?"


def _evidence(clash: Clash) -> tuple[Evidence, ...]:
    return tuple(_entry_evidence(e) for e in (clash.one, clash.other))


def _entry_evidence(entry: Entry) -> Evidence:
    table, key = {"campaign": ("campaigns", "campaign_id"), "change": ("changes", "change_id")}.get(
        entry.kind, ("calendar", "entry_id")
    )
    where = [Condition(key, "=", entry.id)]
    if table == "calendar":
        where.append(Condition("starts_at", "=", entry.start))
    return Evidence(entry.title, table, tuple(where), 1)


def _flags(clash: Clash, risk: Risk, ahead: Sequence[Entry]) -> tuple[Flag, ...]:
    found = [Flag(code, FLAGS[code]) for code in risk.flags]
    if risk.chance is not None and risk.counts[1] < 20:
        found.append(
            Flag("few_changes", "Few such changes are on record, so other services and kinds help to tell the chance.")
        )
    if any(e.kind == "freeze" and e.start < clash.end and e.end > clash.start for e in ahead):
        found.append(Flag("in_a_freeze", "It falls into a freeze that both sides agreed."))
    return tuple(found)


def _unchecked(campaigns: Columns, given: Given[Settings]) -> list[Finding]:
    """Campaigns ahead that nobody has checked for load."""
    return [
        _unchecked_finding(str(i), str(n), s, e, given)
        for i, n, s, e, checked in each(campaigns, "campaign_id", "name", "starts_at", "ends_at", "capacity_checked_at")
        if given.as_of <= s < _horizon(given) and checked is None and e > s
    ]


def _unchecked_finding(id_: str, name: str, start: datetime, end: datetime, given: Given[Settings]) -> Finding:
    owner = given.charter.owner(f"campaign:{id_}", "clashes")
    body = "It starts on {started}, and no capacity check is on record."
    return Finding(
        analysis="clashes",
        subject=f"unchecked:{id_}",
        period=Period(start, end),
        kind="counted",
        amount=None,
        verdict="No price: only a capacity check tells",
        figures=(Figure("campaign", "Campaign", name, "text"), Figure("started", "Starts", start, "time")),
        wordings={a: Wording("{campaign} has no capacity check", body) for a in ("marketing", "it", "finance")},
        playback="What I hear is that nobody has checked whether the systems carry {campaign}. Did I get that right?",
        ask="If you told us the load you expect from {campaign}, how early could we check it?",
        evidence=(Evidence("The campaign's plan", "campaigns", (Condition("campaign_id", "=", id_),), 1),),
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        waiting=Waiting(Interval.exact(0), start),
    )


ANALYSIS = Clashes()
