"""OpenSLO: services and objectives in YAML (https://openslo.com, v1 and v1alpha), offered as clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from accord.clauses.charter import Budgeting, Slo
from accord.facts.readers.json_documents import objects, text_at
from accord.facts.readers.slo_documents import Proposal, Unfit, documents, named, parsed, share
from accord.facts.reading import Given, Note, Piece, Reader, Reject, Sample

BUDGETING: dict[str, Budgeting] = {
    "occurrences": "occurrences",
    "timeslices": "timeslices",
    "ratiotimeslices": "ratio_timeslices",
}
DAYS = {"d": 1, "w": 7}
SECONDS = {"m": 60, "h": 3600, "d": 86_400}
UNITS = {"Minute": "m", "Hour": "h", "Day": "d", "Week": "w", "Month": "M", "Quarter": "Q", "Year": "Y"}
Calendar = Literal["week", "month", "quarter"]
CALENDAR: dict[str, Calendar] = {"1w": "week", "7d": "week", "1M": "month", "1Q": "quarter", "3M": "quarter"}
MINUTE_OR_MONTH = "m is a minute and M a month; write 1w, 1M or 1Q"


class OpenSlo:
    """Offers each service with its objectives; what a charter cannot hold is rejected with the document's line."""

    name = "openslo"
    title = "OpenSLO"
    side: str | None = "it"
    tables: tuple[str, ...] = ()
    how_to_get = "The YAML files in which your SLOs are kept."

    def recognise(self, sample: Sample) -> float:
        """A document says apiVersion: openslo/..."""
        if sample.kind not in ("yaml", "json"):
            return 0.0
        if sample.data is not None:
            return 0.95 if any(_is_openslo(d) for d in parsed(sample)) else 0.0
        return 0.95 if re.search(r'^["{ ]*apiVersion"?:\s*"?openslo/', sample.text, re.MULTILINE) else 0.0

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield one offer of all services, and notes on what was left."""
        proposal, other, notes = Proposal(), Counter[str](), Counter[str]()
        for line, document in documents(sample):
            kind = text_at(document, "kind") if _is_openslo(document) else "foreign document"
            if kind == "Service":
                yield from _taken(line, lambda d=document: _service(proposal, d))
            elif kind == "SLO":
                for objective in _objectives(document):
                    yield from _taken(line, lambda d=document, o=objective: _slo(proposal, d, o, notes))
            else:
                other[kind or "document without a kind"] += 1
        yield from proposal.offer()
        yield from (Note(f"{n} of kind {kind} left: they say nothing about targets.") for kind, n in other.items())
        yield from (Note(text) for text in notes)


READER: Reader = OpenSlo()


def services_of(found: Iterable[Any]) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Services with their objectives, of parsed documents; and what of them a charter cannot hold: (what, why)."""
    proposal, unfit = Proposal(), []
    for document in found:
        if not _is_openslo(document) or text_at(document, "kind") != "SLO":
            continue
        for objective in _objectives(document):
            try:
                _slo(proposal, document, objective, Counter())
            except Unfit as fault:
                unfit.append((text_at(document, "metadata", "name") or "an SLO without a name", fault.reason))
    return list(proposal.services.values()), unfit


def _is_openslo(document: Any) -> bool:
    return (text_at(document, "apiVersion") or "").startswith("openslo/")


def _taken(line: int, take: Any) -> Iterator[Reject]:
    try:
        take()
    except Unfit as error:
        yield Reject(line, error.key, error.value, error.reason)


def _service(proposal: Proposal, document: Any) -> None:
    proposal.service(named(document, "metadata", "name"), text_at(document, "metadata", "displayName"))


def _objectives(document: Any) -> list[dict[str, Any]]:
    """The objectives; an SLO without any is still looked at once, so that it is rejected with a reason."""
    return [o for _, o in objects(document.get("spec"), "objectives")] or [{}]


def _slo(proposal: Proposal, document: Any, objective: dict[str, Any], notes: Counter[str]) -> None:
    spec, all_of_it = document.get("spec"), _objectives(document)
    if "indicator" in objective or "indicatorRef" in objective:
        raise Unfit("objectives", "", "a composite objective; offer its parts as SLOs of their own")
    name = named(document, "metadata", "name")
    if len(all_of_it) > 1:
        name = f"{name}: {text_at(objective, 'displayName') or all_of_it.index(objective) + 1}"
    percent = "targetPercent" in objective
    budgeting = _budgeting(spec)
    days, calendar = _window(spec, notes)
    slo = Slo(
        name,
        share(objective, "targetPercent" if percent else "target", percent),
        budgeting,
        days,
        calendar,
        60 if budgeting == "occurrences" else _slice_seconds(objective),
        share(objective, "timeSliceTarget") if budgeting == "timeslices" else 1.0,
    )
    proposal.add(named(spec, "service"), slo)


def _budgeting(spec: Any) -> Budgeting:
    told = text_at(spec, "budgetingMethod") or ""
    if told.lower() not in BUDGETING:
        raise Unfit("budgetingMethod", told, "expected is Occurrences, Timeslices or RatioTimeslices")
    return BUDGETING[told.lower()]


def _window(spec: Any, notes: Counter[str]) -> tuple[int | None, Calendar | None]:
    """A rolling window in days or a calendar period; 28 days where the file names none."""
    windows = [w for _, w in objects(spec, "timeWindow", "timeWindows")]
    if not windows:
        notes["Objectives without a time window are offered over 28 days."] += 1
        return 28, None
    told = text_at(windows[0], "duration") or f"{text_at(windows[0], 'count')}{UNITS.get(_unit(windows[0]), '?')}"
    if windows[0].get("calendar") is not None:
        return None, _calendar(told, notes)
    return _days(told), None


def _unit(window: dict[str, Any]) -> str:
    return (text_at(window, "unit") or "").title().removesuffix("s")


def _calendar(told: str, notes: Counter[str]) -> Calendar:
    if told not in CALENDAR:
        raise Unfit("timeWindow", told, f"no calendar window of a week, a month or a quarter: {MINUTE_OR_MONTH}")
    zone = "Calendar windows begin on Mondays or on the first of a month, at midnight in the organisation's zone,"
    notes[f"{zone} whatever startTime and timeZone of the file say."] += 1
    return CALENDAR[told]


def _days(told: str) -> int:
    match = re.fullmatch(r"(\d{1,4})([dw])", told)
    days = int(match[1]) * DAYS[match[2]] if match else 0
    if not 1 <= days <= 366:
        raise Unfit("timeWindow", told, "no rolling window of 1 to 366 days; write it in days (30d) or weeks (4w)")
    return days


def _slice_seconds(objective: dict[str, Any]) -> int:
    """A slice's length; a number without a unit is minutes (OpenSLO v1)."""
    told = text_at(objective, "timeSliceWindow") or ""
    match = re.fullmatch(r"(\d{1,5})([mhd]?)", told)
    seconds = int(match[1]) * SECONDS[match[2] or "m"] if match else 0
    if not 1 <= seconds <= 86_400:
        raise Unfit("timeSliceWindow", told, "no length of a slice up to a day, such as 1m or 5m")
    return seconds
