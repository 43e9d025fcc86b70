"""Text made fit for a page: without characters that none may hold, and with numbers that are not torn."""

from __future__ import annotations

import re
from typing import Any

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MINUS = re.compile("\N{MINUS SIGN}(?=[^\\d\\s\N{WORD JOINER}])")


def fit(text: str) -> str:
    """Control characters and turned reading order replaced; a minus sign tied to the currency sign after it."""
    return _MINUS.sub("\N{MINUS SIGN}\N{WORD JOINER}", _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text))


def everywhere(value: Any) -> Any:
    """The same for every text in plain JSON values."""
    if isinstance(value, str):
        return fit(value)
    if isinstance(value, dict):
        return {key: everywhere(item) for key, item in value.items()}
    return [everywhere(item) for item in value] if isinstance(value, list) else value
