"""HubSpot contacts (and leads): where each first came from, as a touch of its buying company."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from accord.facts.convert_errors import LeftOut
from accord.facts.reading import BadFile, Given
from accord.facts.tabular import Field, Table
from accord.facts.tabular_reader import Fact, Reading, Row, TabularReader

MEND = "Export the contacts again with the property Create Date."


class HubspotContacts(TabularReader):
    """A contact's original source at the time of its creation; name and e-mail are read by nobody."""

    name = "hubspot_contacts"
    title = "HubSpot contacts"
    side = "marketing"
    tables = ("touches",)
    how_to_get = "HubSpot: CRM, Contacts, Export, CSV, with Create Date, Original Source and Associated Company IDs"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("contact", ("Record ID", "Contact ID", "Record ID - Contact"), needed=True),
        Field("email", ("Email",), needed=True),
        Field("source", ("Original Source", "Original Traffic Source", "Original Source Type"), needed=True),
        Field("created", ("Create Date",)),
        Field("companies", ("Associated Company IDs",)),
    )
    date_fields = ("created",)

    def settle(self, table: Table, given: Given) -> Reading:
        if "created" not in table.header.places:
            raise BadFile("The contacts do not say when they were created", MEND, table.header.index + 1)
        return super().settle(table, given)

    def facts(self, row: Row) -> Iterable[Fact]:
        contact = row.need("contact")
        if not row.text("source"):
            raise LeftOut("contacts whose source is not told")
        yield (
            "touches",
            {
                "touch_id": contact,
                "source_tool": "hubspot",
                "visitor_key": buyer_key(row, contact),
                "touched_at": row.time("created"),
                "channel": row.text("source"),
            },
        )


def buyer_key(row: Row, contact: str) -> str | None:
    """The first associated company's keyed hash, else the contact's, so that deals and contacts meet.

    ``company`` stands before a company's number, which may also be a contact's.
    """
    company = first_of(row.text("companies"))
    return row.reading.person(f"company {company}" if company else first_of(contact))


def first_of(numbers: str) -> str:
    """The first of ``9002;9999``; '' where there is none."""
    return next((n for part in numbers.split(";") if (n := part.strip())), "")


READER = HubspotContacts()
