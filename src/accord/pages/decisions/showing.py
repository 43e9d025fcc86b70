"""Pieces that the pages of decisions share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accord.clauses.charter import SIDE_WORDS
from accord.findings.finding import Unit
from accord.findings.format import Format
from accord.pages.sheet import utc
from accord.pages.shown import Scale, Track
from accord.units.interval import Interval
from accord.units.period import midnight

SIDE_MARKS = {"marketing": "m", "it": "t"}
VERDICT_WORDS = {"kept": "Kept", "broken": "Broken", "cannot_tell": "Cannot tell"}
VERDICT_TONES = {"kept": "ok", "broken": "off", "cannot_tell": ""}
STATE_WORDS = {
    "draft": "a draft",
    "proposed": "waits for both",
    "signed_by_one": "waits for the other side",
    "in_force": "in force",
    "kept": "kept",
    "broken": "broken",
    "cannot_tell": "cannot tell",
    "withdrawn": "withdrawn",
    "ended": "ended by both",
    "renewed": "renewed",
}
KEPT_STATES = ("in_force", "kept", "broken", "cannot_tell", "ended", "renewed")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval in any unit, raw and as text; ``track`` is its bar."""

    unit: Unit
    currency: str
    mid: float
    low: float
    high: float
    text: str
    ends: str
    track: Track


@dataclass(frozen=True, slots=True)
class Keys:
    """The two keys: which sides have signed, and what that means in words."""

    marketing: bool
    it: bool
    says: str

    @property
    def classes(self) -> str:
        return " ".join(c for c, there in (("m1", self.marketing), ("t1", self.it)) if there)


def estimate(value: Interval, unit: Unit, currency: str, form: Format, scale: Scale | None = None) -> Estimate:
    """``ends`` are empty where the number was counted."""
    ends = "" if value.is_exact else form.interval(value, unit, "range", currency or None)
    text = form.interval(value, unit, "", currency or None)
    track = (scale or Scale.over([value])).track(value)
    return Estimate(unit, currency, value.mid, value.low, value.high, text, ends, track)


def one(value: float, unit: Unit, currency: str, form: Format) -> str:
    """A number without an interval, in its unit."""
    return form.interval(Interval.exact(value), unit, "", currency or None)


def keys_of(state: str, sides: set[str]) -> Keys:
    """The keys of a decision in a state, with the sides whose signatures count."""
    both = state in KEPT_STATES
    waits = [SIDE_WORDS[s] for s in ("marketing", "it") if s not in sides]
    says = STATE_WORDS[state]
    if state == "signed_by_one" and len(waits) == 1:
        says = f"waits for {waits[0]}"
    return Keys(both or "marketing" in sides, both or "it" in sides, says)


def day(value: date, form: Format, zone: str) -> str:
    """A local day of the organisation."""
    return form.day(midnight(value, zone))


def moment(at: datetime, form: Format) -> str:
    """An aware moment in the reader's zone."""
    return form.time(utc(at))
