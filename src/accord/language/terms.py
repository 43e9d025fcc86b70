"""Terms of art that one side uses, and what to say to a reader of the other."""

from __future__ import annotations

from collections.abc import Iterable
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
    TradeTerm("data warehouse", "it", "the store of figures from all programs"),
    TradeTerm("tech stack", "it", "the programs that we build on"),
    TradeTerm("pull request", "it", "a change put up for review"),
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
    TradeTerm("upper funnel", "marketing", "people who look and do not buy yet"),
    TradeTerm("lower funnel", "marketing", "people who are about to buy"),
    TradeTerm("bounce rate", "marketing", "how many left after one page"),
    TradeTerm("CTA", "marketing", "the button that asks for a click"),
    TradeTerm("call to action", "marketing", "the button that asks for a click"),
    TradeTerm("hero image", "marketing", "the large picture at the top of a page"),
    TradeTerm("hero banner", "marketing", "the large picture at the top of a page"),
    TradeTerm("above the fold", "marketing", "seen without scrolling"),
    TradeTerm("tracking pixel", "marketing", "the script by which an advertising firm counts visits"),
    TradeTerm("holdout", "marketing", "people left without advertising, to compare with"),
    TradeTerm("direct mail", "marketing", "advertising by post"),
    TradeTerm("target account", "marketing", "a company that we want as a customer"),
)
"""A start, to be replaced by an organisation's own words: what is jargon depends on who talks to whom."""

EVERYDAY_TERMS: tuple[TradeTerm, ...] = (
    TradeTerm("branch", "it", "a line of changes that is not yet joined with the rest"),
    TradeTerm("build", "it", "the program made from its source"),
    TradeTerm("commit", "it", "a change that is kept"),
    TradeTerm("container", "it", "a program packed with all that it needs"),
    TradeTerm("dimension", "it", "what figures are told apart by"),
    TradeTerm("patch", "it", "a small repair of a program"),
    TradeTerm("query", "it", "a question put to the stored figures"),
    TradeTerm("conversion", "marketing", "a visit that became an order"),
    TradeTerm("creative", "marketing", "the pictures and words of an advertisement"),
    TradeTerm("drop", "marketing", "the day on which a collection goes on sale"),
    TradeTerm("funnel", "marketing", "the steps from a first look to an order"),
    TradeTerm("hero", "marketing", "the large picture at the top of a page"),
    TradeTerm("lead", "marketing", "a contact who may buy"),
    TradeTerm("nurture", "marketing", "write to people until they may buy"),
    TradeTerm("persona", "marketing", "a customer made up as a type"),
    TradeTerm("pixel", "marketing", "the script by which an advertising firm counts visits"),
    TradeTerm("reach", "marketing", "how many people saw it"),
    TradeTerm("vertical", "marketing", "a line of business"),
)
"""Everybody's words by which a trade means something of its own. They are that trade's only where its documents say
them and the other side's hardly do: 'hero' in a text is mostly a hero."""


def is_trade(word: str, side: str) -> bool:
    """Whether a side is known to mean something of its own by an everyday word."""
    return (word.casefold(), side) in _EVERYDAY


def explanation(word: str, sides: Iterable[str]) -> str:
    """What to say for a word of one of these sides, of the first that is known to have it; else empty."""
    return next((_EXPLAINED[word, side] for side in sides if (word, side) in _EXPLAINED), "")


_EVERYDAY = frozenset((term.term, term.trade) for term in EVERYDAY_TERMS)
_EXPLAINED: dict[tuple[str, str], str] = {
    (term.term, term.trade): term.instead for term in (*TRADE_TERMS, *EVERYDAY_TERMS)
}
