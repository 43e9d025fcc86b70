"""Salesforce leads: where each came from, as a touch of its company."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from accord.facts.convert_errors import LeftOut
from accord.facts.reading import BadFile, Given
from accord.facts.tabular import Field, Table
from accord.facts.tabular_reader import Fact, Reading, Row, TabularReader

MEND = "Export the leads again with CreatedDate (in a report: Create Date)."
FOOTER = "lines around the report that are no rows of it"


class SalesforceLeads(TabularReader):
    """A lead's source at the time of its creation; the company is the visitor, because opportunities name no person."""

    name = "salesforce_leads"
    title = "Salesforce leads"
    side = "marketing"
    tables = ("touches",)
    how_to_get = "Salesforce: Data Export or a report of leads as CSV, with the lead's id, source, company and creation"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("lead", ("Lead ID", "Id"), needed=True),
        Field("source", ("LeadSource", "Lead Source"), needed=True),
        Field("status", ("Status", "Lead Status"), needed=True),
        Field("company", ("Company", "Company / Account"), needed=True),
        Field("email", ("Email",)),
        Field("created", ("CreatedDate", "Created Date", "Create Date")),
    )
    date_fields = ("created",)

    def settle(self, table: Table, given: Given) -> Reading:
        if "created" not in table.header.places:
            raise BadFile("The leads do not say when they were created", MEND, table.header.index + 1)
        return super().settle(table, given)

    def facts(self, row: Row) -> Iterable[Fact]:
        if alone(row):
            raise LeftOut(FOOTER)
        lead = row.need("lead")
        if not row.text("source"):
            raise LeftOut("leads whose source is not told")
        yield (
            "touches",
            {
                "touch_id": lead,
                "source_tool": "salesforce",
                "visitor_key": row.reading.person(row.first("company", "email")),
                "touched_at": row.time("created"),
                "channel": row.text("source"),
            },
        )


def alone(row: Row) -> bool:
    """Whether only one cell of the row is filled, as in the lines under a report (``Confidential Information``)."""
    return sum(bool(cell.strip()) for cell in row.cells) == 1


READER = SalesforceLeads()
