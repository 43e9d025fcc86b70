"""Alerts as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors show beside the line."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any
from urllib.parse import quote
from zlib import crc32

from accord.language.checking import Alert
from accord.pages.texts import Checked, CheckedText, says

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"glossary": "warning", "learned": "note", "trade": "note"}


def as_sarif(checked: Checked) -> dict[str, Any]:
    """One run; each term is a rule, a column counts characters."""
    rules: dict[str, dict[str, Any]] = {}
    for alert in (a for text in checked.texts for a in text.alerts):
        rules.setdefault(_rule_id(alert), _rule(alert))
    order = {rule: n for n, rule in enumerate(rules)}
    results = [_result(text, alert, order) for text in checked.texts for alert in text.alerts]
    driver = {"name": "accord", "version": version("accord"), "rules": list(rules.values())}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule_id(alert: Alert) -> str:
    """Of one term alone: C++ and C#, and words in other letters, would else be one rule."""
    term = alert.term.lower()
    told = re.sub(r"[^a-z0-9]+", "-", term).strip("-")
    apart = "" if told == re.sub(r"[ -]+", "-", term) else f"-{crc32(alert.term.encode()):08x}"
    return f"words/{told or 'word'}{apart}/{alert.source}"


def _rule(alert: Alert) -> dict[str, Any]:
    return {
        "id": _rule_id(alert),
        "shortDescription": {"text": f"{alert.term}: {alert.instead or alert.reason}"},
        "defaultConfiguration": {"level": _LEVELS[alert.source]},
    }


def _result(text: CheckedText, alert: Alert, order: dict[str, int]) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": quote(text.file.replace("\\", "/"))}, "region": _region(alert)}
    return {
        "ruleId": _rule_id(alert),
        "ruleIndex": order[_rule_id(alert)],
        "level": _LEVELS[alert.source],
        "message": {"text": says(alert)},
        "locations": [{"physicalLocation": place}],
    }


def _region(alert: Alert) -> dict[str, Any]:
    """From the first character to the one behind the last; the words themselves only where they stand as they are
    told, without a line's end or markup within."""
    region: dict[str, Any] = {"startLine": alert.line, "startColumn": alert.column}
    region |= {"endLine": alert.end_line, "endColumn": alert.end_column}
    if alert.end - alert.start == len(alert.found) and alert.line == alert.end_line:
        region["snippet"] = {"text": alert.found}
    return region
