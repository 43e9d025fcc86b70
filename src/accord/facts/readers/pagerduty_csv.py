"""PagerDuty incidents as CSV, in both generations of column names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from accord.facts.convert_errors import Unreadable
from accord.facts.tabular import Field
from accord.facts.tabular_reader import Fact, Row, TabularReader, one_of

_SEVERITIES = {
    "p1": "1",
    "p2": "2",
    "p3": "3",
    "p4": "4",
    "p5": "5",
    "sev1": "1",
    "sev2": "2",
    "sev3": "3",
    "sev4": "4",
}
_URGENCIES = {"high": "2", "low": "4"}


class PagerDutyCsv(TabularReader):
    """Incidents; the priority is the severity, and without one urgency high is 2 and low is 4."""

    name = "pagerduty_csv"
    title = "PagerDuty incidents (CSV)"
    side = "it"
    tables = ("incidents",)
    how_to_get = "PagerDuty: Analytics, Incidents (or Reports, Incidents), Download CSV"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("id", ("id", "incident_id", "incident id")),
        Field("number", ("incident_number", "incident number")),
        Field("title", ("description", "title")),
        Field("service", ("service_name", "service name", "service"), needed=True),
        Field("created", ("created_at", "created_on", "created at"), needed=True),
        Field("resolved", ("resolved_at", "resolved_on", "resolved at")),
        Field("seconds", ("seconds_to_resolve", "time to resolve (seconds)"), needed=True),
        Field("urgency", ("urgency",), needed=True),
        Field("priority", ("priority_name", "priority", "incident_priority")),
    )
    number_fields = ("seconds",)
    date_fields = ("created", "resolved")

    def facts(self, row: Row) -> Iterable[Fact]:
        started = row.time("created")
        ended = self._ended(row, started)
        if ended is not None and ended < started:
            raise Unreadable("is before its start", row.column("resolved"), row.text("resolved"))
        incident = row.first("id", "number")
        if not incident:
            raise Unreadable("is empty", row.column("id"))
        yield (
            "incidents",
            {
                "incident_id": incident,
                "source_tool": "pagerduty",
                "service": row.need("service"),
                "started_at": started,
                "ended_at": ended,
                "severity": one_of(_SEVERITIES, row.text("priority")) or one_of(_URGENCIES, row.text("urgency")),
                "title": row.text("title"),
                "planned": False,
            },
        )

    def _ended(self, row: Row, started: datetime) -> datetime | None:
        """The older generation tells only how long it took."""
        if row.text("resolved"):
            return row.time("resolved")
        seconds = row.whole("seconds")
        return started + timedelta(seconds=seconds) if seconds else None


READER = PagerDutyCsv()
