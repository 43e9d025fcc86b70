"""A metric's value in words: as a number in its unit, and as each reader says it."""

from __future__ import annotations

from accord.clauses.objectives import AVAILABILITY, Metric, Unit
from accord.findings.finding import Audience
from accord.findings.format import Format, share_decimals
from accord.pages.sheet import NOTHING, Cell, cell_share
from accord.units.money import digits

_WORDS = {"days": ("day", "days"), "hours": ("hour", "hours")}


def value_says(value: float, unit: Unit, form: Format, like: float | None = None) -> str:
    """'99.47 %', '24.3 days', '€2,880,000', rounded as ``like`` asks for (or itself)."""
    match unit:
        case "share":
            return form.share(value, max(share_decimals(value), share_decimals(value if like is None else like)))
        case "money":
            return form.money(value, like=like)
        case "count":
            return form.count(value, like=like) if abs(value) >= 100 else form.cell(value, "count")
        case _:
            number = form.cell(value, "count")
            return f"{number} {_WORDS[unit][number != '1']}"


def cell_value(value: float | None, unit: Unit, form: Format) -> Cell:
    """The same as a cell, its number raw beside the text."""
    if value is None:
        return NOTHING
    if unit == "share":
        return cell_share(form, value)
    text = value_says(value, unit, form)
    if unit == "money":
        return Cell(text, round(value), "money", form.currency, value / 10 ** digits(form.currency))
    return Cell(text, value, "count", None, round(value, 1), 1)


def one_in(share: float, form: Format) -> str:
    """A small share as people: 'one in 134'; nothing where there is none."""
    if share <= 0:
        return "none"
    return f"one in {form.count(1 / share)}" if share < 0.5 else form.share(share)


def wordings(metric: Metric, value: float, money: float | None, months: int, form: Format) -> dict[Audience, str]:
    """The same value in the words of marketing, IT and finance.

    ``money`` is what is lost by it in minor units, None where nobody knows; the value is told for so many ``months``.
    The clause's own wordings come first.
    """
    usual = _usual(metric, value, money, months, form)
    own = {"marketing": metric.says_marketing, "it": metric.says_it, "finance": metric.says_finance}
    lost = form.money(money) if money is not None else "an amount that is not known"
    given = {"{value}": value_says(value, metric.unit, form), "{one_in}": _one_in(metric, value, form), "{money}": lost}
    return {audience: _filled(own[audience] or usual[audience], given) for audience in usual}


def _filled(text: str, given: dict[str, str]) -> str:
    for place, value in given.items():
        text = text.replace(place, value)
    return text


def _one_in(metric: Metric, value: float, form: Format) -> str:
    if metric.unit != "share":
        return value_says(value, metric.unit, form)
    return one_in(1 - value if metric.direction == "up" else value, form)


def _usual(metric: Metric, value: float, money: float | None, months: int, form: Format) -> dict[Audience, str]:
    priced = f"{form.money(money)} of orders were not placed." if money is not None else "Its price is not known."
    match metric.source:
        case "shoppers_who_could_buy":
            return _shoppers("shopper", "could not buy", value, priced, form)
        case source if source == AVAILABILITY:
            return _shoppers("request", "failed", value, "Its price stands with the shoppers who could not buy.", form)
        case "revenue":
            hour = form.money(value / (30.44 * 24 * max(months, 1)))
            return {
                "marketing": "Orders brought {value}.",
                "it": f"The shop carried {{value}}: {hour} in an hour.",
                "finance": "Revenue of {value}, cancelled orders left out.",
            }
        case _:
            return _plain(metric, money, form)


def _shoppers(who: str, what: str, value: float, priced: str, form: Format) -> dict[Audience, str]:
    none = f"Every {who} got through."
    lost = 1 - value
    return {
        "marketing": none if lost <= 0 else f"{one_in(lost, form).capitalize()} {who}s {what}.",
        "it": "Availability, weighed by orders: {value}.",
        "finance": none if lost <= 0 else priced,
    }


def _plain(metric: Metric, money: float | None, form: Format) -> dict[Audience, str]:
    label = metric.title
    worth = f" What is missing to the target costs {form.money(money)} in that time." if money else ""
    said = {
        "idea_to_live": ("From an idea to the shopper it took {value}.", "Lead time: {value}."),
        "first_response": ("Marketing waited {value} for a first answer.", "Time to first response: {value}."),
    }
    marketing, it = said.get(metric.name, (f"{label}: {{value}}.", f"{label}: {{value}}."))
    return {
        "marketing": marketing,
        "it": it,
        "finance": f"{label}: {{value}}.{worth}" if worth else f"{label}: {{value}}. {_UNPRICED}",
    }


_UNPRICED = "What a unit is worth is not agreed."
