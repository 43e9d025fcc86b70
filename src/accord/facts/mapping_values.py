"""A mapped row's values: each field converted by the type of its column, what the file lacks filled in."""

from __future__ import annotations

import hashlib
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from math import prod
from typing import Any

from accord.facts.convert_errors import Unreadable
from accord.facts.convert_numbers import in_range, to_minor
from accord.facts.mapping import Mapping, Source
from accord.facts.reading import BadFile, Given
from accord.facts.tables import Column, Table, Type
from accord.facts.tabular import normal
from accord.facts.tabular_reader import Row
from accord.units.money import digits

NUMBERED_BY_US = {
    "orders": "order_id",
    "ledger": "entry_id",
    "calendar": "entry_id",
    "stock_outs": "stock_out_id",
}
"""Tables whose rows may lack a number: they get one from what they say, the same in every export."""

_STAYS = {"stock_outs": ("item", "started_at", "campaign_id")}
"""Tables whose rows are told while they last: their number is made of what stays when the end becomes known, and a row
with a number of its own keeps it."""

_DEFAULTS: dict[str, dict[str, Any]] = {
    "orders": {"status": "placed"},
    "incidents": {"source_tool": "mapped", "planned": False},
    "rates": {"base": "EUR"},
}
_WORDS = {
    ("orders", "status"): {
        **dict.fromkeys(
            ("placed", "paid", "complete", "completed", "shipped", "delivered", "processing", "open", "new"), "placed"
        ),
        **dict.fromkeys(("cancelled", "canceled", "void", "voided", "failed"), "cancelled"),
        **dict.fromkeys(("refunded", "returned", "credit"), "refunded"),
    },
    ("payments", "status"): {
        **dict.fromkeys(("paid", "succeeded", "settled", "captured", "complete", "completed"), "paid"),
        **dict.fromkeys(("refunded", "reversed"), "refunded"),
        **dict.fromkeys(("failed", "declined", "canceled", "cancelled"), "failed"),
    },
    ("ledger", "kind"): {
        **dict.fromkeys(("opex", "revenue", "operating", "resource", "administration", "programme"), "opex"),
        **dict.fromkeys(("capex", "capital", "investment"), "capex"),
    },
}
_YES = frozenset({"yes", "true", "1", "y", "planned"})
_NO = frozenset({"no", "false", "0", "n", "unplanned", ""})


def check(mapping: Mapping) -> None:
    """Raises ``BadFile`` where a needed field comes from nowhere, or a product is asked of what is no number."""
    table = mapping.table
    for column in table.columns:
        if not (column.optional or _told(mapping, column) or filled_in(table, column)):
            raise BadFile(f"the mapping does not say where {_field(column)} comes from ({column.meaning})",
                          f"Add {_field(column)}=COLUMN, or {_field(column)}='text' for all rows")  # fmt: skip
        if _field(column) != column.name and {_field(column), column.name} <= mapping.sources.keys():
            raise BadFile(f"the mapping says both {_field(column)} and {column.name}", "Say one of them")
    for field, source in mapping.sources.items():
        if len(source.columns) > 1 and not _is_number(column_of(table, field)):
            raise BadFile(f"{field} is no number, so it cannot be a product", "Name one column")


def _told(mapping: Mapping, column: Column) -> bool:
    return bool({_field(column), column.name} & mapping.sources.keys())


def filled_in(table: Table, column: Column) -> bool:
    name = column.name
    if name == "currency" or NUMBERED_BY_US.get(table.name) == name or name in _DEFAULTS.get(table.name, {}):
        return True
    return (table.name, name) == ("campaigns", "campaign_id")


def _field(column: Column) -> str:
    return column.name.removesuffix("_minor")


def has_words(table: Table, column: Column) -> bool:
    """Whether a text is turned into another: a word of ours, or a keyed hash."""
    return column.name.endswith("_key") or (table.name, column.name) in _WORDS


def column_of(table: Table, field: str) -> Column:
    """The table's column that a field of a mapping fills."""
    return table.column(field if field in table.names else f"{field}_minor")


def _is_number(column: Column) -> bool:
    return column.type in (Type.INTEGER, Type.REAL)


def columns_by_kind(mapping: Mapping) -> tuple[list[str], list[str]]:
    """The file's columns that hold numbers, and those that hold dates."""
    numbers: list[str] = []
    dates: list[str] = []
    for field, source in mapping.sources.items():
        column = column_of(mapping.table, field)
        kind = numbers if _is_number(column) else dates if column.type in (Type.TIME, Type.DAY) else []
        kind += map(normal, source.columns)
    return numbers, dates


def values_of(row: Row, mapping: Mapping) -> dict[str, Any]:
    """All mapped fields of a row, and defaults. Raises ``Unreadable`` and ``Ask``."""
    table, given = mapping.table, row.reading.given
    values = _DEFAULTS.get(table.name, {}) | _told_of_file(table, given)
    if "currency" in table.names and any(column_of(table, f).name.endswith("_minor") for f in mapping.sources):
        values["currency"] = row.reading.currency(text_of(row, mapping.sources.get("currency")))
    for field, source in mapping.sources.items():
        column = column_of(table, field)
        if column.name not in values or column.name != "currency":
            currency = "" if field.endswith("_minor") else values.get("currency", "")
            values[column.name] = _converted(row, source, column, table, currency)
    if table.name == "campaigns":
        values.setdefault("campaign_id", values["name"])
    return values


def _told_of_file(table: Table, given: Given) -> dict[str, Any]:
    """What was told of the whole file: whose it is."""
    told = {"side": given.side, "account": given.options.get("account")}
    return {name: value for name, value in told.items() if value and name in table.names}


def text_of(row: Row, source: Source | None) -> str:
    if source is None:
        return ""
    return source.fixed if source.fixed is not None else row.text(normal(source.columns[0]))


def _converted(row: Row, source: Source, column: Column, table: Table, currency: str) -> Any:
    text = text_of(row, source)
    if not text:
        if not column.optional and NUMBERED_BY_US.get(table.name) != column.name:
            raise Unreadable("is empty", row.column(normal(source.columns[0])) if source.columns else column.name)
        return None
    if column.name.endswith("_minor") and currency:
        return _minor(row, source, digits(currency))
    return _plain(row, source, column, table, text)


def _plain(row: Row, source: Source, column: Column, table: Table, text: str) -> Any:
    name = normal(source.columns[0]) if source.columns else ""
    times = row.reading.times
    match column.type:
        case Type.INTEGER:
            return _whole(product(row, source), text)
        case Type.REAL:
            return float(product(row, source))
        case Type.TIME:
            return row.time(name) if name else times.utc(text)
        case Type.DAY:
            return row.day(name) if name else times.day(text)
        case Type.YES_NO:
            return _yes_no(text, row.column(name) if name else column.name)
        case Type.TEXT:
            return _text(row, column, table, text)


def _whole(value: Decimal, text: str) -> int:
    if value != value.to_integral_value():
        raise Unreadable("is not a whole number", value=text)
    return in_range(int(value))


def _text(row: Row, column: Column, table: Table, text: str) -> str | None:
    if column.name.endswith("_key"):
        return row.reading.person(text)
    words = _WORDS.get((table.name, column.name))
    if words is None:
        return text
    known = words.get(text.casefold(), "")
    if not known and not column.optional:
        raise Unreadable(f"is none of {', '.join(sorted(set(words.values())))}", column.name, text)
    return known


def _yes_no(text: str, column: str) -> bool:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise Unreadable("is neither yes nor no", column, text)


def factors_of(row: Row, source: Source) -> list[Decimal]:
    """The numbers whose product a source is; one where it is a single column or a fixed text."""
    if source.fixed is not None:
        return [row.reading.numbers.money(source.fixed)]
    return [row.amount(normal(name)) for name in source.columns]


def product(row: Row, source: Source) -> Decimal:
    """The product of a source's columns, exactly."""
    return prod(factors_of(row, source), start=Decimal(1))


def _minor(row: Row, source: Source, places: int) -> int:
    """One column must fit its currency; a product is rounded half to even."""
    value = product(row, source)
    if len(source.columns) > 1:
        return in_range(rounded(value, places))
    try:
        return to_minor(value, places)
    except Unreadable as error:
        raise Unreadable(error.reason, row.column(normal(source.columns[0])), str(value)) from error


def rounded(value: Decimal, places: int) -> int:
    """Minor units, half to even."""
    return int(value.scaleb(places).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


class Keys:
    """Gives rows the numbers they lack, and tells rows apart that share one (a booking over several lines).

    A row without a number gets a hash of what it says; the second row of the same number or hash gets ``/2``
    behind it, and so on: another export of the same rows gives the same numbers.
    """

    def __init__(self, mapping: Mapping) -> None:
        self._name = NUMBERED_BY_US.get(mapping.table.name, "")
        self._stays = _STAYS.get(mapping.table.name, ())
        self._seen: Counter[str] = Counter()

    def complete(self, values: dict[str, Any]) -> None:
        own = values.get(self._name)
        if not self._name or (own and self._stays):
            return
        key = own or _hash({name: values.get(name) for name in self._stays or values})
        self._seen[key] += 1
        values[self._name] = key if self._seen[key] == 1 else f"{key}/{self._seen[key]}"


def _hash(values: dict[str, Any]) -> str:
    said = "\x1f".join(f"{name}={value}" for name, value in sorted(values.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:20]
