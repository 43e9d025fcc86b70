"""What campaigns asked of the systems.

Question
    Did services fail more while campaigns ran than in like hours without one, what did that cost, how many
    emergency changes did campaigns cause, and how long before was IT told?

Method
    Failed minutes and incidents during campaigns are compared with the same hours of the week in the weeks before
    and after, where no campaign ran. The interval is exact for counts and widened by how much quiet hours differ
    among themselves; failed minutes are counted by the outage, so that a long one is one misfortune and not many.
    Extra failed minutes are priced by the orders that such minutes bring. Emergency changes count for a campaign
    when they name it.

Assumes
    Hours of the same weekday and time are alike but for the campaign, and tools recorded failures alike in both.

Do not trust it when
    Campaigns always run at times that are special anyway (the fourth week of November), or there are few incidents:
    then it says that no difference can be told.

Source
    Fay, Proschan and Brittain 2015 (joined one-sample intervals); matched comparison.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analyses.base import Analysis, Effect, Given, Needs, Rows, setting
from accord.engines.base import Columns
from accord.findings.finding import Audience, Claim, Condition, Evidence, Figure, Finding, Flag, Grid, Wording
from accord.methods import counterfactual
from accord.methods.counterfactual import Incident, Series
from accord.methods.incidents import INCIDENTS, Case, IncidentRow, cases
from accord.methods.odds import Comparison, Matches, compare, in_hours, matched_quiet, squared_lumps
from accord.methods.overlaps import union
from accord.methods.streams import coarser
from accord.methods.trade import ORDERS_BY_MINUTE, RATES, OrdersByMinute, Rate, long_enough, trades
from accord.methods.uptime import AVAILABILITY, AvailabilityRow, Uptime, share_of_orders, uptime
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period

BIN_SECONDS = 900
LEAST_LETTERS = 4
"""Of a campaign's id or name, to be looked for in a text: '12' stands in too many."""
Seconds = NDArray[np.int64]
Count = Callable[[Seconds, Seconds], NDArray[np.float64]]
"""What happened in each of the stretches that begin and end so (n,), (n,): an amount for each, (n,)."""


@dataclass(frozen=True)
class Settings:
    """``weeks``: how far before and after a campaign to look for like hours (1 to 12); ``least_days``: a campaign told
    to IT fewer days before counts as late (0 to 90)."""

    weeks: int = setting(6, "how far before and after a campaign to look for like hours", "weeks", 1, 12)
    least_days: int = setting(10, "a campaign told to IT fewer days before counts as late", "days", 0, 90)

    def __post_init__(self) -> None:
        if not 1 <= self.weeks <= 12:
            raise ValueError(f"weeks is {self.weeks}; give 1 to 12")
        if not 0 <= self.least_days <= 90:
            raise ValueError(f"least_days is {self.least_days}; give 0 to 90")


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign that touches the period or the history."""

    campaign_id: str
    name: str
    starts_at: datetime
    ends_at: datetime
    announced_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An emergency change of the history or the period, with what it says of its cause."""

    change_id: str
    planned_start: datetime
    campaign_id: str
    words: str


class Load(Analysis[Settings]):
    """What campaigns asked of the systems."""

    name = "load"
    title = "What campaigns asked of the systems"
    question = "Did services fail more while campaigns ran, and what did that cost?"
    version = 2
    cell = "marketing_cost_it"
    history = timedelta(days=120)
    needs = Needs(
        tables=("campaigns", "incidents"),
        optional=("availability", "changes", "orders", "rates"),
        clauses=("organisation", "services", "record", "owners"),
    )
    rows = {
        "campaigns": CampaignRow,
        "changes": ChangeRow,
        "incidents": IncidentRow,
        "availability": AvailabilityRow,
        "orders": OrdersByMinute,
        "rates": Rate,
    }
    queries = {
        "campaigns": """
            select campaign_id, name, starts_at, ends_at, announced_at
            from campaigns
            where ends_at > :history_start and starts_at < :end
        """,
        "changes": """
            select change_id, planned_start, coalesce(campaign_id, '') as campaign_id,
                   coalesce(title, '') || ' ' || coalesce(reason, '') as words
            from changes
            where kind = 'emergency' and planned_start >= :history_start and planned_start < :end
        """,
        "incidents": INCIDENTS,
        "availability": AVAILABILITY,
        "orders": ORDERS_BY_MINUTE,
        "rates": RATES,
    }
    effect = Effect("extra_minutes", "down", "minutes that fail more while campaigns run", told="whole")
    settings = Settings

    def estimate(self, rows: Rows, given: Given[Settings], rng: np.random.Generator) -> list[Finding]:
        """One finding over all campaigns of the period; none without campaigns or without any record of failures."""
        end = min(given.period.end, given.as_of)
        told = {s.name: cases(s, rows["incidents"], given.charter, given.as_of) for s in given.charter.services}
        ups = _uptimes(told, rows, given, end)
        busy = _busy(rows["campaigns"], given.period, end)
        if not len(busy[0]) or not ups:
            return []
        quiet = _quiet(busy, rows["campaigns"], given, end)
        minutes = _compared(busy, quiet, lambda s, e: _bad_minutes(ups, s, e), rng, lumps=True)
        counts = _compared(busy, quiet, lambda s, e: _begun(told, s, e), rng)
        price = _price(busy, rows, given, rng)
        return [_finding(minutes, counts, price, busy, told, rows, given, end)]

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        from accord.findings import charts

        return charts.bars(finding.grid, label="line", value="minutes") if finding.grid else None


def _uptimes(told: dict[str, list[Case]], rows: Rows, given: Given[Settings], end: datetime) -> dict[str, Uptime]:
    start = given.period.start - Load.history
    found = {
        s.name: uptime(s, rows["availability"], told[s.name], start, end)
        for s in given.charter.services
        if s.carries == "orders"
    }
    return {name: up for name, up in found.items() if up is not None}


def _busy(campaigns: Columns, period: Period, end: datetime) -> tuple[Seconds, Seconds]:
    """The hours of the period in which at least one campaign ran, as disjoint stretches."""
    first, last = _second(period.start), _second(end)
    starts = np.clip(_seconds(campaigns["starts_at"]), first, last)
    ends = np.clip(_seconds(campaigns["ends_at"]), first, last)
    real = ends > starts
    return union(starts[real], ends[real])


def _quiet(busy: tuple[Seconds, Seconds], campaigns: Columns, given: Given[Settings], end: datetime) -> Matches:
    """Like hours without any campaign, those of the history and of the period."""
    observed = (_second(given.period.start - Load.history), _second(end))
    avoid = (
        _seconds(campaigns["starts_at"]),
        np.maximum(_seconds(campaigns["ends_at"]), _seconds(campaigns["starts_at"])),
    )
    return matched_quiet(*busy, weeks=given.settings.weeks, zone=given.zone, observed=observed, avoid=avoid)


def _seconds(times: NDArray[np.datetime64]) -> Seconds:
    return times.astype("datetime64[s]").astype(np.int64)


def _second(t: datetime) -> int:
    return int(np.datetime64(t, "s").astype(np.int64))


def _compared(
    busy: tuple[Seconds, Seconds], quiet: Matches, count: Count, rng: np.random.Generator, lumps: bool = False
) -> Comparison | None:
    """Counts in busy hours against matched quiet ones, each campaign with its own; None without any match.

    ``lumps``: what is counted comes by the outage, so that an outage is one thing however long.
    """
    if not len(quiet.start):
        return None
    return compare(
        count(*busy),
        (busy[1] - busy[0]) / 3600,
        count(quiet.start, quiet.end),
        (quiet.end - quiet.start) / 3600,
        rng=rng,
        stratum_busy=np.arange(len(busy[0])),
        stratum_quiet=quiet.busy,
        unit_quiet=quiet.unit,
        squares_busy=_squares(count, *busy) if lumps else None,
        squares_quiet=_squares(count, quiet.start, quiet.end) if lumps else None,
    )


def _squares(count: Count, starts: Seconds, ends: Seconds) -> NDArray[np.float64]:
    """The sum of squared lumps of what is counted, in each stretch (n,)."""
    begins, stops, of = in_hours(starts, ends)
    return squared_lumps(count(begins, stops), of, len(starts))


def _bad_minutes(ups: dict[str, Uptime], starts: Seconds, ends: Seconds) -> NDArray[np.float64]:
    """Minutes of full outage, not planned, over all services that carry orders, in each stretch (n,)."""
    total = np.zeros(len(starts))
    for up in ups.values():
        sums = np.append(0.0, np.cumsum(up.failed_share * ~up.planned)) * up.seconds / 60
        edges = up.start + up.seconds * np.arange(len(sums))
        total += np.interp(ends, edges, sums) - np.interp(starts, edges, sums)
    return np.maximum(total, 0.0)


def _begun(told: dict[str, list[Case]], starts: Seconds, ends: Seconds) -> NDArray[np.float64]:
    """Incidents that began in each stretch (n,), planned work left out."""
    at = np.sort(
        np.array([_second(c.start.astype("datetime64[s]").item()) for cs in told.values() for c in cs if not c.planned])
    )
    return np.asarray(np.searchsorted(at, ends) - np.searchsorted(at, starts), float)


@dataclass(frozen=True, slots=True)
class MinutePrice:
    """Money that a minute of the busy hours brings (minor units), with its ends as shares of the middle."""

    per_minute: float
    low: float
    high: float
    currency: str


def _price(
    busy: tuple[Seconds, Seconds], rows: Rows, given: Given[Settings], rng: np.random.Generator
) -> MinutePrice | None:
    until = np.datetime64(given.as_of, "s")
    found = trades(rows["orders"], rows["rates"], base=given.currency, until=until)
    if not long_enough(found):
        return None
    stream = coarser(found[0].stream, BIN_SECONDS)
    series = Series(stream.start, stream.bin_seconds, stream.counts, stream.money, given.zone)
    spans = [
        Incident(str(i), np.datetime64(int(s), "s"), np.datetime64(int(e), "s"))
        for i, (s, e) in enumerate(zip(*busy, strict=True))
    ]
    going = [g for g in counterfactual.going_rate(series, spans, rng=rng) if g.money is not None and g.money.mid]
    minutes = sum(float((g.end - g.start) / np.timedelta64(60, "s")) for g in going)
    money = sum(g.money.mid or 0 for g in going if g.money)
    if not minutes or not money:
        return None
    low, high = (sum(getattr(g.money, end) for g in going) / money for end in ("low", "high"))
    shares = [share_of_orders(rows["orders"], s.segment) for s in given.charter.services if s.carries == "orders"]
    return MinutePrice(money / minutes * float(np.mean(shares)), low, high, found[0].currency)


def _amount(minutes: Comparison | None, price: MinutePrice | None) -> tuple[Amount | None, str]:
    if minutes is None:
        return None, "Cannot tell: no like hours without a campaign are on record"
    mid, low, high = minutes.excess
    if low <= 0 <= high:
        return None, "No measurable difference"
    if price is None:
        return None, "No price: two weeks of orders are needed"
    if high < 0:
        return None, "Fewer minutes failed than in like hours"
    # The minutes and their price err independently: relative errors are joined in quadrature.
    down = mid * price.per_minute * float(np.hypot(1 - low / mid, 1 - price.low))
    up = mid * price.per_minute * float(np.hypot(high / mid - 1, price.high - 1))
    amount = mid * price.per_minute
    return Amount(Interval(amount, max(amount - down, 0.0), amount + up).rounded(), price.currency), ""


def _finding(
    minutes: Comparison | None,
    counts: Comparison | None,
    price: MinutePrice | None,
    busy: tuple[Seconds, Seconds],
    told: dict[str, list[Case]],
    rows: Rows,
    given: Given[Settings],
    end: datetime,
) -> Finding:
    lines = _campaign_lines(rows, told, given, end)
    amount, verdict = _amount(minutes, price)
    figures = _figures(minutes, counts, busy, lines, amount, given)
    named = {f.name for f in figures}
    owner = given.charter.owner("load")
    changes = tuple(sorted({c for line in lines for c in line.changes}))
    return Finding(
        analysis="load",
        subject="campaigns",
        period=given.period,
        kind="lost",
        amount=amount,
        verdict=verdict,
        figures=figures,
        wordings=_wordings(named),
        playback="What I hear is that {campaigns} campaigns ran, that {emergencies} emergency changes name one of "
        "them, and that {late} were told late. Did I get that right?",
        ask="If we told you the hours and the load of each campaign earlier, how early would be early enough?",
        evidence=_evidence(lines, changes),
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        cell="marketing_cost_it",
        claims=tuple(
            Claim("orders", "*", Period(*(np.datetime64(int(t), "s").item() for t in p)))
            for p in zip(*busy, strict=True)
        ),
        flags=_flags(minutes),
        grid=_grid(minutes),
        breakdown=_breakdown(lines),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One campaign of the period: days between telling IT and its start (None: not on record), and what it caused."""

    campaign_id: str
    name: str
    told_days: float | None
    changes: tuple[str, ...]
    incidents: int


def _campaign_lines(rows: Rows, told: dict[str, list[Case]], given: Given[Settings], end: datetime) -> list[Line]:
    campaigns = rows["campaigns"]
    starts, ends = _seconds(campaigns["starts_at"]), _seconds(campaigns["ends_at"])
    inside = (ends > _second(given.period.start)) & (starts < _second(end))
    begun = _begun(told, starts, np.maximum(ends, starts))
    return [_line(int(i), rows, int(begun[i])) for i in np.flatnonzero(inside)]


def _line(i: int, rows: Rows, incidents: int) -> Line:
    campaigns, changes = rows["campaigns"], rows["changes"]
    id_, name = str(campaigns["campaign_id"][i]), str(campaigns["name"][i])
    ahead = (campaigns["starts_at"][i] - campaigns["announced_at"][i]) / np.timedelta64(86_400, "s")
    caused = tuple(
        str(c)
        for c, named, words in zip(changes["change_id"], changes["campaign_id"], changes["words"], strict=True)
        if (named and named == id_) or any(_says(str(words), own) for own in (id_, name))
    )
    return Line(id_, name, None if np.isnan(ahead) else float(ahead), caused, incidents)


def _says(words: str, own: str) -> bool:
    """Whether a text names a campaign, as whole words in any letter case; too short a name does not count."""
    return len(own) >= LEAST_LETTERS and bool(re.search(rf"(?<!\w){re.escape(own)}(?!\w)", words, re.IGNORECASE))


def _figures(
    minutes: Comparison | None,
    counts: Comparison | None,
    busy: tuple[Seconds, Seconds],
    lines: list[Line],
    amount: Amount | None,
    given: Given[Settings],
) -> tuple[Figure, ...]:
    late = [x for x in lines if x.told_days is None or x.told_days < given.settings.least_days]
    days = [x.told_days for x in lines if x.told_days is not None]
    changes = {c for x in lines for c in x.changes}
    found = [
        Figure("campaigns", "Campaigns", Interval.exact(len(lines)), "count"),
        Figure("busy", "Time with a campaign", Interval.exact(float((busy[1] - busy[0]).sum())), "seconds"),
        Figure("emergencies", "Emergency changes that name one", Interval.exact(len(changes)), "count"),
        Figure("late", "Told late or not at all", Interval.exact(len(late)), "count"),
        Figure("least", "Early enough", Interval.exact(given.settings.least_days * 86_400.0), "seconds"),
    ]
    if days:
        found.append(
            Figure("told", "Told before, half of them", Interval.exact(float(np.median(days)) * 86_400), "seconds")
        )
    if minutes is not None:
        found += [
            Figure("failed_minutes", "Failed with a campaign", Interval.exact(minutes.observed * 60), "seconds"),
            Figure("usual_minutes", "In like hours without", Interval.exact(minutes.expected * 60), "seconds"),
            Figure("extra_minutes", "Failed more", _three(minutes, 60.0), "seconds"),
        ]
    if counts is not None:
        found += [
            Figure("incidents", "Incidents with a campaign", Interval.exact(counts.observed), "count"),
            Figure("usual_incidents", "In like hours without", Interval.exact(counts.expected), "count"),
        ]
    if amount is not None:
        found.append(Figure("money_lost", "Revenue lost", amount.interval, "money"))
    return tuple(found)


def _three(c: Comparison, by: float) -> Interval:
    mid, low, high = c.excess
    return Interval(mid * by, min(low, mid) * by, max(high, mid) * by)


def _wordings(named: set[str]) -> dict[Audience, Wording]:
    failed = (
        "Services failed for {failed_minutes} while campaigns ran; like hours without one bring {usual_minutes}."
        if "failed_minutes" in named
        else "No like hours without a campaign are on record to compare with."
    )
    changes = " {emergencies} emergency changes name a campaign."
    late = " {late} of {campaigns} campaigns were told later than {least} before, or not at all."
    told = " Half were told {told} before or earlier." if "told" in named else ""
    incidents = (
        " {incidents} incidents began with a campaign running, {usual_incidents} are usual."
        if "incidents" in named
        else ""
    )
    title = "What {campaigns} campaigns asked of the systems"
    return {
        "marketing": Wording(title, failed + late + told),
        "it": Wording(title, failed + incidents + changes + late),
        "finance": Wording(title, failed + changes),
    }


def _evidence(lines: list[Line], changes: tuple[str, ...]) -> tuple[Evidence, ...]:
    ids = tuple(x.campaign_id for x in lines)
    found = [
        Evidence("The campaigns' plans", "campaigns", (Condition("campaign_id", "in", ids),), len(ids), "campaigns")
    ]
    if changes:
        where = (Condition("change_id", "in", changes),)
        found.append(Evidence("Emergency changes that name one", "changes", where, len(changes), "emergencies"))
    return tuple(found)


def _flags(minutes: Comparison | None) -> tuple[Flag, ...]:
    if minutes is None or minutes.unmatched == 0:
        return ()
    return (Flag("unmatched", "For some campaigns no like hours without one are on record; they are left out."),)


def _grid(minutes: Comparison | None) -> Grid | None:
    if minutes is None:
        return None
    lines = (("With a campaign", minutes.observed * 60), ("Like hours without", minutes.expected * 60))
    return Grid((("line", "Hours", "text"), ("minutes", "Failed", "seconds")), lines)


def _breakdown(lines: list[Line]) -> Grid:
    return Grid(
        (
            ("campaign", "Campaign", "text"),
            ("told", "Told before", "seconds"),
            ("changes", "Emergency changes", "count"),
            ("incidents", "Incidents meanwhile", "count"),
        ),
        tuple(
            (x.name, None if x.told_days is None else x.told_days * 86_400, len(x.changes), x.incidents) for x in lines
        ),
    )


ANALYSIS = Load()
