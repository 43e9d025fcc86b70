"""The clause of activities: what both departments do for revenue, and from which return on each is worth its cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CRUCIAL, SECONDARY, MOVE = 3.0, 1.0, 0.2
"""What holds where nothing was agreed: the thresholds, and the share of a month's budget that may move."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that marketing or IT does for revenue.

    ``found_as`` are its names in the facts: channels, campaigns or, of IT, services that it keeps up and what the plan
    says it switches on for a while (its own name is always one); ``needs`` are services without which it cannot work:
    their outages are left out of what is told of it (none named: those of all services that carry orders).
    ``cost_a_month_minor`` is agreed where no fact tells the cost. Incremental revenue for each unit of cost from
    ``crucial`` on makes it crucial, from ``secondary`` on secondary, below nice-to-have. ``move`` is the largest share
    of a month's budget by which it may change.
    """

    name: str
    side: Literal["marketing", "it"] = "marketing"
    found_as: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    cost_a_month_minor: int | None = None
    crucial: float = CRUCIAL
    secondary: float = SECONDARY
    move: float = MOVE

    def names(self) -> tuple[str, ...]:
        """All its names in the facts, letter case ignored."""
        return tuple(dict.fromkeys(name.casefold() for name in (self.name, *self.found_as)))
