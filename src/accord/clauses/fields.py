"""What each clause is called, asks and accepts, in plain words: forms, differences and faults all speak from here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

Kind = Literal["text", "share", "whole", "money", "words", "days", "hours", "choice", "lines"]


@dataclass(frozen=True, slots=True)
class Field:
    """One value. ``empty`` says what leaving it empty means; where that is '', it must be filled.

    ``options`` are (value, label) of a choice. ``words`` is a list of words, ``days`` of ISO days, ``lines`` of
    sentences, ``hours`` two local hours in order.
    """

    key: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    help: str = ""
    empty: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """``name`` is the field that names a row of a clause that is a list of rows, '' where it is a mapping."""

    label: str
    question: str
    fields: tuple[Field, ...]
    name: str = ""

    def field(self, key: str) -> Field:
        return next(f for f in self.fields if f.key == key)


SIDES = (("marketing", "Marketing"), ("it", "IT"))
ORGANISATION = Clause(
    "Organisation",
    "Who we are, and how numbers are told",
    (
        Field("name", "Name"),
        Field("zone", "Time zone of the working day", help="An IANA name, such as Europe/Berlin."),
        Field("currency", "Currency", unit="ISO 4217", help="Findings are told in it, such as EUR."),
        Field("locale", "How dates and amounts are written", help="Language and country, such as en_IE or de_DE."),
        Field("margin", "Contribution margin", "share", "%", "As a share of order value, such as 35.", "revenue only"),
        Field("files_without_zone", "Exports without a time zone", "choice", empty="you are asked once for each",
              options=(("organisation", "are read in our time zone"),)),
    ),
)  # fmt: skip
SLO = Clause(
    "Service level",
    "What is promised of a service",
    (
        Field("name", "Service level"),
        Field("target", "Target", "share", "%", "Such as 99.9."),
        Field("budgeting", "Counted by", "choice", options=(
            ("occurrences", "requests"), ("timeslices", "slices of time"), ("ratio_timeslices", "shares of slices"))),
        Field("window_days", "Over the last", "whole", "days", "1 to 366; leave it empty for a calendar period.",
              "a calendar period"),
        Field("calendar", "Or each", "choice", empty="no calendar period", options=(
            ("week", "week"), ("month", "month"), ("quarter", "quarter"))),
        Field("slice_seconds", "Length of a slice", "whole", "seconds", "Only for slices of time.", "60 seconds"),
        Field("slice_target", "Target of a slice", "share", "%", "Only for slices of time.", "100 %"),
    ),
    "name",
)  # fmt: skip
SERVICES = Clause(
    "Services and service levels",
    "What can fail, what fails with it, and what is promised of it",
    (
        Field("name", "Service"),
        Field("carries", "Carries", "choice", help="What stops when it stops.", empty="nothing that is priced",
              options=(("orders", "orders"),)),
        Field("segment", "Segment", help="Only this part of the orders, such as web.", empty="all of it"),
        Field("severities", "Priced severities", "words", help="1 is the worst, 5 the mildest: 1, 2.",
              empty="none"),
        Field("aliases", "Names in your tools", "words", help="Separated by commas.", empty="no others"),
    ),
    "name",
)  # fmt: skip
CALENDAR = Clause(
    "Calendar rules",
    "What plans must respect",
    (
        Field("country", "Public holidays of", "choice", empty="no country"),
        Field("region", "And of its region", help="ISO 3166-2 without the country, such as BY.", empty="no region"),
        Field("special_days", "Further days unlike others", "days", help="Such as 2026-11-27, separated by commas.",
              empty="none"),
        Field("slot_hours", "Changes start between", "hours", "o'clock", "Two local hours in order, such as 8-18."),
        Field("pass_below", "Let a clash pass under", "money", "in our currency", "Whole units, such as 250.00."),
    ),
)  # fmt: skip
OWNERS = Clause(
    "Owners",
    "Who answers for findings, by role",
    (
        Field("subject", "Subject", help="An analysis (outages, lift, ...), service:NAME, or default for all else."),
        Field("marketing", "In marketing"),
        Field("it", "In IT"),
    ),
    "subject",
)
LIAISONS = Clause(
    "Liaisons",
    "Who of one side sits at the other side's table",
    (
        Field("name", "Who, by role or name"),
        Field("side", "Comes from", "choice", options=SIDES),
        Field("hears", "Is heard at", help="Such as campaign planning, Mondays.", empty="not settled"),
    ),
    "name",
)
RECORD = Clause(
    "Sources of record",
    "Which export counts where two tell the same",
    (Field("table", "Facts"), Field("reader", "The export that counts")),
    "table",
)
GLOSSARY = Clause(
    "Glossary",
    "One word, one meaning, for every reader",
    (
        Field("term", "Word"),
        Field("variants", "Other spellings", "words", help="Separated by commas, such as CABs, C.A.B.", empty="none"),
        Field("marketing", "In marketing it means", empty="nothing of its own"),
        Field("it", "In IT it means", empty="nothing of its own"),
        Field("wording", "Both write", help="The agreed wording, in every text for both.", empty="the word itself"),
        Field("finance", "For finance", help="The wording in texts that finance reads.", empty="as both write"),
        Field("instead_marketing", "To marketing say", help="Only where it differs.", empty="as both write"),
        Field("instead_it", "To IT say", help="Only where it differs.", empty="as both write"),
        Field("owner_marketing", "Answers in marketing", help="A role.", empty="nobody in particular"),
        Field("owner_it", "Answers in IT", help="A role.", empty="nobody in particular"),
        Field("status", "State", "choice", options=(
            ("agreed", "agreed: texts are held to it"), ("proposed", "proposed: not agreed yet"),
            ("retired", "retired: no longer used"))),
        Field("examples", "Used well", "lines", help="A sentence a line.", empty="no examples"),
        Field("journey_step", "Step of the customer's journey", help="Such as checkout or delivery.", empty="none"),
    ),
    "term",
)  # fmt: skip
KEY_RESULT = Clause(
    "Key result",
    "What is reached, by when, and who answers",
    (
        Field("metric", "Metric", help="A name for formulas: small letters, digits and _, such as idea_to_live."),
        Field("label", "Called", help="What people read.", empty="the name, in words"),
        Field("source", "Comes from", "choice", empty="the facts, where the name is one that we compute", options=(
            ("shoppers_who_could_buy", "outages and measurements: shoppers who could buy"),
            ("idea_to_live", "campaigns and changes: days from announced to live"),
            ("first_response", "campaigns: hours until the load was looked at"), ("revenue", "orders: revenue"),
            ("launches_on_time", "the plan and the ad platforms: launches on time"),
            ("right_first_time", "campaigns and changes: requests right first time"),
            ("data_hygiene", "orders, ads and touches: data that can be joined"),
            ("availability", "a service's availability"), ("measured", "measured elsewhere: metric values"))),
        Field("service", "Service", help="Only for availability.", empty="none"),
        Field("unit", "Unit", "choice", empty="as its source has it", options=(
            ("share", "share, %"), ("days", "days"), ("hours", "hours"), ("money", "money"), ("count", "count"))),
        Field("direction", "Better is", "choice", empty="as its source has it",
              options=(("up", "more"), ("down", "less"))),
        Field("target", "Target", help="In its unit: 99.9 %, 30, or 1250000.00.", empty="it is only watched"),
        Field("by", "Reached by", help="A day, such as 2026-12-31.", empty="it is only watched"),
        Field("over", "Told for", "choice", empty="the month of the deadline", options=(
            ("month", "the month of the deadline"), ("quarter", "the three months to the deadline"),
            ("year", "the twelve months to the deadline"))),
        Field("start", "Began at", help="The value when it was agreed.", empty="not said"),
        Field("owner_marketing", "Answers in marketing", help="A role."),
        Field("owner_it", "Answers in IT", help="A role."),
        Field("guard_rails", "Guard rails", "lines", empty="none",
              help="What must not give way, a line each: availability_checkout >= 99.9 %"),
        Field("says_marketing", "Marketing reads", help="With {value}, {one_in} or {money}.", empty="its own wording"),
        Field("says_it", "IT reads", help="With {value}, {one_in} or {money}.", empty="its own wording"),
        Field("says_finance", "Finance reads", help="With {value}, {one_in} or {money}.", empty="its own wording"),
        Field("worth", "A unit is worth", unit="in our currency", empty="not known",
              help="What one unit more (one hundredth of a share) is worth in a month, in whole units."),
        Field("drivers", "What moves it", "lines", empty="as its source has it",
              help="A line each: revenue = visits * conversion; and who holds one: conversion: it"),
    ),
    "metric",
)  # fmt: skip
OBJECTIVES = Clause(
    "Shared objectives",
    "The few numbers that both sides answer for",
    (Field("name", "Objective"),),
    "name",
)
INCENTIVES = Clause(
    "Incentives",
    "What the heads are rewarded for, and what the company earns by the same metrics",
    (
        Field("name", "Line", help="Such as Stable shop, or the name of a decision."),
        Field("kind", "Is", "choice", empty="a reward", options=(
            ("reward", "a reward"), ("worth", "what the company earns"), ("decision", "a decision to try them on"))),
        Field("side", "Of", "choice", help="Only for a reward.", empty="neither side", options=SIDES),
        Field("role", "Is paid to", help="Only for a reward, by role: CMO, CIO.", empty="nobody"),
        Field("horizon", "For each", "choice", empty="year", options=(
            ("month", "month"), ("quarter", "quarter"), ("year", "year"))),
        Field("pays", "Pays", help="In whole units, by the metrics: 40000 * ramp(uptime, 99 %, 99.9 %). A decision: "
              "what the company earns by it."),
        Field("weight", "Times", help="0 to 1000; 1 is the whole formula.", empty="1"),
        Field("threshold", "Nothing under", "money", "in its currency", "Before the weight.", "no threshold"),
        Field("cap", "At most", "money", "in its currency", "Before the weight.", "no cap"),
        Field("currency", "Currency", unit="ISO 4217", empty="the organisation's"),
        Field("changes", "Moves", "words", help="Only for a decision: uptime - 0.1 %, releases + 1.", empty="nothing"),
    ),
    "name",
)  # fmt: skip
ACTIVITIES = Clause(
    "Activities",
    "What both departments do for revenue, and from which return on it is worth its cost",
    (
        Field("name", "Activity"),
        Field("side", "Of", "choice", empty="Marketing", options=SIDES),
        Field("found_as", "Names in the facts", "words", help="Channels, campaigns, or services that it keeps up.",
              empty="its own name"),
        Field("needs", "Needs", "words", help="Services it cannot work without: their outages show what it brings.",
              empty="what carries orders"),
        Field("cost_a_month", "Costs a month", "money", "in our currency", "Only where no fact tells it.",
              "as the facts tell"),
        Field("crucial", "Crucial from", help="Incremental revenue for each unit of cost, such as 3.", empty="3"),
        Field("secondary", "Secondary from", help="Below it is nice to have, such as 1.", empty="1"),
        Field("move", "A month's budget may move by", "share", "%", "Such as 20.", "20 %"),
    ),
    "name",
)  # fmt: skip
WITHIN: dict[str, tuple[str, Clause]] = {"services": ("slos", SLO), "objectives": ("key_results", KEY_RESULT)}
"""The rows within a clause's rows: their key, and what they say."""
CLAUSES = {
    "organisation": ORGANISATION,
    "services": SERVICES,
    "calendar": CALENDAR,
    "owners": OWNERS,
    "liaisons": LIAISONS,
    "record": RECORD,
    "glossary": GLOSSARY,
    "objectives": OBJECTIVES,
    "incentives": INCENTIVES,
    "activities": ACTIVITIES,
}


def value_says(field: Field, value: Any) -> str:
    """A value in words: 0.999 is '99.9 %', 28 '28 days'."""
    if value is None or value == "" or value == []:
        return field.empty or "nothing"
    match field.kind:
        case "share":
            return f"{percent(value)} %"
        case "words" | "days":
            return ", ".join(map(str, value))
        case "lines":
            return " / ".join(map(str, value))
        case "hours":
            return f"{value[0]}:00 and {value[1]}:00"
        case "choice":
            return dict(field.options).get(str(value), str(value))
        case "money":
            return _money(Decimal(str(value)))
        case "whole":
            return f"{value} {field.unit}".strip()
        case _:
            return str(value)


def _money(value: Decimal) -> str:
    """Whole units without a point, else as many digits as currencies have: 250, 250.50, 1.005."""
    if value == value.to_integral_value():
        return format(value, ".0f")
    return format(value, ".2f" if value == round(value, 2) else ".3f")


def percent(share: Any) -> str:
    """A share as a percentage with all its digits: 0.9995 is '99.95'. The share may be the text of one."""
    value = (Decimal(str(share)) * 100).normalize()
    return format(value, "f")


def share_of(text: str) -> str:
    """The share behind a percentage as people write it: '99.95 %' is '0.9995'; other text comes back unchanged."""
    bare = text.strip().removesuffix("%").strip()
    try:
        value = Decimal(bare) / 100
    except ArithmeticError:
        return text
    return format(value.normalize(), "f") if value.is_finite() else text
