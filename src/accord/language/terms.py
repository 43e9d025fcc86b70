"""Terms of art that one side uses, and what to say to a reader of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Trade = Literal["marketing", "it"]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one trade; ``instead`` says the same in plain words. Abbreviations match in their own case only."""

    term: str
    trade: Trade
    instead: str
    abbreviation: bool = False


TERMS: tuple[Term, ...] = (
    Term("error budget", "it", "the failures we agreed to accept in the period"),
    Term("burn rate", "it", "how fast the accepted failures are used up"),
    Term("SLO", "it", "what we promised each other about the service", abbreviation=True),
    Term("SLI", "it", "what we measure about the service", abbreviation=True),
    Term("SLA", "it", "what the supplier promised by contract", abbreviation=True),
    Term("MTTR", "it", "how long it took to mend", abbreviation=True),
    Term("MTBF", "it", "how long it ran between failures", abbreviation=True),
    Term("P1", "it", "a failure of the worst kind", abbreviation=True),
    Term("sev1", "it", "a failure of the worst kind"),
    Term("rollback", "it", "taking the change back"),
    Term("roll back", "it", "take the change back"),
    Term("hotfix", "it", "an urgent repair"),
    Term("deployment", "it", "the day a change goes live"),
    Term("failover", "it", "switching to the spare"),
    Term("latency", "it", "how long people wait for a page"),
    Term("p99", "it", "what the slowest in a hundred wait"),
    Term("runbook", "it", "the written steps"),
    Term("post-mortem", "it", "what we learned from the failure"),
    Term("backlog", "it", "what is still to be done"),
    Term("technical debt", "it", "work put off, which makes later work slower"),
    Term("change freeze", "it", "days on which nothing is changed"),
    Term("ROAS", "marketing", "revenue for each unit of money spent on advertising", abbreviation=True),
    Term("CTR", "marketing", "how many of those who saw it clicked", abbreviation=True),
    Term("CPC", "marketing", "what a click cost", abbreviation=True),
    Term("CPM", "marketing", "what a thousand showings cost", abbreviation=True),
    Term("CPA", "marketing", "what an order cost in advertising", abbreviation=True),
    Term("CAC", "marketing", "what a new customer cost", abbreviation=True),
    Term("CLV", "marketing", "what a customer brings over the years", abbreviation=True),
    Term("LTV", "marketing", "what a customer brings over the years", abbreviation=True),
    Term("MQL", "marketing", "a contact who may buy", abbreviation=True),
    Term("SQL lead", "marketing", "a contact whom sales took on"),
    Term("SERP", "marketing", "the page of search results", abbreviation=True),
    Term("uplift", "marketing", "what it brought beyond what would have come anyway"),
    Term("incrementality", "marketing", "what would not have come without it"),
    Term("attribution", "marketing", "which advertisement an order is put down to"),
    Term("impression", "marketing", "one showing of an advertisement"),
    Term("share of voice", "marketing", "our part of all advertising seen"),
    Term("retargeting", "marketing", "advertising to people who were here before"),
    Term("lookalike", "marketing", "people who resemble our customers"),
    Term("top of funnel", "marketing", "people who do not know us yet"),
    Term("bounce rate", "marketing", "how many left after one page"),
)
"""A start, to be replaced by an organisation's own words: what is jargon depends on who talks to whom."""
