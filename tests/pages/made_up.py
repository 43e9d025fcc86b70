"""A made-up brief with every kind of finding: long names, no amount, an empty cell, two on the same money."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accord.findings import charts
from accord.findings.brief import Brief, Missing, Source, cells, rank
from accord.findings.finding import (
    Audience,
    Cell,
    Claim,
    Condition,
    Evidence,
    Figure,
    Finding,
    Flag,
    Grid,
    Kind,
    Made,
    Waiting,
    Wording,
)
from accord.findings.identity import finding_id
from accord.pages.brief import BriefPage, brief_page
from accord.pages.finding import About
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period

QUARTER = Period(datetime(2026, 9, 30, 22), datetime(2026, 12, 31, 23))
OUTAGE = Period(datetime(2026, 11, 19, 13), datetime(2026, 11, 19, 13, 41))
LAUNCH = Period(datetime(2026, 11, 27, 5), datetime(2026, 11, 27, 8, 30))
SIGNED = Made(rows="a1", clauses="b2", settings="c3", version=1, signed=False)


def money(mid: int, low: int, high: int) -> Amount:
    return Amount(Interval(mid * 100, low * 100, high * 100), "EUR")


def wordings(title: str, marketing: str, it: str, finance: str) -> dict[Audience, Wording]:
    bodies: dict[Audience, str] = {"marketing": marketing, "it": it, "finance": finance}
    return {audience: Wording(title, body) for audience, body in bodies.items()}


def band_grid() -> Grid:
    """Orders in ten minutes from 12:00 to 18:00 UTC+1: a fall to near nothing, then more than expected."""
    rows = []
    for i in range(36):
        at = datetime(2026, 11, 19, 11) + timedelta(minutes=10 * i)
        expected = 46 + 8 * math.sin(i / 36 * math.pi) - 0.24 * i
        inside, after = OUTAGE.start <= at < OUTAGE.end, timedelta(0) <= at - OUTAGE.end < timedelta(minutes=40)
        factor = 0.12 if inside else 1.35 if after else 1.0
        observed = round(expected * factor + 2.5 * math.sin(2.1 * i))
        rows.append((at, observed, expected, expected - 7, expected + 7))
    columns = (
        ("at", "Time", "time"),
        ("observed", "Orders", "count"),
        ("expected", "Expected", "count"),
        ("low", "At least", "count"),
        ("high", "At most", "count"),
    )
    return Grid(columns, tuple(rows))


def bars_grid() -> Grid:
    columns = (("part", "Part", "text"), ("change", "Change", "money"))
    rows = (("Visits", 1_810_000), ("Conversion", -4_390_000), ("Order value", 720_000), ("Mix of channels", -310_000))
    return Grid(columns, rows)


def outage() -> Finding:
    return Finding(
        analysis="outages",
        subject="INC-1042",
        period=OUTAGE,
        kind="lost",
        amount=money(21_400, 18_600, 24_700),
        verdict="",
        figures=(
            Figure("not_placed", "Orders not placed", Interval(406, 371, 440), "count"),
            Figure("came_back", "Came back later", Interval(94, 61, 127), "count"),
            Figure("lost", "Orders lost", Interval(312, 270, 352), "count"),
            Figure("lasted", "Lasted", Interval.exact(2460), "seconds"),
            Figure("budget_used", "Of what may fail in a quarter", Interval.exact(0.62), "share"),
            Figure("of_forecast", "Of the sale's forecast", Interval(0.18, 0.15, 0.21), "share"),
            Figure("margin", "Contribution margin", Interval(890_000, 774_000, 1_030_000), "money"),
            Figure("began", "Began", OUTAGE.start, "time"),
            Figure("service", "Service", "Checkout", "text"),
        ),
        wordings=wordings(
            "{service} was down for {lasted} during Autumn Sale",
            "About {lost} shoppers could not buy; {came_back} more came back later the same day. That is "
            "{of_forecast} of what the sale was forecast to bring in that day.",
            "{service} failed for {lasted} from {began:clock}. {budget_used} of what may fail in the quarter is used.",
            "Revenue not earned; {margin:full} of it contribution margin.",
        ),
        playback="What I hear is that the release could not wait because the fraud rules expired that day.",
        ask="If releases to checkout stayed out of sale hours, is there anything else you would need to launch?",
        evidence=(
            Evidence("Orders, 12:00 to 18:00, and the same hours of six weeks", "orders", (), 18_204),
            Evidence("Incident INC-1042", "incidents", (Condition("incident_id", "=", "INC-1042"),), 1),
        ),
        owner_marketing="Head of online sales",
        owner_it="Head of platform",
        cell="it_cost_marketing",
        claims=(Claim("orders", "*", OUTAGE),),
        waiting=Waiting(Interval(320_000, 90_000, 610_000)),
        flags=(Flag("sale_day", "A sale ran that day: what was expected rests on three earlier sale days."),),
        held=(91, 100),
        breakdown=Grid(
            (("segment", "Segment, each on its own", "text"), ("lost", "Lost", "count"), ("low", "At least", "count")),
            (("web", 201.0, 180.0), ("app", 111.0, 90.0)),
        ),
        grid=band_grid(),
        made=SIGNED,
    )


def provider() -> Finding:
    """Another tool's record of the same outage: the same money, told twice."""
    return replace(
        outage(),
        subject="STATUS-77",
        amount=money(9_800, 4_100, 15_900),
        wordings=wordings(
            "Payments degraded while checkout was down",
            "Shoppers who reached payment were turned away.",
            "The payment provider reported degraded service.",
            "Part of the same loss.",
        ),
        figures=(),
        evidence=(Evidence("Incident STATUS-77", "incidents", (), 1),),
        waiting=Waiting(),
        flags=(),
        grid=None,
    )


def simple(
    analysis: str,
    kind: Kind,
    amount: Amount | None,
    title: str,
    body: str,
    cell: Cell | None,
    waiting: Waiting | None = None,
    grid: Grid | None = None,
) -> Finding:
    return Finding(
        analysis=analysis,
        subject=f"{analysis}: one",
        period=QUARTER,
        kind=kind,
        amount=amount,
        verdict="" if amount else "Cannot tell: the two campaigns ran on the same days",
        figures=(Figure("weeks", "Weeks", Interval.exact(13), "count"),),
        wordings=wordings(title, body, body, body),
        playback="What I hear is that both launches were fixed before the other side knew.",
        ask="If both had one calendar, what else would have to change for both to go well?",
        evidence=(Evidence("Campaigns of the quarter", "campaigns", (), 12),),
        owner_marketing="Head of campaigns",
        owner_it="Head of service operations",
        cell=cell,
        waiting=waiting or Waiting(),
        grid=grid,
        made=SIGNED,
    )


def word() -> Finding:
    """A word that both sides read differently: a number, and no price."""
    told = simple("collisions", "counted", None, "CAB means two things", "Each side reads its own meaning.", None)
    met = Figure("met_weekly", "Times a week that both meet it", Interval(4.25, 2.9, 5.75), "ratio")
    return replace(
        told, verdict="No amount: no fact gives this a price yet", figures=(met, *told.figures), measure=met.name
    )


def findings() -> tuple[Finding, ...]:
    risk = Waiting(Interval(2_680_000, 910_000, 5_130_000), LAUNCH.start)
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmützen-Aktionswochen & Söhne <b>“Ende”</b>"
    return (
        outage(),
        provider(),
        simple(
            "clashes",
            "at_risk",
            money(26_800, 9_100, 51_300),
            "Black Friday launch overlaps the payment provider change",
            "The change falls into the first hours of the sale. Moving it to a free slot leaves almost none.",
            "it_cost_marketing",
            risk,
        ),
        simple(
            "lift",
            "gained",
            money(38_500, 21_000, 57_200),
            f"{long} brought more orders than its days would have had",
            "Orders stayed above what such days bring for {weeks} weeks; a dip afterwards is taken off.",
            "marketing_earned_it",
        ),
        simple(
            "load",
            "counted",
            None,
            "Whether two overlapping campaigns strained the systems cannot be told",
            "They ran on the same days, so neither can be told from the other.",
            "marketing_cost_it",
        ),
        simple(
            "drivers",
            "changed",
            money(-21_700, -29_900, -13_100),
            "Fewer visitors bought: revenue fell although visits rose",
            "More people came and bigger baskets were bought, but fewer visits ended in an order.",
            None,
            grid=bars_grid(),
        ),
        word(),
    )


def brief(locale: str = "en_IE", made_up: bool = True, signed: bool = False) -> Brief:
    ranked = rank(findings())
    need = Missing(
        "speed",
        "What has faster delivery earned?",
        "requests with the day they were asked for and the day they went live",
        "the Jira export with Created and Resolved",
    )
    return Brief(
        organisation="Nordlicht Retail",
        period=QUARTER,
        as_of=datetime(2026, 11, 20, 7),
        currency="EUR",
        locale=locale,
        zone="Europe/Paris",
        cells=cells(ranked, {"it_earned_marketing": (need,)}),
        findings=ranked,
        missing=(need,),
        sources=(
            Source("marketing/orders_export_1.csv", "Shopify orders", "marketing", 54_211, OUTAGE.start, OUTAGE.end),
            Source("marketing/campaigns.xlsx", "Campaigns", "marketing", 12, QUARTER.start, QUARTER.end),
            Source("it/incidents.csv", "PagerDuty incidents", "it", 41, QUARTER.start, OUTAGE.end),
            Source("it/calendar.ics", "iCalendar", "it", 347, QUARTER.start, QUARTER.end),
        ),
        checks=("Shopify and Stripe tell the same revenue to within 0.4 %.",),
        notes=("Orders without a time zone were read as Paris time.",),
        signed=signed,
        made_up=made_up,
    )


def specs(findings: tuple[Finding, ...]) -> dict[str, dict[str, Any]]:
    """A chart for each finding that has a grid."""
    return {finding_id(f): spec for f in findings if f.grid and (spec := _spec(f.analysis, f.grid))}


def _spec(analysis: str, grid: Grid) -> dict[str, Any]:
    if analysis == "drivers":
        return charts.bars(grid, label="part", value="change", running=True, total="Together", title="What moved it")
    window = (OUTAGE.start, OUTAGE.end)
    lines = {"observed": "observed", "expected": "expected", "low": "low", "high": "high"}
    return charts.band(grid, x="at", **lines, window=window, window_label="incident", title="Orders in ten minutes")


ABOUT = {
    "outages": About("What outages cost", "https://docs.example/analyses/outages"),
    "clashes": About("Where plans clash"),
    "lift": About("What campaigns brought"),
    "load": About("What campaigns asked of the systems"),
    "drivers": About("What moved revenue"),
    "collisions": About("Which words mean two things"),
}


def page(audience: Audience = "marketing", locale: str = "en_IE", brief_: Brief | None = None) -> BriefPage:
    told = brief_ or brief(locale)
    return brief_page(told, audience, about=ABOUT, specs=specs(told.findings))


def documentation(path: str) -> str:
    """A page of the documentation, from the project's root."""
    return (Path(__file__).parents[2] / path).read_text(encoding="utf-8")
