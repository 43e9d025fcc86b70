"""The joint budget and the options of a decision, as tables."""

from __future__ import annotations

from dataclasses import dataclass

from accord.decisions.terms import LEAVE_IT, Line, Option, Terms
from accord.findings.format import Format
from accord.pages.decisions.showing import Estimate, estimate
from accord.pages.sheet import Cell, SheetTable, cell_money, cell_text, cells_interval
from accord.pages.shown import Column, Scale
from accord.units.interval import Interval
from accord.units.money import Money


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of the budget, each sum as text."""

    name: str
    kind: str
    marketing: str
    it: str
    together: str


@dataclass(frozen=True, slots=True)
class OptionShown:
    """An option; ``brings`` is None where it brings nothing, or where nobody has said what it brings: then ``unsaid``,
    and what would be left over is empty."""

    name: str
    note: str
    chosen: bool
    costs: str
    brings: Estimate | None
    left_over: str
    loses: bool
    unsaid: bool


def lines_of(terms: Terms, currency: str, form: Format) -> tuple[LineShown, ...]:
    """Each line of the budget, and the joint total last."""
    paid = terms.paid
    rows = [_line(line, currency, form) for line in terms.budget]
    total = LineShown("Together", "", *(form.money(v, currency) for v in (paid.marketing, paid.it, paid.together)))
    return (*rows, total)


def _line(line: Line, currency: str, form: Format) -> LineShown:
    return LineShown(line.name, line.kind, *(form.money(v, currency) for v in (line.marketing, line.it, line.together)))


def options_of(terms: Terms, currency: str, form: Format) -> tuple[OptionShown, ...]:
    """Every option, on one scale."""
    scale = Scale.over(o.brings for o in terms.options)
    return tuple(_option(o, currency, form, scale) for o in terms.options)


def _option(option: Option, currency: str, form: Format, scale: Scale) -> OptionShown:
    brings = estimate(option.brings, "money", currency, form, scale) if option.high else None
    unsaid = _unsaid(option)
    return OptionShown(
        option.name,
        option.note,
        option.chosen,
        form.money(option.costs, currency),
        brings,
        "" if unsaid else form.money(option.left_over, currency),
        option.left_over < 0 and not unsaid,
        unsaid,
    )


def _unsaid(option: Option) -> bool:
    """To leave it as it is brings nothing; of anything else, three empty fields are no answer."""
    return option.name != LEAVE_IT and option.brings == Interval(0, 0, 0)


def budget_table(terms: Terms, currency: str, form: Format) -> SheetTable:
    """For hand-outs: to the cent."""
    columns = (
        Column("line", "Line", False),
        Column("kind", "Kind", False),
        *(Column(n, t, True) for n, t in (("marketing", "Marketing"), ("it", "IT"), ("together", "Together"))),
    )
    rows = tuple(
        (
            cell_text(b.name),
            cell_text(b.kind),
            *(cell_money(form, Money(v, currency)) for v in (b.marketing, b.it, b.together)),
        )
        for b in terms.budget
    )
    return SheetTable("budget", "One budget, two owners for each line", columns, rows)


_NOT_SAID = (cell_text("not said"), *(cell_text(""),) * 3)


def _brought(o: Option, currency: str, form: Format) -> tuple[Cell, ...]:
    """What it brings back, at least, at most, and what is left over."""
    return (*cells_interval(form, o.brings, "money", currency), cell_money(form, Money(o.left_over, currency)))


def options_table(terms: Terms, currency: str, form: Format) -> SheetTable:
    """For hand-outs."""
    texts = tuple(Column(n, t, False) for n, t in (("option", "Option"), ("note", "Note"), ("chosen", "Chosen")))
    numbers = (
        ("costs", "Costs"),
        ("mid", "Brings back"),
        ("low", "At least"),
        ("high", "At most"),
        ("left", "Left over"),
    )
    rows = tuple(
        (
            cell_text(o.name),
            cell_text(o.note),
            cell_text("yes" if o.chosen else ""),
            cell_money(form, Money(o.costs, currency)),
            *(_NOT_SAID if _unsaid(o) else _brought(o, currency, form)),
        )
        for o in terms.options
    )
    return SheetTable("options", "What we considered", texts + tuple(Column(n, t, True) for n, t in numbers), rows)
