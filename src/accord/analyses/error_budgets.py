"""What is left of the error budgets.

Question
    How much failure did we agree to accept, how much of it is spent, and what is the rest worth in orders and
    money?

Method
    Error budgets as in the SRE workbook, for occurrences, timeslices and ratio-timeslices, over rolling or calendar
    windows. Planned maintenance is a line of its own. A failed share of a stretch is priced by the orders that such
    a stretch of the week brings; so is the allowance, and the difference is the amount. Its interval holds what the
    window may have been worth, and by how much few failed orders scatter. Alerts follow the multiwindow table.

Assumes
    The measured share of failures is the share of shoppers who could not buy.

Do not trust it when
    Less than nine tenths of the window was measured, or incidents had to stand in for measurements.

Source
    Beyer et al. 2018, The Site Reliability Workbook, chapter 5; OpenSLO v1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.analyses.base import Analysis, Effect, Given, Needs, Rows, setting
from accord.clauses.charter import Service, Slo
from accord.findings.finding import Audience, Claim, Condition, Evidence, Figure, Finding, Flag, Grid, Wording
from accord.methods import budgets, counterfactual
from accord.methods.counterfactual import Incident, Series
from accord.methods.draws import around
from accord.methods.incidents import INCIDENTS, Case, IncidentRow, cases
from accord.methods.streams import Stream, coarser, order_value
from accord.methods.trade import ORDERS_BY_MINUTE, RATES, OrdersByMinute, Rate, long_enough, special_dates, trades
from accord.methods.uptime import AVAILABILITY, AvailabilityRow, Uptime, uptime
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period

METHODS: dict[str, budgets.BudgetingMethod] = {
    "occurrences": "Occurrences",
    "timeslices": "Timeslices",
    "ratio_timeslices": "RatioTimeslices",
}
BIN_SECONDS = 900
DRAWS = 4000


@dataclass(frozen=True)
class Settings:
    """``least_coverage``: the share of a window that must be measured for an answer (0 to 1)."""

    least_coverage: float = setting(0.5, "share of a window that must be measured for an answer", "", 0, 1)

    def __post_init__(self) -> None:
        if not 0 <= self.least_coverage <= 1:
            raise ValueError(f"least_coverage is {self.least_coverage}; give a share from 0 to 1")


class ErrorBudgets(Analysis[Settings]):
    """What is left of the error budgets."""

    name = "error_budgets"
    title = "What is left of the error budgets"
    question = "How much of the agreed failure is spent, and what is the rest worth?"
    version = 1
    cell = "it_earned_marketing"
    history = timedelta(days=120)
    needs = Needs(
        tables=("availability", "orders"),
        optional=("incidents", "rates"),
        clauses=("organisation", "services", "calendar", "record", "owners"),
    )
    rows = {
        "availability": AvailabilityRow,
        "incidents": IncidentRow,
        "orders": OrdersByMinute,
        "rates": Rate,
    }
    queries = {
        "availability": AVAILABILITY,
        "incidents": INCIDENTS,
        "orders": ORDERS_BY_MINUTE,
        "rates": RATES,
    }
    effect = Effect("spent", "down", "share of the error budget spent", told="window", silent="unknown")
    settings = Settings

    def estimate(self, rows: Rows, given: Given[Settings], rng: np.random.Generator) -> list[Finding]:
        """One finding for each objective of a service that was measured, over its window that ends the period."""
        return [
            finding
            for service in given.charter.services
            if service.slos
            for finding in _of_service(service, rows, given, rng)
        ]

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        from accord.findings import charts

        return charts.bars(finding.grid, label="line", value="share") if finding.grid else None


def _of_service(service: Service, rows: Rows, given: Given[Settings], rng: np.random.Generator) -> Iterator[Finding]:
    told = cases(service, rows["incidents"], given.charter, given.as_of)
    end = min(given.period.end, given.as_of)
    known = uptime(service, rows["availability"], told, given.period.start - ErrorBudgets.history, end)
    if known is None:
        return
    for slo in service.slos:
        finding = _of_slo(service, slo, known, told, rows, given, end, rng)
        if finding is not None:
            yield finding


def _of_slo(
    service: Service,
    slo: Slo,
    known: Uptime,
    told: list[Case],
    rows: Rows,
    given: Given[Settings],
    end: datetime,
    rng: np.random.Generator,
) -> Finding | None:
    objective = budgets.Objective(
        slo.target, METHODS[slo.budgeting], slo.slice_target, max(slo.slice_seconds, known.seconds)
    )
    cut = budgets.slices(known.good, known.total, known.start, known.seconds, objective, known.planned)
    window = _window(slo, end, given.zone)
    spent = budgets.between(cut, objective, *(np.array([t]) for t in window))
    if not spent.counted[0] or spent.coverage[0] < given.settings.least_coverage:
        return None
    worth = _worth(service, known, window, told, rows, given, rng)
    alerts = {rule.name: _alerts(cut, objective, rule, window) for rule in budgets.WORKBOOK}
    return _finding(service, slo, known, objective, spent, window, worth, alerts, told, given)


def _window(slo: Slo, end: datetime, zone: str) -> tuple[int, int]:
    """Seconds since 1970 UTC: the rolling days before ``end``, or the calendar window that holds it, so far."""
    last = int(np.datetime64(end, "s").astype(np.int64))
    if slo.calendar is None:
        return last - (slo.window_days or 28) * 86_400, last
    return int(budgets.calendar_edges(last - 1, last, slo.calendar, zone)[0]), last


def _alerts(
    cut: budgets.Slices, objective: budgets.Objective, rule: budgets.BurnRule, window: tuple[int, int]
) -> tuple[int, bool]:
    """How often the alert began in the window, and whether it stands at its end."""
    firing = budgets.fires(cut, objective, rule)
    starts, ends = budgets.stretches(firing, cut)
    began = int(((starts >= window[0]) & (starts < window[1])).sum())
    return began, bool(((starts <= window[1]) & (ends >= window[1])).any())


Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Worth:
    """Orders and money (minor units) of a whole window, told as if nothing had failed, and the parts that failed.

    ``size`` (draws,) is how much larger or smaller the window may truly have been, around 1; ``count`` and ``lost``
    (draws,) are orders and money that may have failed in it.
    """

    orders: float
    money: float
    failed: float
    planned: float
    size: Floats
    count: Floats
    lost: Floats
    currency: str


def _worth(
    service: Service,
    known: Uptime,
    window: tuple[int, int],
    told: list[Case],
    rows: Rows,
    given: Given[Settings],
    rng: np.random.Generator,
) -> Worth | None:
    """What the window's orders were worth, told as if nothing had failed; None without two weeks of orders."""
    until = np.datetime64(given.as_of, "s")
    found = trades(rows["orders"], rows["rates"], base=given.currency, segment=service.segment, until=until)
    if service.carries != "orders" or not long_enough(found):
        return None
    stream = coarser(found[0].stream, BIN_SECONDS)
    series = Series(stream.start, stream.bin_seconds, stream.counts, stream.money, given.zone)
    first, last = (np.datetime64(t, "s") for t in window)
    outages = [Incident(str(i), c.start, c.end) for i, c in enumerate(told) if c.end > c.start]
    special = special_dates(given.charter, stream.start, given.as_of.date())
    span = Incident("window", max(first, stream.start), last)
    [going] = counterfactual.going_rate(series, [span], incidents=outages, special_days=special, rng=rng)
    price = counterfactual.minute_price(series, incidents=outages, special_days=special)
    if going.expected is None or not going.expected.mid or going.money is None or not going.money.mid:
        return None
    failed, planned = _failed_parts(known, window, price.events, given.zone)
    size = around(1.0, going.money.low / going.money.mid, going.money.high / going.money.mid, DRAWS, rng)
    count, lost = _failures(failed * going.expected.mid * size, stream, rng)
    orders, money = float(going.expected.mid), float(going.money.mid)
    return Worth(orders, money, failed, planned, size, count, lost, found[0].currency)


def _failed_parts(known: Uptime, window: tuple[int, int], events: Floats, zone: str) -> tuple[float, float]:
    """The shares of the window's orders that failed, unplanned and planned: each sample by what its time brings."""
    inside = known.within(*window)
    usual = events[_slots(known, inside, zone)]
    weight = usual / max(usual.sum(), 1e-12)
    failed, planned = known.failed_share[inside], known.planned[inside]
    return float((failed * ~planned) @ weight), float((failed * planned) @ weight)


def _failures(expected: Floats, stream: Stream, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draws of how many orders failed and of their money: few failures scatter by chance, and so do their values."""
    value, spread = order_value(stream)
    count = rng.poisson(expected).astype(np.float64)
    return count, np.maximum(count * value + np.sqrt(count) * spread * rng.standard_normal(DRAWS), 0.0)


def _slots(known: Uptime, inside: slice, zone: str) -> NDArray[np.int64]:
    """The quarter of an hour of the week of each sample."""
    at = known.start + known.seconds * np.arange(len(known.good))[inside]
    begin = int(at[0]) // BIN_SECONDS * BIN_SECONDS
    bins = (at - begin) // BIN_SECONDS
    calendar = Series(np.datetime64(begin, "s"), BIN_SECONDS, np.zeros(int(bins[-1]) + 1), time_zone=zone).calendar
    return np.asarray(calendar.slot(bins))


def _finding(
    service: Service,
    slo: Slo,
    known: Uptime,
    objective: budgets.Objective,
    spent: budgets.Budgets,
    window: tuple[int, int],
    worth: Worth | None,
    alerts: dict[str, tuple[int, bool]],
    told: list[Case],
    given: Given[Settings],
) -> Finding:
    period = Period(*(np.datetime64(t, "s").item() for t in window))
    left = _left(objective, worth)
    better = left is None or left.mid >= 0
    kept = bool(spent.spent[0] <= 1)
    owner = given.charter.owner(f"service:{service.name}", "error_budgets")
    figures = _figures(service, slo, objective, spent, worth, left, alerts)
    named = {f.name for f in figures}
    return Finding(
        analysis="error_budgets",
        subject=f"{service.name}:{slo.name}",
        period=period,
        kind="gained" if better else "counted",
        amount=Amount((left if better else left.scaled(-1)).rounded(), worth.currency) if left and worth else None,
        verdict="" if worth else "No price: the service carries no orders that can be told",
        figures=figures,
        wordings=_wordings(named, kept, better),
        playback="What I hear is that {service} served {good} of what was asked of it, where {target} was agreed. "
        "Did I get that right?",
        ask=_ask(kept, "planned_minutes" in named),
        evidence=_evidence(service, known, window, told, given),
        owner_marketing=owner.marketing,
        owner_it=owner.it,
        cell="it_earned_marketing" if better and left is not None else None,
        claims=(Claim(f"promise:{slo.name}", service.segment or "*", period),),
        flags=_flags(known, spent, alerts),
        grid=_grid(spent),
    )


def _left(objective: budgets.Objective, worth: Worth | None) -> Interval | None:
    """The allowance less what failed, in minor units."""
    if worth is None:
        return None
    left = objective.allowance * worth.money * worth.size - worth.lost
    return _around((objective.allowance - worth.failed) * worth.money, left)


def _around(mid: float, draws: Floats) -> Interval:
    """A middle with the 90 % interval of draws."""
    low, high = (float(v) for v in np.quantile(draws, [0.05, 0.95]))
    return Interval(mid, min(low, mid), max(high, mid))


def _figures(
    service: Service,
    slo: Slo,
    objective: budgets.Objective,
    spent: budgets.Budgets,
    worth: Worth | None,
    left: Interval | None,
    alerts: dict[str, tuple[int, bool]],
) -> tuple[Figure, ...]:
    minutes, counted = float(np.nan_to_num(spent.minutes_per_unit[0])), float(spent.counted[0])
    bad, planned, allowed = (float(v[0]) for v in (spent.bad, spent.planned, spent.allowed))
    found = [
        Figure("service", "Service", service.name, "text"),
        Figure("slo", "Objective", slo.name, "text"),
        Figure("target", "Agreed", Interval.exact(objective.target), "share"),
        Figure("good", "Reached", Interval.exact(1 - bad / counted), "share"),
        Figure("spent", "Error budget spent", Interval.exact(float(spent.spent[0])), "share"),
        Figure("bad_minutes", "Failed, as full outage", Interval.exact(bad * minutes * 60), "seconds"),
        Figure("allowed_minutes", "Agreed to fail", Interval.exact(allowed * minutes * 60), "seconds"),
        Figure("coverage", "Measured", Interval.exact(min(float(spent.coverage[0]), 1.0)), "share"),
    ]
    if bad:
        found.append(Figure("one_in", "One in so many failed", Interval.exact(counted / bad), "count"))
    if planned:
        found.append(
            Figure("planned_minutes", "Planned maintenance", Interval.exact(planned * minutes * 60), "seconds")
        )
        found.append(Figure("planned_spent", "Of the budget", Interval.exact(float(spent.spent_planned[0])), "share"))
    found += [
        Figure(f"alert_{i}", f"Alerts: {name}", Interval.exact(began), "count")
        for i, (name, (began, _)) in enumerate(alerts.items())
    ]
    return (*found, *_money_figures(objective, worth, left))


def _money_figures(objective: budgets.Objective, worth: Worth | None, left: Interval | None) -> list[Figure]:
    if worth is None or left is None:
        return []
    orders, money, agreed = worth.orders, worth.money, objective.allowance * worth.size
    allowed_orders = _around(objective.allowance * orders, orders * agreed)
    found = [
        Figure("failed_orders", "Orders that failed", _around(worth.failed * orders, worth.count), "count"),
        Figure("failed_money", "Money that failed", _around(worth.failed * money, worth.lost).rounded(), "money"),
        Figure("allowed_orders", "Orders agreed to fail", allowed_orders, "count"),
        Figure("allowed_money", "Money agreed to fail", _around(objective.allowance * money, money * agreed).rounded(),
               "money"),
    ]  # fmt: skip
    if worth.planned:
        planned = _around(worth.planned * money, worth.planned * money * worth.size)
        found.append(Figure("planned_money", "Money in planned work", planned.rounded(), "money"))
    return found


TITLES: dict[tuple[bool, bool], str] = {
    (True, True): "{service} kept its promise",
    (True, False): "{service} kept its promise, yet failed in busy hours",
    (False, True): "{service} failed more than we agreed, mostly in quiet hours",
    (False, False): "{service} failed more than we agreed",
}
"""By whether the agreed share was kept, and whether money is left of what was agreed to fail."""


def _wordings(named: set[str], kept: bool, better: bool) -> dict[Audience, Wording]:
    title = TITLES[kept, better]
    buy = "One shopper in {one_in} could not buy." if "one_in" in named else "Every shopper could buy."
    orders = " About {failed_orders} orders failed; {allowed_orders} were agreed." if "failed_orders" in named else ""
    planned = " Planned maintenance took {planned_minutes} more." if "planned_minutes" in named else ""
    money = " {failed_money} failed, {allowed_money} was agreed." if "failed_money" in named else ""
    return {
        "marketing": Wording(title, buy + orders + planned),
        "it": Wording(
            "{service}: {spent} of the error budget is spent",
            "{slo}: {good} reached, {target} agreed; {bad_minutes} of {allowed_minutes} used." + planned,
        ),
        "finance": Wording(title, "{good} was reached where {target} was agreed." + money + planned),
    }


def _ask(kept: bool, planned: bool) -> str:
    if planned:
        return "If planned work on {service} needed a word from both of us, which hours would you choose?"
    if kept:
        return "If some of what is left were spent on faster releases of {service}, which would you want first?"
    return "If we held back releases of {service} until the budget is whole again, what would that delay for you?"


def _evidence(
    service: Service, known: Uptime, window: tuple[int, int], told: list[Case], given: Given[Settings]
) -> tuple[Evidence, ...]:
    start, end = (np.datetime64(t, "s").item() for t in window)
    names = (service.name, *service.aliases)
    if known.measured:
        inside = known.within(*window)
        where = (Condition("service", "in", names), Condition("at", ">=", start), Condition("at", "<", end))
        rows = int(np.isfinite(known.good[inside]).sum())
        return (Evidence(f"Measurements of {service.name}", "availability", where, rows),)
    touched = [c for c in told if c.start < np.datetime64(end) and c.end > np.datetime64(start)]
    where = (Condition("service", "in", names), Condition("started_at", "<", end), Condition("started_at", ">=", start))
    return (Evidence(f"Incidents of {service.name}", "incidents", where, sum(len(c.members) for c in touched)),)


def _flags(known: Uptime, spent: budgets.Budgets, alerts: dict[str, tuple[int, bool]]) -> tuple[Flag, ...]:
    found = []
    if not known.measured:
        found.append(
            Flag("from_incidents", "No measurements: minutes inside incidents count as failed, all others as good.")
        )
    if spent.coverage[0] < 0.9:
        found.append(
            Flag("not_all_measured", "Part of the window was not measured; it counts as neither good nor bad.")
        )
    if any(standing for _, standing in alerts.values()):
        found.append(Flag("burning", "The budget is burning faster than agreed right now."))
    if spent.planned[0]:
        found.append(Flag("planned", "Planned maintenance is a line of its own and needs the word of both owners."))
    return tuple(found)


def _grid(spent: budgets.Budgets) -> Grid:
    lines = (
        ("Failed, not planned", float(spent.spent[0])),
        ("Planned maintenance", float(spent.spent_planned[0])),
        ("Left", float(spent.remaining_with_planned[0])),
    )
    return Grid((("line", "Error budget", "text"), ("share", "Share", "share")), lines)


ANALYSIS = ErrorBudgets()
