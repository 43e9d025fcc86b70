"""Small CSV files that a command is given: columns by name, errors with file, row and column."""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from accord.facts.reading import BadFile


def table(path: Path, needed: Sequence[str]) -> dict[str, list[str]]:
    """All columns as text. Raises ``BadFile`` naming the file, and row and column where known."""
    try:
        text = _text(path)
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error, OSError, EOFError) as fault:
        raise BadFile(f"cannot be read as CSV in UTF-8 ({fault})", "Save it as CSV in UTF-8", file=path.name) from fault
    if not rows:
        raise BadFile("is empty", f"Give the columns {', '.join(needed)}", file=path.name)
    head = [c.strip() for c in rows[0]]
    for name in needed:
        if name not in head:
            raise BadFile(f"there is no column {name}", f"It has {', '.join(head)}", 1, file=path.name)
    body = [r for r in rows[1:] if any(c.strip() for c in r)]
    for number, row in enumerate(body, 2):
        if len(row) != len(head):
            raise BadFile(f"{len(row)} cells under {len(head)} headers", "Mend the row", number, file=path.name)
    return {name: [row[i].strip() for row in body] for i, name in enumerate(head)}


def _text(path: Path) -> str:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return raw.decode("utf-8-sig")


def numbers(path: Path, name: str, texts: Sequence[str], *, empty: float | None = None) -> list[float]:
    """Decimal numbers with a point. ``empty`` stands for an empty cell; None refuses one."""
    return [_number(path, name, i, t, empty) for i, t in enumerate(texts, 2)]


def _number(path: Path, name: str, row: int, text: str, empty: float | None) -> float:
    if not text and empty is not None:
        return empty
    mend = "Write it with a decimal point and no other sign, e.g. 1234.5"
    try:
        number = float(text)
    except ValueError as fault:
        raise BadFile(f"{text!r} is no number", mend, row, name, path.name) from fault
    if not math.isfinite(number):
        raise BadFile(f"{text!r} is no number", mend, row, name, path.name)
    return number


def times(path: Path, name: str, texts: Sequence[str], zone: str = "UTC") -> list[datetime | None]:
    """ISO 8601 times as naive UTC; one without an offset is in ``zone``. None for an empty cell."""
    here = _zone(zone)
    return [_time(path, name, i, t, here) for i, t in enumerate(texts, 2)]


def _zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValueError(f"there is no time zone {zone!r}; give an IANA name such as Europe/Paris") from fault


def _time(path: Path, name: str, row: int, text: str, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    try:
        told = datetime.fromisoformat(text)
    except ValueError as fault:
        mend = "Write it as 2026-11-19 14:00:00"
        raise BadFile(f"{text!r} is no time", mend, row, name, path.name) from fault
    return (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC).replace(tzinfo=None)
