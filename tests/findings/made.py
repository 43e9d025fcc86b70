"""A made-up finding to vary in tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from accord.findings.finding import AUDIENCES, Claim, Figure, Finding, Wording
from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period

DAY = Period(datetime(2026, 11, 19, 13), datetime(2026, 11, 19, 14))


def finding(**changes: Any) -> Finding:
    """A lost amount of EUR 21,400 for a checkout outage, changed as told."""
    base = Finding(
        analysis="outages",
        subject="checkout:INC-1",
        period=DAY,
        kind="lost",
        amount=Amount(Interval(2_140_000, 1_860_000, 2_470_000), "EUR"),
        verdict="",
        figures=(Figure("lost", "Lost", Interval(312, 290, 340), "count"),),
        wordings={a: Wording("Checkout was down", "About {lost} orders were lost.") for a in AUDIENCES},
        playback="Checkout was down and {lost} orders were lost.",
        ask="If releases stayed out of sale hours, is there anything else you would need?",
        evidence=(),
        owner_marketing="Head of e-commerce",
        owner_it="Head of platform",
        cell="it_cost_marketing",
        claims=(Claim("orders", "*", DAY),),
    )
    return replace(base, **changes)
