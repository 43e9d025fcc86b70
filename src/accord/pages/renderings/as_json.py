"""A page as JSON: raw numbers beside the texts, keys in one order; docs/findings/brief.md describes its fields."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from accord.pages.brief import BriefPage
from accord.pages.finding import FindingPage
from accord.pages.sheet import utc

BRIEF_SCHEMA = "accord.brief/1"
FINDING_SCHEMA = "accord.finding/1"


def brief_json(page: BriefPage) -> str:
    """The brief as one JSON object; ``schema`` changes when a key is renamed or taken away."""
    return page_json(page, BRIEF_SCHEMA)


def finding_json(page: FindingPage) -> str:
    """One finding as one JSON object."""
    return page_json(page, FINDING_SCHEMA)


def page_json(page: Any, schema: str) -> str:
    """Any page as one JSON object: its fields in their order, ``schema`` ('accord.findings/1') before them."""
    return _text({"schema": schema, **plain(page)})


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Dataclasses as objects in the order of their fields, times in UTC as RFC 3339, whole numbers without a point.

    Decimal numbers and identifiers become text, sets lists in order, durations seconds.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    return _single(value)


def _single(value: Any) -> Any:
    match value:
        case Enum():
            return plain(value.value)
        case datetime():
            return f"{utc(value).isoformat()}Z"
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _number(value.total_seconds())
        case Decimal() | UUID():
            return str(value)
        case float():
            return _number(value)
        case _:
            return value


def _number(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
