"""Text cells: what may stand in them, and how people become keyed hashes."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from functools import lru_cache

_MISSING = frozenset({"--", "?", "-", "n/a", "N/A", "#N/A", "null", "NULL", "None", "nan", "NaN", "(empty)"})

# Characters that show a text as another than it is, or that no export writes into a cell.
_DECEIT = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\x00-\x08\x0b\x0e-\x1f\x7f]")


def deceit_in(text: str) -> str | None:
    """Why a text is not taken, or None: hidden and direction-turning characters make two names look like one."""
    found = _DECEIT.search(text)
    return f"holds the invisible character U+{ord(found.group()):04X}" if found else None


def any_deceit(texts: Sequence[str]) -> bool:
    """Whether any of many texts holds such a character; one pass over all of them."""
    joined = "".join(set(texts))
    if joined.isascii() and joined.isprintable():
        return False  # most columns, and far quicker than the search
    return _DECEIT.search(joined) is not None


def filled(text: str) -> str:
    """The text, or '' where it only says that there is none (``--``, ``?``, ``N/A``)."""
    bare = text.strip()
    if bare in _MISSING:
        return ""
    return text if len(bare) == len(text) else bare  # as it came, so that a typed cell stays one


@lru_cache(maxsize=50_000)
def honest(text: str) -> tuple[str, str | None]:
    """``filled`` and ``deceit_in`` at once, for cells that repeat."""
    bare = filled(text)
    return bare, deceit_in(bare)


def all_filled(texts: list[str]) -> list[str]:
    """``filled`` for a whole column of texts at once."""
    bare = list(map(str.strip, texts))
    if _MISSING.isdisjoint(bare):
        return bare
    return ["" if text in _MISSING else text for text in bare]


@lru_cache(maxsize=250_000)
def person_key(key: bytes, person: str) -> str:
    """HMAC-SHA256 of a person's e-mail or number, as 32 hex digits: the same person, never who it is.

    The key stays with the organisation. Case and outer spaces do not make another person.
    """
    return hmac.digest(key, person.strip().casefold().encode(), "sha256").hex()[:32]
