"""A finding: an answer with its amount, figures, evidence, owners and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from accord.units.interval import Interval
from accord.units.money import Amount
from accord.units.period import Period

Audience = Literal["marketing", "it", "finance"]
AUDIENCES: tuple[Audience, ...] = ("marketing", "it", "finance")

Kind = Literal["lost", "gained", "at_risk", "changed", "counted"]
"""What the amount is. Amounts of two kinds are never added."""

Cell = Literal["it_cost_marketing", "it_earned_marketing", "marketing_cost_it", "marketing_earned_it"]
CELLS: tuple[Cell, ...] = (
    "it_cost_marketing",
    "it_earned_marketing",
    "marketing_cost_it",
    "marketing_earned_it",
)

LATER = {"left_out": True}
"""Marks a field that came later: its default is left out of what is kept, so that older revisions keep their names."""

Unit = Literal["money", "count", "share", "seconds", "ratio", "time", "day", "text"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure of a finding; wordings may state no number that is not one.

    ``value`` is an ``Interval`` (``money`` in minor units, ``share`` from 0 to 1), a UTC ``datetime`` for
    ``time`` and ``day``, or a ``str`` for ``text`` (a service's name).
    """

    name: str
    label: str
    value: Interval | datetime | str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a column of a fact table; ``value`` is compared as the column's type."""

    column: str
    is_: Literal["=", ">=", "<", ">", "in"]
    value: str | int | float | datetime | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Fact rows behind a finding, as a selection that can be opened again.

    ``rows`` is how many there were. Where ``adds_up_to`` names a figure, the rows add up to it: their number,
    or the sum of ``column``.
    """

    label: str
    table: str
    where: tuple[Condition, ...]
    rows: int
    adds_up_to: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """The body of one wording: a template whose ``{name}`` are figures, shown in the reader's locale.

    ``{name}`` shows the middle, ``{name:range}`` the two ends, ``{name:full}`` both. The headline amount and
    its interval are put before it for every audience, see ``findings.words``.
    """

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of one thing that the amount speaks of; findings whose claims meet are not added.

    ``thing`` is e.g. ``orders`` or ``risk``, ``scope`` a segment (``*`` meets all).
    """

    thing: str
    scope: str
    period: Period

    def meets(self, other: Claim) -> bool:
        scopes = {self.scope, other.scope}
        return self.thing == other.thing and (len(scopes) == 1 or "*" in scopes) and self.period.overlaps(other.period)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What it costs to wait: minor units a week, until a moment where there is one. 0 for what is past."""

    weekly: Interval = field(default_factory=lambda: Interval.exact(0))
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason to trust the number less, in one plain sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The small table behind a chart, which is also the chart's table twin.

    ``columns`` are (name, label, unit); ``rows`` hold values of that unit (``money`` in minor units).
    """

    columns: tuple[tuple[str, str, Unit], ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a finding was made from: enough to make it again."""

    rows: str = ""
    clauses: str = ""
    settings: str = ""
    version: int = 1
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of one analysis about one subject in one period.

    ``amount`` is None where no sum of money can be told; ``verdict`` then says why in plain words. ``measure`` names
    the figure that stands in the headline instead, where there is one: a number with its interval in its own unit,
    which is never added to anything. ``held`` is
    (held, tried): how often such intervals held the truth on windows where it was known. ``grid`` is what the chart
    draws; ``breakdown`` a second small table, e.g. the parts by segment.
    """

    analysis: str
    subject: str
    period: Period
    kind: Kind
    amount: Amount | None
    verdict: str
    figures: tuple[Figure, ...]
    wordings: dict[Audience, Wording]
    playback: str
    ask: str
    evidence: tuple[Evidence, ...]
    owner_marketing: str
    owner_it: str
    cell: Cell | None = None
    claims: tuple[Claim, ...] = ()
    waiting: Waiting = field(default_factory=Waiting)
    flags: tuple[Flag, ...] = ()
    held: tuple[int, int] | None = None
    grid: Grid | None = None
    breakdown: Grid | None = None
    made: Made = field(default_factory=Made)
    measure: str = field(default="", metadata=LATER)

    def __post_init__(self) -> None:
        if self.measure and (self.amount is not None or not isinstance(self.figure(self.measure).value, Interval)):
            raise ValueError(f"{self.measure} cannot stand in for an amount: there is one, or it is no number")

    @property
    def measured(self) -> Figure | None:
        """The figure that stands in the headline of a finding without money."""
        return self.figure(self.measure) if self.measure else None

    @property
    def headline(self) -> Interval | None:
        """The amount's interval in minor units, or the measure's in its own; None where neither was told."""
        if self.amount is not None:
            return self.amount.interval
        value = self.measured.value if self.measured else None
        return value if isinstance(value, Interval) else None

    def figure(self, name: str) -> Figure:
        """Raises ``KeyError`` with the names there are."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(f"no figure {name}; there are {', '.join(f.name for f in self.figures)}")
