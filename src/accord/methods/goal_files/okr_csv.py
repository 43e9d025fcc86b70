"""Objectives and key results as tools export them: one row a key result, in the column names that are common."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date

from accord.clauses.objectives import slug
from accord.methods.goal_files.prose import Target, target_of
from accord.methods.goal_files.shape import MOST_ENTRIES, BadGoals, Entry, Taken

COLUMNS: dict[str, tuple[str, ...]] = {
    "objective": (
        "objective",
        "objective title",
        "objective name",
        "goal",
        "goal name",
        "goal title",
        "parent objective",
    ),
    "key_result": ("key result", "key result title", "key result name", "keyresult", "kr", "result", "measure"),
    "metric": ("metric", "metric name", "kpi"),
    "start": ("start value", "start", "initial value", "baseline", "from"),
    "target": ("target value", "target", "goal value", "to", "end value"),
    "unit": ("unit", "units", "metric unit", "measurement", "value type", "metric type"),
    "direction": ("direction", "better"),
    "by": ("due date", "deadline", "end date", "due", "by", "target date"),
    "owner": ("owner", "key result owner", "assignee", "responsible", "owner name"),
}
_UNITS = {"%": "share", "percent": "share", "percentage": "share", "share": "share", "days": "days", "day": "days",
          "hours": "hours", "hour": "hours", "number": "count", "count": "count", "#": "count", "numeric": "count",
          "currency": "money", "money": "money", "$": "money", "€": "money"}  # fmt: skip
_DIRECTIONS = {"up": "up", "increase": "up", "higher": "up", "more": "up", "down": "down", "decrease": "down",
               "lower": "down", "less": "down", "reduce": "down"}  # fmt: skip


def read(text: str, file: str) -> Taken:
    """Raises ``BadGoals`` where no line names an objective and a key result."""
    rows = _rows(text, file)
    entries: list[Entry] = []
    unsaid: list[tuple[str, str]] = []
    objective = ""
    for line, row in rows:
        objective = row.get("objective", "") or objective
        name = row.get("key_result", "") or row.get("metric", "")
        if not name:
            continue
        found = _entry(objective or "Objectives", name, row)
        if isinstance(found, str):
            unsaid.append((f"line {line}: {name}", found))
        else:
            entries.append(found)
        if len(entries) > MOST_ENTRIES:
            raise BadGoals(file, line, f"more than {MOST_ENTRIES} key results", "Take them in in parts.")
    return Taken(tuple(entries), tuple(unsaid))


def _rows(text: str, file: str) -> list[tuple[int, dict[str, str]]]:
    first = text.splitlines()[0] if text.splitlines() else ""
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [_known(cell) for cell in next(reader, [])]
        if "objective" not in header or not {"key_result", "metric"} & set(header):
            mend = "Name the columns in the first line, such as: Objective,Key Result,Start Value,Target Value,Unit"
            raise BadGoals(file, 1, "no line names an objective and a key result", mend)
        return [(reader.line_num, _cells(header, row)) for row in reader if any(c.strip() for c in row)]
    except csv.Error as fault:
        raise BadGoals(file, reader.line_num, f"it is no table ({fault})", "Save it as CSV in UTF-8.") from fault


def _known(cell: str) -> str:
    bare = re.sub(r"[^a-z]+", " ", cell.casefold()).strip()
    return next((name for name, spelt in COLUMNS.items() if bare in spelt), "")


def _cells(header: list[str], row: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, cell in zip(header, row, strict=False):
        if name and cell.strip():
            found.setdefault(name, " ".join(cell.split()))
    return found


def _entry(objective: str, name: str, row: Mapping[str, str]) -> Entry | str:
    metric = slug(row.get("metric", "") or name)
    if not metric:
        return "its name has no letter or digit"
    unit = _UNITS.get(row.get("unit", "").casefold(), "")
    told = row.get("target", "")
    said = target_of(told) if told else "no target is set"
    target, start = _number(told, unit), _number(row.get("start", ""), unit)
    direction = _DIRECTIONS.get(row.get("direction", "").casefold(), "") or _way(start, target)
    if isinstance(said, Target):
        unit, direction, target = said.unit, said.direction, said.value
    if not unit:
        return "it does not say its unit: days, hours, money, % or a count"
    if not direction:
        return "it does not say whether more or less is better: a start value tells, or a column Direction"
    by = _day(row.get("by", ""))
    return Entry(objective[:120], metric, name[:120], unit, direction, target, by, start,
                 owner=row.get("owner", "")[:120], told=told)  # fmt: skip


def _number(told: str, unit: str) -> str:
    """A plain number as charter.yaml writes it; '' for anything else."""
    bare = re.sub(r"^[$€£]|[\s%]", "", told)
    bare = bare.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", bare) else bare
    if not re.fullmatch(r"\d{1,12}(\.\d{1,9})?", bare):
        return ""
    if unit == "share":
        return f"{bare} %" if "%" in told or float(bare) > 1 else bare
    return bare


def _way(start: str, target: str) -> str:
    if not start or not target:
        return ""
    low, high = (float(v.removesuffix(" %")) for v in (start, target))
    return "up" if high > low else "down" if high < low else ""


def _day(told: str) -> str:
    """A day as ISO text; a form that could be read in two ways is left."""
    try:
        return date.fromisoformat(told[:10]).isoformat()
    except ValueError:
        return ""
