"""What charter.yaml may say: each clause's keys, what each accepts, and what to do when it is wrong.

A *shape* turns a YAML node into a value. It reads the text of the node rather than what YAML makes of it, so that
``country: NO`` is Norway, not false, and ``pass_below: 250.00`` keeps its digits.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import yaml

from accord.clauses.charter import PERSONAL, CalendarRules, Liaison, Organisation, Owner, Service, Slo
from accord.clauses.glossary import Reader, Term

WITHHELD = "this clause cannot be read. Look at that line; accord charter check says more to whoever has the file."


class ClauseError(ValueError):
    """A clause that cannot be read: the file, its line, the key, the reason and the mend.

    Of a personal clause the message quotes nothing, because it may reach anybody: ``whole`` is for whoever may see it.
    """

    def __init__(self, file: str, line: int, key: str, reason: str, mend: str) -> None:
        self.whole = f"{file}, line {line}, {key or 'the whole file'}: {reason}. {mend}"
        personal = next((clause for clause in PERSONAL if key.startswith(clause)), "")
        super().__init__(f"{file}, line {line}, {personal}: {WITHHELD}" if personal else self.whole)
        self.file, self.line, self.key, self.reason, self.mend = file, line, key, reason, mend


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file we are, for the error: ``services[2].slos[1].target``."""

    file: str
    key: str = ""

    def at(self, key: str) -> Place:
        return Place(self.file, f"{self.key}.{key}" if self.key else key)

    def item(self, index: int) -> Place:
        return Place(self.file, f"{self.key}[{index}]")

    def fail(self, node: yaml.Node, reason: str, mend: str) -> NoReturn:
        raise ClauseError(self.file, node.start_mark.line + 1, self.key, reason, mend)


Shape = Callable[[yaml.Node, Place], Any]


def _is_null(node: yaml.Node) -> bool:
    return node.tag.endswith(":null")


def near(wrong: str, right: list[str]) -> str:
    """The mend for an unknown name: the nearest known one, else all of them."""
    closest = get_close_matches(wrong, right, n=1)
    return f"Did you mean {closest[0]}?" if closest else f"Known are: {', '.join(right)}."


def text(node: yaml.Node, at: Place) -> str:
    """One line of text that is not blank."""
    if not isinstance(node, yaml.ScalarNode) or _is_null(node):
        at.fail(node, "a text is expected here", "Write one value after the colon.")
    value = str(node.value)
    if not value.strip() or not value.isprintable():
        at.fail(node, "the text is blank or runs over several lines", "Write it on one line, in quotes if need be.")
    return value


LONGEST_NAME = 120


def name(node: yaml.Node, at: Place) -> str:
    """A text that stands in titles, lists and mails, and fits there."""
    value = text(node, at)
    if len(value) > LONGEST_NAME:
        at.fail(node, f"the name has {len(value)} letters", f"Shorten it to {LONGEST_NAME}; aliases may be longer.")
    return value


def choice(*allowed: str) -> Shape:
    """One of a few words."""

    def read(node: yaml.Node, at: Place) -> str:
        value = text(node, at)
        if value not in allowed:
            at.fail(node, f"{value} is not one of {', '.join(allowed)}", near(value, list(allowed)))
        return value

    return read


def zone(node: yaml.Node, at: Place) -> str:
    """An IANA time zone."""
    value = text(node, at)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        at.fail(node, f"{value} is no time zone", "Write an IANA name, such as Europe/Berlin.")
    return value


def currency(node: yaml.Node, at: Place) -> str:
    """An ISO 4217 code in use, from the Unicode CLDR."""
    from babel.core import get_global

    value = text(node, at)
    rows = (row for rows in get_global("territory_currencies").values() for row in rows)
    in_use = sorted({code for code, _, end, is_tender in rows if end is None and is_tender})
    if value not in in_use:
        at.fail(node, f"{value} is no currency in use", "Write its ISO 4217 code, such as EUR.")
    return value


def locale(node: yaml.Node, at: Place) -> str:
    """A locale of the Unicode CLDR, language and country."""
    from babel.core import Locale, UnknownLocaleError

    value = text(node, at)
    try:
        return str(Locale.parse(value.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        at.fail(node, f"{value} is no known locale", "Write language and country, such as en_IE or de_DE.")


def country(node: yaml.Node, at: Place) -> str:
    """A country whose public holidays are known, as an ISO 3166 code."""
    from holidays import list_supported_countries

    value, known = text(node, at), list_supported_countries()
    if value not in known:
        mend = "Write its two-letter ISO 3166 code, such as DE, or leave it out and list special_days."
        at.fail(node, f"no public holidays are known for {value}", mend)
    return value


def number(low: str, high: str, mend: str) -> Shape:
    """A plain decimal number, ``low < value <= high`` (the lower end itself is not enough)."""

    def read(node: yaml.Node, at: Place) -> float:
        value = text(node, at)
        if not re.fullmatch(r"\d{1,12}(\.\d{1,30})?(e-\d{1,2})?", value):
            at.fail(node, f"{value} is not a number", mend)
        if not Decimal(low) < Decimal(value) <= Decimal(high):
            at.fail(node, f"{value} is outside {low} to {high}", mend)
        return float(value)

    return read


def whole(low: int, high: int, unit: str) -> Shape:
    """A whole number, both ends allowed."""

    def read(node: yaml.Node, at: Place) -> int:
        value = text(node, at)
        if not re.fullmatch(r"\d{1,12}", value) or not low <= int(value) <= high:
            at.fail(node, f"{value} is not a whole number from {low} to {high}", f"Write it in {unit}, without a unit.")
        return int(value)

    return read


def money(node: yaml.Node, at: Place) -> Decimal:
    """An amount in major units, such as 250.00."""
    value = text(node, at)
    if not re.fullmatch(r"\d{1,15}(\.\d{1,3})?", value):
        mend = "Write whole units with a decimal point and no thousands mark, such as 1250.00."
        at.fail(node, f"{value} is not an amount", mend)
    return Decimal(value)


def day(node: yaml.Node, at: Place) -> str:
    """A calendar day, as ISO text."""
    value = text(node, at)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        at.fail(node, f"{value} is not a day", "Write year-month-day, such as 2026-11-27.")


def hours(node: yaml.Node, at: Place) -> tuple[int, int]:
    """First and last hour of a stretch of the day: [8, 18] is from 8:00 to 18:00."""
    ends = listing(whole(0, 24, "hours"))(node, at)
    if len(ends) != 2 or ends[0] >= ends[1]:
        at.fail(node, "two hours in order are expected", "Write them as [8, 18].")
    return ends[0], ends[1]


def listing(shape: Shape, key: str | None = None) -> Shape:
    """A list of things, as a tuple; ``key`` is the attribute that may not repeat (letter case ignored)."""

    def read(node: yaml.Node, at: Place) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            at.fail(node, "a list is expected here", "Start each line with '- ', or write [a, b].")
        values = tuple(shape(item, at.item(i)) for i, item in enumerate(node.value, start=1))
        seen: set[str] = set()
        for i, value in enumerate(values):
            name = str(getattr(value, key) if key else value).casefold()
            if name in seen:
                at.item(i + 1).fail(node.value[i], f"{name} stands there twice", "Leave one of them out.")
            seen.add(name)
        return values

    return read


def pairs(node: yaml.Node, at: Place) -> dict[str, yaml.Node]:
    """The keys of a mapping with their nodes; a repeated key is an error."""
    if not isinstance(node, yaml.MappingNode):
        at.fail(node, "keys with values are expected here", "Write 'key: value' lines, indented.")
    found: dict[str, yaml.Node] = {}
    for key_node, value_node in node.value:
        key = text(key_node, at)
        if key in found:
            at.at(key).fail(key_node, "the key stands there twice", "Leave one of them out.")
        found[key] = value_node
    return found


def clause(of: type, **shapes: Shape) -> Shape:
    """A mapping that becomes a dataclass; keys left out or left empty keep their default."""
    required = {f.name for f in dataclasses.fields(of) if _has_no_default(f)}

    def read(node: yaml.Node, at: Place) -> Any:
        values = keyed(node, at, shapes)
        missing = [key for key in shapes if key in required - values.keys()]
        if missing:
            at.fail(node, f"{missing[0]} is missing", f"Add a line '{missing[0]}: ...'.")
        return of(**values)

    return read


def _has_no_default(f: dataclasses.Field[Any]) -> bool:
    return f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING


def keyed(node: yaml.Node, at: Place, shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """The values of a mapping by key, each read by its shape; an unknown key is an error."""
    values = {}
    for key, value in pairs(node, at).items():
        if key not in shapes:
            at.at(key).fail(value, "unknown key", near(key, list(shapes)))
        if not _is_null(value):
            values[key] = shapes[key](value, at.at(key))
    return values


SHARE = "Write a share such as 0.999; 99.9 % is 0.999."

organisation = clause(
    Organisation,
    name=text,
    zone=zone,
    currency=currency,
    locale=locale,
    margin=number("0", "1", "Write a share such as 0.35; 35 % is 0.35."),
    files_without_zone=choice("organisation"),
)

_slo_keys = clause(
    Slo,
    name=name,
    target=number("0", "1", SHARE),
    budgeting=choice("occurrences", "timeslices", "ratio_timeslices"),
    window_days=whole(1, 366, "days"),
    calendar=choice("week", "month", "quarter"),
    slice_seconds=whole(1, 86_400, "seconds"),
    slice_target=number("0", "1", SHARE),
)


def slo(node: yaml.Node, at: Place) -> Slo:
    """An objective, over a rolling window or over calendar periods, not both."""
    read: Slo = _slo_keys(node, at)
    if read.calendar is None:
        return read
    window = pairs(node, at).get("window_days")
    if window is not None and not _is_null(window):
        at.at("window_days").fail(window, "a rolling and a calendar window are given", "Leave one of them out.")
    return dataclasses.replace(read, window_days=None)


service = clause(
    Service,
    name=name,
    carries=choice("orders"),
    segment=text,
    severities=listing(choice("1", "2", "3", "4", "5")),
    aliases=listing(text),
    slos=listing(slo, key="name"),
)

owner = clause(Owner, subject=text, marketing=text, it=text)

liaison = clause(Liaison, name=text, side=choice("marketing", "it"), hears=text)

INSTEAD: dict[str, Reader] = {"instead_marketing": "marketing", "instead_it": "it"}
"""What to say to one reader only, by key; what finance is told is its own wording."""

TERM: dict[str, Shape] = {
    "term": text,
    "variants": listing(text),
    "marketing": text,
    "it": text,
    "wording": text,
    "finance": text,
    **dict.fromkeys(INSTEAD, text),
    "owner_marketing": text,
    "owner_it": text,
    "status": choice("agreed", "proposed", "retired"),
    "examples": listing(text),
    "journey_step": text,
}


def term(node: yaml.Node, at: Place) -> Term:
    """An entry of the glossary; ``instead_marketing`` and ``instead_it`` become its ``instead``."""
    values = keyed(node, at, TERM)
    if "term" not in values:
        at.fail(node, "term is missing", "Add a line 'term: ...': the word that this entry is about.")
    instead = tuple((reader, values.pop(key)) for key, reader in INSTEAD.items() if key in values)
    return Term(**values, instead=instead)


def glossary(node: yaml.Node, at: Place) -> tuple[Term, ...]:
    """The entries of the glossary; a spelling belongs to one of them."""
    terms: tuple[Term, ...] = listing(term, key="term")(node, at)
    taken = {t.term.casefold(): t.term for t in terms}
    for i, one in enumerate(terms):
        for variant in one.variants:
            owner = taken.setdefault(variant.casefold(), one.term)
            if owner != one.term:
                mend = "A spelling belongs to one entry: take it out of one of them."
                at.item(i + 1).at("variants").fail(node.value[i], f"{variant} already stands for {owner}", mend)
    return terms


CALENDAR = {
    "country": country,
    "region": text,
    "special_days": listing(day),
    "slot_hours": hours,
    "pass_below": money,
}


def calendar(node: yaml.Node, at: Place, currency_digits: int) -> CalendarRules:
    """The calendar's rules; ``pass_below`` becomes minor units of the organisation's currency."""
    values = keyed(node, at, CALENDAR)
    _check_region(node, at, values)
    minor = values.pop("pass_below", Decimal(0)).scaleb(currency_digits)
    if minor != int(minor):
        mend = f"The organisation's currency has {currency_digits} digits after the point."
        at.at("pass_below").fail(pairs(node, at)["pass_below"], "more digits than the currency has", mend)
    return CalendarRules(**values, pass_below_minor=int(minor))


def _check_region(node: yaml.Node, at: Place, values: dict[str, Any]) -> None:
    from holidays import list_supported_countries

    region = values.get("region")
    if region is None:
        return
    known = list_supported_countries(include_aliases=False).get(values.get("country", ""), [])
    if region not in known:
        mend = near(region, known) if known else "Name the country too, or leave the region out."
        at.at("region").fail(pairs(node, at)["region"], f"no public holidays are known for the region {region}", mend)


def record(node: yaml.Node, at: Place) -> tuple[tuple[str, str], ...]:
    """Which export counts for a table: ``orders: shopify_orders``."""
    return tuple((key, text(value, at.at(key))) for key, value in pairs(node, at).items() if not _is_null(value))
