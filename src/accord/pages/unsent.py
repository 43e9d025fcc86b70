"""What was typed before a session ended: to be read, and sent again or let go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnsentPage:
    """``typed`` are (label, text) of what somebody wrote; ``hidden`` all fields as they are sent again to ``to``."""

    to: str
    back: str
    typed: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    files: bool
    title: str = "What you had typed"


def unsent_page(
    to: str, back: str, typed: tuple[tuple[str, str], ...], hidden: tuple[tuple[str, str], ...], *, files: bool
) -> UnsentPage:
    """The page of what waits; labels are the fields' names in words."""
    worded = tuple((name.replace("_", " ").replace("-", " ").capitalize(), value) for name, value in typed)
    return UnsentPage(to, back, worded, hidden, files)
