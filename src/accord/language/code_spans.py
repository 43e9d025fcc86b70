"""Code within a sentence, which readers of documents leave between backticks: names for machines, no prose."""

from __future__ import annotations

import re

from accord.language.short_forms import WRITTEN

CODE = r"(?<![\w`])`[^`\n]{1,500}`(?!`)"
"""A pair of backticks of which the first stands before a word: in 'don`t' it is a slip of the pen."""
_CODE = re.compile(CODE)
_ONE_WORD = re.compile(rf"`({WRITTEN})`")
_FILLED = "!"
"""Ends a long form, as an exclamation mark does, and makes no word."""


def without_code(text: str) -> str:
    """The text with code filled up; each character keeps its place."""
    return _CODE.sub(lambda found: _FILLED * len(found[0]), text) if "`" in text else text


def without_longer_code(text: str) -> str:
    """The same, but a single word in backticks stands there as one in quotation marks: what explains '`CAB` (Change
    Advisory Board)' is prose."""
    return _CODE.sub(_quoted, text) if "`" in text else text


def _quoted(found: re.Match[str]) -> str:
    one = _ONE_WORD.fullmatch(found[0])
    return f'"{one[1]}"' if one else _FILLED * len(found[0])
