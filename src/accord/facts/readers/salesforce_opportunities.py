"""Salesforce's report of opportunities: those that were won, as conversions of their account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from accord.facts.convert_errors import LeftOut
from accord.facts.convert_times import end_of_day
from accord.facts.readers.salesforce_leads import FOOTER, alone
from accord.facts.tabular import Field
from accord.facts.tabular_reader import Fact, Row, TabularReader


class SalesforceOpportunities(TabularReader):
    """Opportunities in a won stage (``--option won=STAGE;STAGE`` where it is not Closed Won)."""

    name = "salesforce_opportunities"
    title = "Salesforce opportunities"
    side = "marketing"
    tables = ("conversions",)
    how_to_get = "Salesforce: Reports, the report of opportunities, Export, Details Only, CSV"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("account", ("Account Name",), needed=True),
        Field("name", ("Opportunity Name",), needed=True),
        Field("stage", ("Stage", "StageName"), needed=True),
        Field("closed", ("Close Date", "CloseDate"), needed=True),
        Field("amount", ("Total Amount", "Amount", "Amount (converted)"), needed=True),
        Field("currency", ("Total Amount Currency", "Amount Currency", "Amount (converted) Currency")),
        Field("id", ("Opportunity ID", "Id")),
    )
    number_fields = ("amount",)
    date_fields = ("closed",)

    def facts(self, row: Row) -> Iterable[Fact]:
        if alone(row):
            raise LeftOut(FOOTER)
        if row.need("stage").casefold() not in _won(row):
            raise LeftOut("opportunities that are not won")
        currency = row.reading.currency(row.text("currency")) if row.text("amount") else None
        account = row.need("account")
        named = f"{account} / {row.need('name')} / {row.need('closed')}"
        yield (
            "conversions",
            {
                "conversion_id": row.text("id") or row.reading.person(named),
                "goal": "deal",
                "source_tool": "salesforce",
                "visitor_key": row.reading.person(account),
                "converted_at": end_of_day(row.time("closed"), row.text("closed")),
                "value_minor": row.money("amount", currency) if currency else None,
                "currency": currency,
            },
        )


def _won(row: Row) -> set[str]:
    stages = row.reading.given.options.get("won", "closed won")
    return {stage.strip().casefold() for stage in stages.split(";")}


READER = SalesforceOpportunities()
