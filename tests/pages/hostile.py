"""A made-up brief whose every text tries to be more than text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from accord.findings.brief import Brief
from tests.pages import made_up

ATTACK = "</style></title><script>window.hit=1</script><img src=x onerror=window.hit=1>\"'><svg/onload=window.hit=1>"
TERMINAL = "\x1b[2J\x1b]0;hit\x07\u202egnp.exe\x00\r\n"
KEPT = {
    "analysis",
    "kind",
    "cell",
    "unit",
    "column",
    "table",
    "locale",
    "zone",
    "currency",
    "name",
    "adds_up_to",
    "measure",
}
"""Fields that hold the program's own words."""


def everywhere(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text that comes from outside changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(everywhere(item, change) for item in value)
    if isinstance(value, dict):
        return {key: everywhere(item, change) for key, item in value.items()}
    if isinstance(value, datetime) or not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{f.name: _field(value, f.name, change) for f in fields(value) if f.init})


def _field(value: Any, name: str, change: Callable[[str], str]) -> Any:
    old = getattr(value, name)
    if name in KEPT or (name == "columns" and isinstance(old, tuple)):
        return old
    return everywhere(old, change)


def brief(attack: str = ATTACK + TERMINAL) -> Brief:
    """Every text with the attack after it; grids keep their times and numbers."""
    return everywhere(made_up.brief(), lambda text: text + attack)  # type: ignore[no-any-return]
