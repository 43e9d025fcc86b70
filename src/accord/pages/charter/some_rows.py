"""A glossary of many words in a form: those that are asked about are shown, the others stay as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.clauses.contents import Content
from accord.clauses.fields import CLAUSES

FEW = 30
"""Rows that a form shows whole; a browser sends no more fields than these have."""
PARTIAL, ONLY = "partial", "only"


def some(clause: str, content: Content, wanted: tuple[str, ...]) -> tuple[Content, dict[str, str]]:
    """The rows for the form, and the hidden fields that say which they are; all rows where there are few.

    ``wanted`` are words in any of their spellings, letter case aside.
    """
    name = CLAUSES[clause].name
    if clause != "glossary" or len(content) <= FEW:
        return content, {}
    asked = {word.casefold() for word in wanted}
    rows = [row for row in content if asked & _names(row, name)][:FEW]
    return rows, {PARTIAL: "yes", ONLY: "\n".join(str(row[name]) for row in rows)}


def _names(row: Mapping[str, Any], name: str) -> set[str]:
    return {str(text).casefold() for text in (row[name], *row.get("variants", ()))}


def whole(clause: str, typed: Mapping[str, str], rows: Content, standing: Content) -> Content:
    """What was typed with the rows that the form did not show."""
    if not typed.get(PARTIAL):
        return rows
    name = CLAUSES[clause].name
    shown = set(typed.get(ONLY, "").splitlines())
    return [*rows, *(row for row in standing if row[name] not in shown)]
