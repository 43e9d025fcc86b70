"""A page as JSON: raw numbers beside the texts, keys in one order; docs/findings/brief.md describes its fields."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from accord.pages.brief import BriefPage
from accord.pages.finding import FindingPage

BRIEF_SCHEMA = "accord.brief/1"
FINDING_SCHEMA = "accord.finding/1"


def brief_json(page: BriefPage) -> str:
    """The brief as one JSON object; ``schema`` changes when a key is renamed or taken away."""
    return _text({"schema": BRIEF_SCHEMA, **plain(page)})


def finding_json(page: FindingPage) -> str:
    """One finding as one JSON object."""
    return _text({"schema": FINDING_SCHEMA, **plain(page)})


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Dataclasses as objects in the order of their fields, times in UTC as RFC 3339, whole numbers without a point."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    if isinstance(value, date):
        return value.isoformat()
    return _number(value) if isinstance(value, float) else value


def _number(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
