"""The clauses that analyses read, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from accord.clauses.activities import Activity
from accord.clauses.glossary import Term
from accord.clauses.incentives import Incentive
from accord.clauses.objectives import Metric, Objective, metric_of

Side = Literal["marketing", "it"]
SIDE_WORDS = {"marketing": "marketing", "it": "IT"}
"""A side as it is called within a sentence."""
Budgeting = Literal["occurrences", "timeslices", "ratio_timeslices"]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who we are: name, IANA zone, ISO 4217 currency, locale for showing, margin as a share of order value.

    ``files_without_zone`` set to ``organisation`` says that an export which carries no zone was written in ours;
    None means that each such file is asked about once.
    """

    name: str = "Our organisation"
    zone: str = "UTC"
    currency: str = "EUR"
    locale: str = "en_IE"
    margin: float | None = None
    files_without_zone: Literal["organisation"] | None = None


@dataclass(frozen=True, slots=True)
class Slo:
    """A service level objective.

    ``target`` is a share (0.999); ``window_days`` a rolling window, or ``calendar`` one of week, month,
    quarter, which wins where both are set; ``slice_seconds`` and ``slice_target`` belong to the timeslice methods.
    """

    name: str
    target: float
    budgeting: Budgeting = "occurrences"
    window_days: int | None = 28
    calendar: Literal["week", "month", "quarter"] | None = None
    slice_seconds: int = 60
    slice_target: float = 1.0


@dataclass(frozen=True, slots=True)
class Service:
    """A service, the outcome it carries and what of it is priced.

    ``carries`` is the fact table whose rows fail with it (``orders``), ``segment`` narrows it to a part;
    ``severities`` are those that are priced (``1`` is worst); ``aliases`` are its names in the tools.
    """

    name: str
    carries: Literal["orders"] | None = None
    segment: str | None = None
    severities: tuple[str, ...] = ("1", "2")
    aliases: tuple[str, ...] = ()
    slos: tuple[Slo, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """What the calendar must respect.

    ``country`` (and ``region``) name the public holidays; ``special_days`` further days (ISO dates) on which
    trade is unlike other days; ``slot_hours`` local hours in which changes may start; ``pass_below_minor`` is the price
    under which a clash is let pass.
    """

    country: str | None = None
    region: str | None = None
    special_days: tuple[str, ...] = ()
    slot_hours: tuple[int, int] = (0, 24)
    pass_below_minor: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers, on one side, for findings of one subject (an analysis or ``service:NAME``): a role."""

    subject: str
    marketing: str
    it: str


@dataclass(frozen=True, slots=True)
class Liaison:
    """Who of one side sits at the other side's table, by person or role, and what is heard there."""

    name: str
    side: Side
    hears: str | None = None


PARTS = (
    *("organisation", "services", "calendar", "owners", "liaisons", "record"),
    *("glossary", "objectives", "incentives", "activities"),
)
"""The clauses, by their names in charter.yaml."""
PERSONAL = frozenset({"incentives"})
"""Clauses that say what people are paid: pages and operations show them to few (``accord.charter.sight``)."""
SILENT_WHEN_EMPTY = frozenset({"glossary", "objectives", "incentives", "activities"})
"""Clauses that hold nobody to anything while they are empty, so that nobody needs to sign them then."""


@dataclass(frozen=True, slots=True)
class Charter:
    """All clauses in force, or in draft while nobody has signed them.

    ``record`` is the source of record for a table: ``{"orders": "shopify_orders", "incidents": "pagerduty"}``.
    ``signed`` names the clauses whose very text both sides have signed.
    """

    organisation: Organisation = field(default_factory=Organisation)
    services: tuple[Service, ...] = ()
    calendar: CalendarRules = field(default_factory=CalendarRules)
    owners: tuple[Owner, ...] = ()
    record: tuple[tuple[str, str], ...] = ()
    liaisons: tuple[Liaison, ...] = ()
    signed: frozenset[str] = frozenset()
    glossary: tuple[Term, ...] = ()
    objectives: tuple[Objective, ...] = ()
    incentives: tuple[Incentive, ...] = ()
    activities: tuple[Activity, ...] = ()

    def is_signed(self, *parts: str) -> bool:
        """Whether both sides have signed all clauses named, or every clause that says something when none is."""
        return self.signed >= set(parts or self.said())

    def said(self) -> tuple[str, ...]:
        """The clauses that have something to sign."""
        return tuple(part for part in PARTS if part not in SILENT_WHEN_EMPTY or getattr(self, part))

    def term(self, name: str) -> Term | None:
        """The entry of the glossary of that word or spelling, letter case ignored."""
        wanted = name.casefold()
        return next((t for t in self.glossary if wanted in {n.casefold() for n in t.names()}), None)

    def activity(self, name: str) -> Activity | None:
        """The activity that the facts mean by a name, letter case ignored."""
        return next((a for a in self.activities if name.casefold() in a.names()), None)

    def metric(self, name: str) -> Metric | None:
        """The metric of that name: as the objectives define it, else the built-in one."""
        return metric_of(self.objectives, name)

    def owner(self, *subjects: str) -> Owner:
        """The owner of the first subject that has one, else of ``default``, else the two departments."""
        by_subject = {o.subject: o for o in self.owners}
        for subject in (*subjects, "default"):
            if subject in by_subject:
                return by_subject[subject]
        return Owner("default", "Marketing", "IT")

    def service(self, name: str) -> Service | None:
        """The service of that name or alias, letter case ignored."""
        wanted = name.casefold()
        for service in self.services:
            if wanted in {n.casefold() for n in (service.name, *service.aliases)}:
                return service
        return None
