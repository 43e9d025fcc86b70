"""HubSpot deals: those that were won, as conversions of the buying company."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.convert_times import end_of_day
from accord.facts.readers.hubspot_contacts import buyer_key
from accord.facts.reading import BadFile, Given
from accord.facts.tabular import Field, Table
from accord.facts.tabular_reader import Fact, Reading, Row, TabularReader

MEND = "Export the deals again with the property Close Date."
_YES = frozenset({"true", "yes", "1"})
_WON = frozenset({"closed won", "closedwon"})


class HubspotDeals(TabularReader):
    """Deals by ``Is Closed Won`` where the export has it, else by the stage (``--option won=STAGE;STAGE``)."""

    name = "hubspot_deals"
    title = "HubSpot deals"
    side = "marketing"
    tables = ("conversions",)
    how_to_get = "HubSpot: CRM, Deals, Export, CSV, with Close Date, Currency and Associated Company IDs"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("deal", ("Record ID", "Deal ID", "Record ID - Deal"), needed=True),
        Field("name", ("Deal Name",), needed=True),
        Field("stage", ("Deal Stage",), needed=True),
        Field("amount", ("Amount",), needed=True),
        Field("closed", ("Close Date",)),
        Field("won", ("Is Closed Won",)),
        Field("currency", ("Currency", "Deal Currency", "Currency Code")),
        Field("companies", ("Associated Company IDs",)),
        Field("contacts", ("Associated Contact IDs",)),
    )
    number_fields = ("amount",)
    date_fields = ("closed",)

    def settle(self, table: Table, given: Given) -> Reading:
        if "closed" not in table.header.places:
            raise BadFile("The deals do not say when they were closed", MEND, table.header.index + 1)
        return super().settle(table, given)

    def facts(self, row: Row) -> Iterable[Fact]:
        if not _is_won(row):
            raise LeftOut("deals that are not won")
        currency = row.reading.currency(row.text("currency")) if row.text("amount") else None
        yield (
            "conversions",
            {
                "conversion_id": row.need("deal"),
                "goal": "deal",
                "source_tool": "hubspot",
                "visitor_key": buyer_key(row, row.text("contacts")),
                "converted_at": end_of_day(row.time("closed"), row.text("closed")),
                "value_minor": row.money("amount", currency) if currency else None,
                "currency": currency,
            },
        )


def _is_won(row: Row) -> bool:
    if flag := row.text("won").casefold():
        if flag not in _YES | {"false", "no", "0"}:
            raise Unreadable("is neither true nor false", row.column("won"), flag)
        return flag in _YES
    named = row.reading.given.options.get("won", "")
    stages = {stage.strip().casefold() for stage in named.split(";")} if named else _WON
    return row.need("stage").casefold() in stages


READER = HubspotDeals()
