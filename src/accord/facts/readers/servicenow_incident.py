"""ServiceNow incidents: a list under field names or labels, or the log of every update."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.reading import Piece
from accord.facts.tabular import Field
from accord.facts.tabular_reader import Fact, Reading, Row, Rows, TabularReader, refuse_surplus, reject

_PRIORITIES = {"critical": "1", "high": "2", "moderate": "3", "medium": "3", "low": "4", "planning": "5"}
_CANCELLED = frozenset({"canceled", "cancelled", "8"})


class ServiceNowIncident(TabularReader):
    """Incidents; where the file tells each update, the last one counts."""

    name = "servicenow_incident"
    title = "ServiceNow incidents"
    side = "it"
    tables = ("incidents",)
    how_to_get = (
        "ServiceNow: Incident, All, right-click a column heading, Export, CSV (with Configuration item and Resolved)"
    )
    fields: ClassVar[tuple[Field, ...]] = (
        Field("number", ("number",), needed=True),
        Field("opened", ("opened_at", "Opened", "Opened at"), needed=True),
        Field("priority", ("priority",), needed=True),
        Field("state", ("state", "incident_state", "Incident state"), needed=True),
        Field("title", ("short_description", "Short description")),
        Field("service", ("business_service", "Business service", "Service", "Affected service", "service_offering")),
        Field("ci", ("cmdb_ci", "Configuration item")),
        Field("category", ("category",)),
        Field("group", ("assignment_group", "Assignment group")),
        Field("resolved", ("resolved_at", "Resolved", "Resolved at")),
        Field("closed", ("closed_at", "Closed", "Closed at")),
        Field("updated", ("sys_updated_on", "sys_updated_at", "Updated")),
        Field("change", ("caused_by", "Caused by Change", "Caused by")),
    )
    date_fields = ("opened", "resolved", "closed", "updated")

    def pieces(self, reading: Reading) -> Iterator[Piece]:
        last: dict[str, tuple[datetime, Row]] = {}
        for row in reading.rows():
            try:
                refuse_surplus(row)
                self._keep(row, last, reading)
            except Unreadable as error:
                yield reject(row, error)
        yield from self._told(reading, [row for _, row in last.values()])

    def _keep(self, row: Row, last: dict[str, tuple[datetime, Row]], reading: Reading) -> None:
        number = row.need("number")
        updated = row.time("updated") if row.text("updated") else row.time("opened")
        known = last.get(number)
        if known is not None:
            reading.left_out["earlier states of an incident whose last state counts"] += 1
        if known is None or updated >= known[0]:
            last[number] = (updated, row)

    def _told(self, reading: Reading, rows: list[Row]) -> Iterator[Piece]:
        gathered = Rows()
        for row in rows:
            try:
                for fact in self.facts(row):
                    yield from gathered.add(fact, row.number)
            except Unreadable as error:
                yield reject(row, error)
            except LeftOut as error:
                reading.left_out[error.why] += 1
        yield from gathered.rest()

    def facts(self, row: Row) -> Iterable[Fact]:
        if row.text("state").casefold() in _CANCELLED:
            raise LeftOut("cancelled incidents")
        started = row.time("opened")
        ended = row.time_if_any("resolved") or row.time_if_any("closed")
        if ended is not None and ended < started:
            raise Unreadable("is before it was opened", row.column("resolved"), row.text("resolved"))
        yield (
            "incidents",
            {
                "incident_id": row.need("number"),
                "source_tool": "servicenow",
                "service": row.first("service", "ci", "category", "group") or "not stated",
                "started_at": started,
                "ended_at": ended,
                "severity": severity_of(row.text("priority")),
                "title": row.text("title"),
                "planned": False,
                "change_id": row.text("change"),
            },
        )


def severity_of(priority: str) -> str:
    """``1`` to ``5`` of ``1 - Critical``, ``Critical`` or ``1``; '' for anything else."""
    lead, _, word = priority.partition("-")
    if lead.strip() in ("1", "2", "3", "4", "5"):
        return lead.strip()
    return _PRIORITIES.get((word or lead).strip().casefold(), "")


READER = ServiceNowIncident()
