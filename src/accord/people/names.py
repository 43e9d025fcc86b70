"""How people's names are shortened."""

from __future__ import annotations

import re


def initials(name: str) -> str:
    """Two letters for a round mark: the first and the last word's; what stands in brackets is no name."""
    words = re.sub(r"\(.*?\)", " ", name).split() or name.split() or ["?"]
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
