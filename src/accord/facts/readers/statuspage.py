"""Statuspage: incidents and scheduled maintenance of a public status page, as its API and exports tell them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from accord.facts.readers.gathering import Gathered, moment
from accord.facts.readers.json_documents import objects, parsed, text_at
from accord.facts.reading import BadFile, Given, Note, Piece, Reader, Reject, Sample

SEVERITY = {"critical": "1", "major": "2", "minor": "3", "none": "5"}
OVER = ("resolved", "postmortem", "completed")


@dataclass(slots=True)
class _Told:
    """What one file has told so far."""

    given: Given
    page: str | None
    incidents: Gathered = field(default_factory=lambda: Gathered("incidents"))
    calendar: Gathered = field(default_factory=lambda: Gathered("calendar"))
    without_service: int = 0


class Statuspage:
    """Reads ``incidents.json``, ``scheduled-maintenances.json``, ``summary.json`` and the management API's lists."""

    name = "statuspage"
    title = "Statuspage incidents"
    side: str | None = "it"
    tables: tuple[str, ...] = ("incidents", "calendar")
    how_to_get = (
        "Open /api/v2/incidents.json (and /api/v2/scheduled-maintenances.json) of your status page and save it."
    )

    def recognise(self, sample: Sample) -> float:
        """Incidents with an impact and updates are a status page's."""
        if sample.kind != "json":
            return 0.0
        found = any("incident_updates" in i and "impact" in i for _, i in _records(sample.data))
        if found or (sample.data is None and re.search(r'"incident_updates"\s*:', sample.text)):
            return 0.95
        return 0.9 if _is_empty_page(sample.data) else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield incidents and maintenance windows; a record that cannot be read is rejected by its index."""
        data = parsed(sample)
        page = text_at(data, "page", "name") if isinstance(data, dict) else None
        told = _Told(given, page)
        for row, record in _records(data):
            yield from _read_one(told, row, record)
        if not isinstance(data, dict | list):
            raise BadFile("The document holds no incidents", "Save the page's /api/v2/incidents.json.")
        yield from told.incidents.rest()
        yield from told.calendar.rest()
        if told.without_service:
            yield Note(f"{told.without_service} incidents name no component; the page itself stands as their service.")


READER: Reader = Statuspage()


def _records(data: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """Incidents first, then maintenance, numbered through."""
    if isinstance(data, list):
        yield from objects(data)
        return
    both = [*objects(data, "incidents"), *objects(data, "scheduled_maintenances")]
    yield from ((index, record) for index, (_, record) in enumerate(both, start=1))


def _is_empty_page(data: Any) -> bool:
    lists = ("incidents", "scheduled_maintenances")
    return isinstance(data, dict) and isinstance(data.get("page"), dict) and any(data.get(k) == [] for k in lists)


def _read_one(told: _Told, row: int, record: dict[str, Any]) -> Iterator[Piece]:
    number = text_at(record, "id")
    if number is None:
        yield Reject(row, "id", "", "the incident has no id, so it cannot be told from others")
        return
    try:
        if text_at(record, "scheduled_for"):
            _maintenance(told, row, record, number)
        else:
            _incident(told, row, record, number)
    except ValueError as error:
        yield Reject(row, "created_at", number, str(error))


def _incident(told: _Told, row: int, record: dict[str, Any], number: str) -> None:
    started = _start(record, told.given, row)
    ended = _end(record, told.given, row)
    _check_order(started, ended)
    severity = SEVERITY.get(text_at(record, "impact_override") or text_at(record, "impact") or "")
    _add(told, row, record, number, started_at=started, ended_at=ended, severity=severity, planned=False)


def _maintenance(told: _Told, row: int, record: dict[str, Any], number: str) -> None:
    begins = _required(record, "scheduled_for", told.given, row)
    ends = _required(record, "scheduled_until", told.given, row)
    _check_order(begins, ends)
    title = text_at(record, "name") or "Maintenance"
    told.calendar.add(row, entry_id=number, kind="maintenance", title=title, starts_at=begins, ends_at=ends, side="it")
    begun = _updated(record, ("in_progress", "verifying", *OVER), told.given, row)
    if begun is None:
        return
    started, ended = _updated(record, ("in_progress",), told.given, row) or begins, _end(record, told.given, row)
    if ended is not None and ended < started:  # finished before it was due
        started = min(begun, ended)
    _add(told, row, record, number, started_at=started, ended_at=ended, severity=None, planned=True)


def _add(told: _Told, row: int, record: dict[str, Any], number: str, **values: Any) -> None:
    """One row for each service, because each may carry another outcome."""
    services = _services(record)
    told.without_service += not services
    title = text_at(record, "name")
    for service in services or [told.page or "status page"]:
        own = number if len(services) < 2 else f"{number}/{service}"
        told.incidents.add(row, incident_id=own, source_tool="statuspage", service=service, title=title, **values)


def _services(record: dict[str, Any]) -> list[str]:
    """Component names in order, from the incident or else from its updates."""
    named = [text_at(c, "name") for _, c in objects(record.get("components"))]
    if not any(named):
        for _, update in objects(record, "incident_updates"):
            named += [text_at(c, "name") for _, c in objects(update, "affected_components")]
    return list(dict.fromkeys(n for n in named if n))


def _start(record: dict[str, Any], given: Given, row: int) -> datetime:
    """The start that the page states, else the earliest time shown on it (an update can be dated back)."""
    told = text_at(record, "started_at")
    if told:
        return moment(told, given, row, "started_at")
    shown = [text_at(u, "display_at") for _, u in objects(record, "incident_updates")]
    times = [moment(t, given, row, "display_at") for t in shown if t]
    return min([_required(record, "created_at", given, row), *times])


def _end(record: dict[str, Any], given: Given, row: int) -> datetime | None:
    told = text_at(record, "resolved_at")
    return moment(told, given, row, "resolved_at") if told else _updated(record, OVER, given, row)


def _updated(record: dict[str, Any], states: tuple[str, ...], given: Given, row: int) -> datetime | None:
    """When an update first set one of the states."""
    updates = [u for _, u in objects(record, "incident_updates") if text_at(u, "status") in states]
    shown = [text_at(u, "display_at") or text_at(u, "created_at") for u in updates]
    return min((moment(t, given, row, "display_at") for t in shown if t), default=None)


def _required(record: dict[str, Any], key: str, given: Given, row: int) -> datetime:
    told = text_at(record, key)
    if told is None:
        raise ValueError(f"{key} is missing")
    return moment(told, given, row, key)


def _check_order(start: datetime, end: datetime | None) -> None:
    if end is not None and end < start:
        raise ValueError("it ends before it starts")
