"""What can be an acronym, and which spellings of it are one."""

from __future__ import annotations

import re

LONGEST = 10
"""Letters and digits; longer ones are names (Schwartz and Hearst 2003)."""
WRITTEN = r"[^\W_][\w&./+-]*[^\W_]"
"""A short form as it stands in a text, with its plural ending if it has one."""
EVERYBODYS = frozenset("CEO EU EUR FAQ GB GIF ID ISO IT JPEG JPG KB MB OK PC PDF PNG SMS TV UK URL US USA USD".split())
"""Acronyms that no reader needs to be told."""
_PLURAL = re.compile(r"(?<=[A-Z0-9])['\u2019]?s$|['\u2019]s$")


def short_form(token: str) -> str | None:
    """The singular of an acronym as it was written, or None where the token cannot be one.

    It has two to ten letters and digits and at least one capital: two, or one at its beginning ('Acas').
    """
    single = _PLURAL.sub("", token.strip("\"'\u2018\u2019\u201c\u201d*_`. ").strip())
    letters = [c for c in single if c.isalnum()]
    if not 2 <= len(letters) <= LONGEST or not any(c.isupper() for c in letters) or " " in single:
        return None
    capitals = sum(c.isupper() for c in letters)
    return single if capitals >= 2 or letters[0].isupper() or any(c.isdigit() for c in letters) else None


def strong(short: str) -> bool:
    """Two capitals or a capital and a digit: hardly an ordinary word."""
    return sum(c.isupper() or c.isdigit() for c in short) >= 2


def key_of(short: str) -> str:
    """The same for all spellings of one acronym: CI/CD and CICD, IaC and IAC, C.A.B. and CAB."""
    return "".join(c for c in short if c.isalnum() or c == "&").upper()
