"""Text cells: what may stand in them, and how people become keyed hashes."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from functools import lru_cache

_MISSING = ("--", "?", "-", "n/a", "na", "null", "none", "nan", "(empty)")
_WORDS = "|".join(map(re.escape, _MISSING))
# A line with space at either end, or of which only says that there is nothing.
_UNBARE = re.compile(rf"^\s|\s$|^(?:{_WORDS})$", re.MULTILINE | re.IGNORECASE)

# Characters that show a text as another than it is, or that no export writes into a cell.
_DECEIT = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\x00-\x08\x0b\x0e-\x1f\x7f]")


def deceit_in(text: str) -> str | None:
    """Why a text is not taken, or None: hidden and direction-turning characters make two names look like one."""
    found = _DECEIT.search(text)
    return f"holds the invisible character U+{ord(found.group()):04X}" if found else None


def any_deceit(texts: Sequence[str]) -> bool:
    """Whether any of many texts holds such a character; one pass over all of them."""
    return _DECEIT.search("\n".join(texts)) is not None


def filled(text: str) -> str:
    """The text, or '' where it only says that there is none (``--``, ``?``, ``N/A``)."""
    bare = text.strip()
    if bare.casefold() in _MISSING:
        return ""
    return text if len(bare) == len(text) else bare  # as it came, so that a typed cell stays one


@lru_cache(maxsize=50_000)
def honest(text: str) -> tuple[str, str | None]:
    """``filled`` and ``deceit_in`` at once, for cells that repeat."""
    bare = filled(text)
    return bare, deceit_in(bare)


def all_filled(texts: list[str]) -> list[str]:
    """``filled`` for a whole column: few distinct texts are looked up, many are looked over in one pass first."""
    distinct = set(texts)
    if len(distinct) <= len(texts) // 8:
        bare = {text: filled(text) for text in distinct}
        return [bare[text] for text in texts]
    if _UNBARE.search("\n".join(distinct)) is None:
        return texts
    return [filled(text) for text in texts]


@lru_cache(maxsize=100_000)
def person_key(key: bytes, person: str) -> str:
    """HMAC-SHA256 of a person's e-mail or number, as 32 hex digits: the same person, never who it is.

    The key stays with the organisation. Case and outer spaces do not make another person.
    """
    return hmac.digest(key, person.strip().casefold().encode(), "sha256").hex()[:32]
