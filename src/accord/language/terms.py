"""Terms of art that one side uses, and what to say to a reader of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Trade = Literal["marketing", "it"]


@dataclass(frozen=True, slots=True)
class TradeTerm:
    """A term of one trade; ``instead`` says the same in plain words."""

    term: str
    trade: Trade
    instead: str


TRADE_TERMS: tuple[TradeTerm, ...] = (
    TradeTerm("error budget", "it", "the failures we agreed to accept in the period"),
    TradeTerm("burn rate", "it", "how fast the accepted failures are used up"),
    TradeTerm("SLO", "it", "what we promised each other about the service"),
    TradeTerm("SLI", "it", "what we measure about the service"),
    TradeTerm("SLA", "it", "what the supplier promised by contract"),
    TradeTerm("MTTR", "it", "how long it took to mend"),
    TradeTerm("MTBF", "it", "how long it ran between failures"),
    TradeTerm("P1", "it", "a failure of the worst kind"),
    TradeTerm("sev1", "it", "a failure of the worst kind"),
    TradeTerm("rollback", "it", "taking the change back"),
    TradeTerm("roll back", "it", "take the change back"),
    TradeTerm("hotfix", "it", "an urgent repair"),
    TradeTerm("deployment", "it", "the day a change goes live"),
    TradeTerm("failover", "it", "switching to the spare"),
    TradeTerm("latency", "it", "how long people wait for a page"),
    TradeTerm("p99", "it", "what the slowest in a hundred wait"),
    TradeTerm("runbook", "it", "the written steps"),
    TradeTerm("post-mortem", "it", "what we learned from the failure"),
    TradeTerm("backlog", "it", "what is still to be done"),
    TradeTerm("technical debt", "it", "work put off, which makes later work slower"),
    TradeTerm("change freeze", "it", "days on which nothing is changed"),
    TradeTerm("ROAS", "marketing", "revenue for each unit of money spent on advertising"),
    TradeTerm("CTR", "marketing", "how many of those who saw it clicked"),
    TradeTerm("CPC", "marketing", "what a click cost"),
    TradeTerm("CPM", "marketing", "what a thousand showings cost"),
    TradeTerm("CPA", "marketing", "what an order cost in advertising"),
    TradeTerm("CAC", "marketing", "what a new customer cost"),
    TradeTerm("CLV", "marketing", "what a customer brings over the years"),
    TradeTerm("LTV", "marketing", "what a customer brings over the years"),
    TradeTerm("MQL", "marketing", "a contact who may buy"),
    TradeTerm("SQL lead", "marketing", "a contact whom sales took on"),
    TradeTerm("SERP", "marketing", "the page of search results"),
    TradeTerm("uplift", "marketing", "what it brought beyond what would have come anyway"),
    TradeTerm("incrementality", "marketing", "what would not have come without it"),
    TradeTerm("attribution", "marketing", "which advertisement an order is put down to"),
    TradeTerm("impression", "marketing", "one showing of an advertisement"),
    TradeTerm("share of voice", "marketing", "our part of all advertising seen"),
    TradeTerm("retargeting", "marketing", "advertising to people who were here before"),
    TradeTerm("lookalike", "marketing", "people who resemble our customers"),
    TradeTerm("top of funnel", "marketing", "people who do not know us yet"),
    TradeTerm("bounce rate", "marketing", "how many left after one page"),
)
"""A start, to be replaced by an organisation's own words: what is jargon depends on who talks to whom."""
