"""PagerDuty: incidents as its REST API lists them, or as its Analytics API's raw data does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from accord.facts.readers.gathering import Gathered, moment
from accord.facts.readers.json_documents import objects, parsed, text_at
from accord.facts.reading import BadFile, Given, Note, Piece, Reader, Reject, Sample

LISTS = ("incidents", "data")
URGENCY = {"high": "2", "low": "4"}
"""Where no priority was set; high urgency pages somebody, low does not."""


class PagerDutyJson:
    """Reads ``{"incidents": [...]}`` (REST) and ``{"data": [...]}`` (Analytics raw data), or a bare list of either."""

    name = "pagerduty_json"
    title = "PagerDuty incidents (JSON)"
    side: str | None = "it"
    tables: tuple[str, ...] = ("incidents",)
    how_to_get = "Save the answer of GET /incidents, or of POST /analytics/raw/incidents, of the PagerDuty API."

    def recognise(self, sample: Sample) -> float:
        """An incident number, an urgency and a service are PagerDuty's."""
        if sample.kind != "json":
            return 0.0
        if sample.data is not None:
            return 0.95 if any(_is_incident(i) for _, i in objects(sample.data, *LISTS)) else 0.0
        marks = ("incident_number", "urgency", "service")
        return 0.9 if all(re.search(rf'"{m}(_id|_name)?"\s*:', sample.text) for m in marks) else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield incidents; one that was merged into another is left out with a note."""
        data = parsed(sample)
        incidents, merged = Gathered("incidents"), 0
        for row, record in objects(data, *LISTS):
            if text_at(record, "resolve_reason", "type") == "merge_resolve_reason":
                merged += 1
                continue
            yield from _read_one(incidents, row, record, given)
            yield from incidents.full()
        if not isinstance(data, dict | list):
            raise BadFile("The document holds no incidents", "Save the answer of GET /incidents.")
        yield from incidents.rest()
        yield from _notes(data, merged)


READER: Reader = PagerDutyJson()


def _is_incident(record: dict[str, Any]) -> bool:
    return "incident_number" in record and "urgency" in record and ("service" in record or "service_id" in record)


def _notes(data: Any, merged: int) -> Iterator[Note]:
    if merged:
        yield Note(f"{merged} incidents were merged into others and are left out.")
    if isinstance(data, dict) and data.get("more") is True:
        yield Note("The answer was one page of several: further incidents are not in this file.")


def _read_one(incidents: Gathered, row: int, record: dict[str, Any], given: Given) -> Iterator[Reject]:
    number = text_at(record, "id") or text_at(record, "incident_number")
    service = text_at(record, "service_name") or text_at(record, "service", "summary") or text_at(record, "service_id")
    if number is None or service is None:
        yield Reject(row, "id" if number is None else "service", number or "", "missing, and nothing else says it")
        return
    try:
        started, ended = _times(record, given, row)
    except ValueError as error:
        yield Reject(row, "created_at", number, str(error))
        return
    incidents.add(
        row,
        incident_id=number,
        source_tool="pagerduty",
        service=service,
        started_at=started,
        ended_at=ended,
        severity=_severity(record),
        title=text_at(record, "title") or text_at(record, "description") or text_at(record, "summary"),
        planned=False,
    )


def _times(record: dict[str, Any], given: Given, row: int) -> tuple[datetime, datetime | None]:
    """Created to resolved; an incident that is still open has no end."""
    told = text_at(record, "created_at") or text_at(record, "created_on")
    if told is None:
        raise ValueError("created_at is missing")
    started, ended = moment(told, given, row, "created_at"), text_at(record, "resolved_at")
    if ended is None and text_at(record, "status") == "resolved":
        ended = text_at(record, "last_status_change_at")
    lasted = text_at(record, "seconds_to_resolve")
    over = moment(ended, given, row, "resolved_at") if ended else _after(started, lasted)
    if over is not None and over < started:
        raise ValueError("it ends before it starts")
    return started, over


def _after(started: datetime, seconds: str | None) -> datetime | None:
    try:
        return started + timedelta(seconds=float(seconds)) if seconds else None
    except (OverflowError, ValueError) as error:
        raise ValueError("seconds_to_resolve is not a number of seconds") from error


def _severity(record: dict[str, Any]) -> str | None:
    """The priority's number (P1, SEV-2), else what the urgency stands for."""
    priority = text_at(record, "priority", "summary") or text_at(record, "priority", "name")
    told = re.search(r"[1-5]", priority or text_at(record, "priority_name") or "")
    return told.group() if told else URGENCY.get((text_at(record, "urgency") or "").lower())
