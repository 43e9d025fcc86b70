"""Where a period of a world is written: files day by day and month by month, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from accord.worlds import measured as measured_elsewhere
from accord.worlds import stock
from accord.worlds.availability import Measured, measured
from accord.worlds.exports import (
    ecb,
    experiments,
    ga4,
    google_ads,
    ical,
    jira,
    meta_ads,
    pagerduty,
    plan,
    prometheus,
    servicenow,
    shopify,
    slos,
    statuspage,
    stock_outs,
    stripe,
)
from accord.worlds.orders import STATUSES, Draw, Orders, join
from accord.worlds.retailer import AHEAD_DAYS, Period, World
from accord.worlds.rhythm import Ints
from accord.worlds.sales import Sales, keep_books
from accord.worlds.spending import Budget, budgets, spends
from accord.worlds.tally import Tally
from accord.worlds.truth import span, truth
from accord.worlds.visits import visits

Progress = Callable[[int, int, str], None]
"""Called with days done, days in all, and what is being written."""

MONTHS_A_FILE = 3


@dataclass
class Desk:
    """Where a period is written, and what has been counted so far."""

    world: World
    period: Period
    marketing: Path
    it: Path
    next_number: int = 0
    shopify_minor: int = 0
    shopify_orders: int = 0
    cancelled_orders: int = 0
    cancelled_minor: int = 0
    gift_card_minor: int = 0
    stripe: list[stripe.Written] = field(default_factory=list)
    purchases: int = 0
    credited: list[Ints] = field(default_factory=list)
    answers: list[tuple[date, tuple[Measured, ...]]] = field(default_factory=list)
    plans: dict[str, Budget] = field(default_factory=dict)

    def write_days(self, progress: Progress) -> dict[str, Any]:
        """All files that grow with the orders; returns the truth."""
        self.next_number = 1001 + self.world.orders_before(self.period)
        tally, total, done = Tally(self.world, self.period), (self.period.last - self.period.first).days, 0
        for _, group in groupby(self.world.days(self.period), key=lambda d: self._part(d[0])):
            days: list[tuple[int, Orders]] = []
            for day, draw, placed in group:
                self._day(tally, day, draw, placed, sum(len(p) for _, p in days))
                days.append((day, placed))
                done += 1
                progress(done, total, f"{self._date(day):%B %Y}")
            self._books(days)
        self.plans = budgets(self.world)
        return truth(tally, self.plans, self._exported())

    def _date(self, day: int) -> date:
        return self.world.settings.start + timedelta(days=day)

    def _part(self, day: int) -> int:
        on, first = self._date(day), self.period.first
        return ((on.year - first.year) * 12 + on.month - first.month) // MONTHS_A_FILE

    def _day(self, tally: Tally, day: int, draw: Draw, placed: Orders, before: int) -> None:
        seen = visits(self.world, day, draw)
        answers = measured(self.world, day, draw, self.period.version)
        tally.add(day, draw, placed, seen, answers)
        self.answers.append((self._date(day), answers))
        if (self.period.last - self._date(day)).days <= self.world.settings.visits_days:
            rng = self.world.rng("analytics", day)
            number = self.next_number + before
            self.purchases += ga4.write(self.marketing, self._date(day), seen, placed, number, rng)

    def _books(self, days: list[tuple[int, Orders]]) -> None:
        """One Shopify and one Stripe file for some months."""
        zone, world = self.world.settings.zone, self.world
        orders = join([placed for _, placed in days])
        shipping = np.array([shopify.shipping_of(t) for t in orders.amount_minor.tolist()], dtype=np.int64)
        sales = keep_books(world, orders, self.next_number, shipping)
        name = f"{self._date(days[0][0]):%Y-%m}_{self._date(days[-1][0]):%Y-%m}.csv"
        shopify.write(self.marketing / f"shopify_orders_{name}", sales, zone)
        self.stripe.append(stripe.write(self.marketing / f"stripe_payments_{name}", world, sales))
        self._count(sales, [len(placed) for _, placed in days])

    def _count(self, sales: Sales, lengths: list[int]) -> None:
        amount = sales.orders.amount_minor
        self.next_number += len(amount)
        self.shopify_orders += len(amount)
        self.shopify_minor += int(amount.sum())
        cancelled = sales.orders.status == STATUSES.index("cancelled")
        self.cancelled_orders += int(cancelled.sum())
        self.cancelled_minor += int(amount[cancelled].sum())
        self.gift_card_minor += int(amount[sales.paid_by != 0].sum())
        day, size = np.repeat(np.arange(len(lengths)), lengths), len(self.world.campaigns)
        known = sales.credited >= 0
        cells = np.bincount(day[known] * size + sales.credited[known], minlength=len(lengths) * size)
        self.credited.append(cells.reshape(len(lengths), size))

    def _exported(self) -> dict[str, Any]:
        """What the files add up to, and why they differ."""
        return {
            "shopify_orders": self.shopify_orders,
            "shopify_total_minor": self.shopify_minor,
            "shopify_cancelled_orders": self.cancelled_orders,
            "shopify_cancelled_minor": self.cancelled_minor,
            "paid_by_gift_card_minor": self.gift_card_minor,
            "stripe_succeeded_minor": sum(w.succeeded for w in self.stripe),
            "stripe_refunded_minor": sum(w.refunded for w in self.stripe),
            "stripe_failed_minor": sum(w.failed for w in self.stripe),
            "stripe_test_minor": sum(w.test for w in self.stripe),
            "ga4_purchases": self.purchases,
            "ga4_missed_share": ga4.MISSED,
        }

    def _plans_until(self) -> date:
        return min(self.period.last + timedelta(days=AHEAD_DAYS), self.world.last)

    def write_plans(self) -> None:
        """All files whose size does not depend on the orders."""
        self._marketing_files()
        self._it_files()
        for month, group in groupby(self.answers, key=lambda a: f"{a[0]:%Y-%m}"):
            parts = [part for _, parts in group for part in parts]
            prometheus.write(self.it / f"prometheus_requests_{month}.json", parts)

    def _marketing_files(self) -> None:
        world, period, zone = self.world, self.period, self.world.settings.zone
        start, end = span(world, period)
        days = [period.first + timedelta(days=n) for n in range((period.last - period.first).days)]
        credited = np.concatenate(self.credited)
        searched, social = (spends(world, c, days, credited, self.plans) for c in ("search", "social"))
        google_ads.write(self.marketing / "google_ads_campaign_report.csv", searched, period.first, period.last)
        meta_ads.write(self.marketing / "meta_ads_manager.csv", social, ecb.rates(world))
        planned = [c for c in world.campaigns if start <= c.starts_at < end]
        plan.write(self.marketing / "campaign_plan.csv", planned, self.plans, world.instant(period.last))
        ical.write_sales(self.marketing / "sale_days.ics", period.first, self._plans_until(), zone)
        ecb.write(self.marketing / "ecb_eurofxref-hist.csv", world, period.last)
        experiments.write(self.marketing / "experiments.csv", period.last)
        now = world.instant(period.last)
        sold_out = [s for s in stock.plan(world.campaigns, world.rng("stock")) if start <= s.started_at < now]
        if sold_out:
            stock_outs.write(self.marketing / "stock_outs.csv", sold_out, now)

    def _it_files(self) -> None:
        world, period, zone = self.world, self.period, self.world.settings.zone
        start, end = span(world, period)
        now = world.instant(period.last)
        known = [i for i in world.incidents(period.version) if i.ended_at <= now]
        alarms = [i for i in known if not i.planned]
        rng = world.rng("tools", (period.first - world.settings.start).days)
        pagerduty.write(self.it / "pagerduty_incidents.csv", alarms, rng)
        servicenow.write_incidents(self.it / "servicenow_incident.csv", alarms, zone, rng)
        jira.write(self.it / "jira_issues.csv", alarms, zone, rng)
        statuspage.write(self.it / "statuspage.json", known, zone, rng)
        planned = [c for c in world.changes if start <= c.planned_start < end]
        servicenow.write_changes(self.it / "servicenow_change_request.csv", planned, now, zone)
        ical.write_freezes(self.it / "change_freezes.ics", period.first, self._plans_until(), zone)
        slos.write(self.it)
        kept = world.rng("measured")
        measured_elsewhere.write(
            self.it / "request_desk_metrics.csv", period.first, period.last, world.settings.start, kept
        )
