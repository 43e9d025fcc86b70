"""Numbers as people type them: money in whole units, shares in percent, durations in minutes, by their locale."""

from __future__ import annotations

from babel.numbers import NumberFormatError, format_decimal, parse_decimal

from accord.findings.finding import Unit
from accord.findings.format import Format
from accord.units.money import digits

_MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{NARROW NO-BREAK SPACE}": "", "\N{NO-BREAK SPACE}": ""})


def per_typed(unit: Unit, currency: str) -> float:
    """How many of the unit (minor units of money, parts of one, seconds) one of what is typed makes."""
    match unit:
        case "money":
            return float(10 ** digits(currency))
        case "share":
            return 0.01
        case "seconds":
            return 60.0
        case _:
            return 1.0


def unit_word(unit: Unit, currency: str) -> str:
    """What is typed: EUR, %, minutes."""
    return {"money": currency, "share": "%", "seconds": "minutes"}.get(unit, "")


def typed(value: float, unit: Unit, currency: str, form: Format) -> str:
    """A value as it stands in its input."""
    number = round(value / per_typed(unit, currency), 6)
    return str(format_decimal(number, format="0.######", locale=form.locale))


def read(text: str, unit: Unit, currency: str, form: Format, label: str) -> float:
    """The value of what somebody typed; nothing typed is 0. Raises ``ValueError`` naming the field."""
    plain = text.strip().translate(_MINUS).strip("€$£% ")
    if not plain:
        return 0.0
    try:
        number = float(parse_decimal(plain, locale=form.locale, strict=True))
    except NumberFormatError as fault:
        example = format_decimal(1234.5, locale=form.locale)
        raise ValueError(f"{label}: “{text[:40]}” is no number; write it like {example}") from fault
    return number * per_typed(unit, currency)
