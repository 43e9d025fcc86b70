"""Jira issues that are incidents or changes, from the CSV with all fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.readers.servicenow_change import KINDS, outcome_of
from accord.facts.tabular import Field
from accord.facts.tabular_reader import Fact, Row, TabularReader, one_of

_WORDS = {
    "1": "highest|blocker|critical|urgent|p0|p1|sev-1|sev1|extensive / widespread|extensive",
    "2": "high|major|p2|sev-2|sev2|significant / large|significant",
    "3": "medium|normal|minor|p3|sev-3|sev3|moderate / limited|moderate",
    "4": "low|p4|sev-4|sev4|minor / localized",
    "5": "lowest|trivial|p5|sev-5|sev5",
}
_SEVERITIES = {word: severity for severity, words in _WORDS.items() for word in words.split("|")}
_UNDONE = frozenset(
    {"won't do", "wont do", "won't fix", "duplicate", "declined", "canceled", "cancelled", "invalid"}
) | {*("cannot reproduce", "rejected", "withdrawn")}
_DONE = frozenset({"done", "completed", "complete", "closed", "resolved", "fixed", "successful", "implemented"})
_SERVICES = (
    *("Custom field (Affected services)", "Custom field (Affected service)"),
    *("Components", "Component/s", "Project name"),
)


class Jira(TabularReader):
    """Incidents and changes; other issue types are left out and counted."""

    name = "jira"
    title = "Jira issues"
    side = "it"
    tables = ("incidents", "changes")
    how_to_get = "Jira: Filters, run one for the project, Export, CSV (all fields)"
    wide_rows = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("title", ("Summary",), needed=True),
        Field("key", ("Issue key", "Key"), needed=True),
        Field("type", ("Issue Type", "Work type"), needed=True),
        Field("status", ("Status",), needed=True),
        Field("created", ("Created",), needed=True),
        Field("resolved", ("Resolved",)),
        Field("resolution", ("Resolution",)),
        Field("priority", ("Priority",)),
        Field("severity", ("Custom field (Severity)",)),
        Field("service", _SERVICES, several=True),
        Field(
            "began", tuple(f"Custom field ({name})" for name in ("Incident start time", "Impact start", "Start time"))
        ),
        Field("over", tuple(f"Custom field ({name})" for name in ("Incident end time", "Impact end", "End time"))),
        Field("starts", ("Custom field (Change start date)", "Custom field (Planned start)")),
        Field("ends", ("Custom field (Change completion date)", "Custom field (Planned end)")),
        Field("change_type", ("Custom field (Change type)",)),
        Field("reason", ("Custom field (Change reason)",)),
    )
    date_fields = ("created", "resolved", "began", "over", "starts", "ends")

    def facts(self, row: Row) -> Iterable[Fact]:
        kind = row.need("type")
        if row.text("resolution").casefold() in _UNDONE:
            raise LeftOut("issues that were declined, doubled or withdrawn")
        if "incident" in kind.casefold():
            yield "incidents", self._incident(row)
        elif "change" in kind.casefold():
            yield "changes", self._change(row)
        else:
            raise LeftOut(f"issues of the type {kind}")

    def _incident(self, row: Row) -> dict[str, object]:
        started = row.time("began" if row.text("began") else "created")
        end = "over" if row.text("over") else "resolved"
        ended = row.time_if_any(end)
        if ended is not None and ended < started:
            raise Unreadable("is before its start", row.column(end), row.text(end))
        return {
            "incident_id": row.need("key"),
            "source_tool": "jira",
            "service": row.need("service"),
            "started_at": started,
            "ended_at": ended,
            "severity": one_of(_SEVERITIES, row.text("severity")) or one_of(_SEVERITIES, row.text("priority")),
            "title": row.text("title"),
            "planned": False,
        }

    def _change(self, row: Row) -> dict[str, object]:
        starts, ends = row.time("starts"), row.time("ends")
        if ends <= starts:
            raise Unreadable("is not after the start", row.column("ends"), row.text("ends"))
        return {
            "change_id": row.need("key"),
            "service": row.need("service"),
            "planned_start": starts,
            "planned_end": ends,
            "kind": one_of(KINDS, row.text("change_type"), "normal"),
            "outcome": _outcome(row),
            "title": row.text("title"),
            "reason": row.text("reason"),
        }


def _outcome(row: Row) -> str:
    """What status or resolution say of how it went; '' while the change is open."""
    said = [row.text(name) for name in ("resolution", "status")]
    told = next((outcome for text in said if (outcome := outcome_of(text))), "")
    return told or ("successful" if any(text.casefold() in _DONE for text in said) else "")


READER = Jira()
