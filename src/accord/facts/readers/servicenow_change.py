"""ServiceNow change requests, under field names or labels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.tabular import Field
from accord.facts.tabular_reader import Fact, Row, TabularReader, one_of

KINDS = {
    "standard": "standard",
    "routine": "standard",
    "pre-approved": "standard",
    "normal": "normal",
    "comprehensive": "normal",
    "minor": "normal",
    "major": "normal",
    "significant": "normal",
    "emergency": "emergency",
    "expedited": "emergency",
    "urgent": "emergency",
    "latent": "emergency",
}
_CANCELLED = frozenset({"canceled", "cancelled", "rejected", "4"})
_FAILED = ("unsuccessful", "failed", "backed out", "rolled back", "backed_out", "rolled_back", "failure")


class ServiceNowChange(TabularReader):
    """Planned changes; cancelled ones never took place and are left out."""

    name = "servicenow_change"
    title = "ServiceNow change requests"
    side = "it"
    tables = ("changes",)
    how_to_get = (
        "ServiceNow: Change, All, right-click a column heading, Export, CSV (with planned dates and Close code)"
    )
    fields: ClassVar[tuple[Field, ...]] = (
        Field("number", ("number",), needed=True),
        Field("type", ("type", "Change type"), needed=True),
        Field("starts", ("start_date", "Planned start date", "planned_start_date", "Planned start"), needed=True),
        Field("ends", ("end_date", "Planned end date", "planned_end_date", "Planned end"), needed=True),
        Field("state", ("state",)),
        Field("title", ("short_description", "Short description")),
        Field("service", ("business_service", "Business service", "Service", "service_offering", "Affected service")),
        Field("ci", ("cmdb_ci", "Configuration item")),
        Field("group", ("assignment_group", "Assignment group")),
        Field("reason", ("reason", "justification", "description")),
        Field("outcome", ("close_code", "Close code", "Closure code")),
        Field("campaign", ("u_campaign", "Campaign", "campaign_id")),
    )
    date_fields = ("starts", "ends")

    def facts(self, row: Row) -> Iterable[Fact]:
        if any(row.text(name).casefold() in _CANCELLED for name in ("state", "outcome")):
            raise LeftOut("cancelled or rejected changes")
        kind = one_of(KINDS, row.need("type"))
        if not kind:
            raise Unreadable("is a type that is not known", row.column("type"), row.text("type"))
        starts, ends = row.time("starts"), row.time("ends")
        if ends <= starts:
            raise Unreadable("is not after the start", row.column("ends"), row.text("ends"))
        yield (
            "changes",
            {
                "change_id": row.need("number"),
                "service": row.first("service", "ci", "group") or "not stated",
                "planned_start": starts,
                "planned_end": ends,
                "kind": kind,
                "outcome": outcome_of(row.text("outcome")),
                "title": row.text("title"),
                "reason": row.text("reason"),
                "campaign_id": row.text("campaign"),
            },
        )


def outcome_of(code: str) -> str:
    """A change that went through with issues went through; '' while it is open."""
    code = code.casefold()
    if any(word in code for word in _FAILED):
        return "unsuccessful"
    return "successful" if code.startswith("successful") or code in ("success", "implemented", "completed") else ""


READER = ServiceNowChange()
