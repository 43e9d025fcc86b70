"""Hours that say nothing about an activity: what it needs was down, slow, being changed or out of stock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from accord.clauses.activities import Activity
from accord.clauses.charter import Charter
from accord.engines.base import Columns
from accord.methods.counterfactual import Incident
from accord.methods.incidents import Case, cases
from accord.methods.incrementality.gathering import named
from accord.methods.incrementality.measured import Slow, below_target
from accord.methods.incrementality.needing import Services, needed

LONGEST_WORK = np.timedelta64(8, "h")
"""A longer window says when a change may be made, not when it was; it counts where the change failed."""
MOST_WORK = 0.1
"""Where changes that went well take a larger share of all hours they are everyday, and only those that failed count:
left out, two hours a day cost intervals 3 to 5 % of their width, six hours double it (where they do no harm)."""
LEAST_SPAN = np.timedelta64(28, "D")

STOCK_OUTS = """
    select s.stock_out_id, s.started_at, s.ended_at, coalesce(s.campaign_id, '') as campaign_id
    from stock_outs s
    where s.started_at < :end and (s.ended_at is null or s.ended_at > :history_start)
"""
RELEASES = """
    select c.service, c.planned_start, c.planned_end, coalesce(c.outcome, '') as outcome
    from changes c
    where c.planned_start >= :history_start and c.planned_start < :end
"""


@dataclass(frozen=True, slots=True)
class StockOutRow:
    """What ``STOCK_OUTS`` promises: ``ended_at`` may be missing; without a campaign it touches all activities."""

    stock_out_id: str
    started_at: datetime
    ended_at: datetime
    campaign_id: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """What ``RELEASES`` promises: while a change is made, orders say nothing of activities; outcome '' if unknown."""

    service: str
    planned_start: datetime
    planned_end: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class Told:
    """The facts that tell of such hours."""

    rows: Mapping[str, Columns]
    charter: Charter
    as_of: datetime

    def cases(self, services: Services) -> list[Case]:
        """Interruptions of any severity of these services, slow pages and announced work too."""
        found = [c for s in services for c in cases(s, self.rows["incidents"], self.charter, self.as_of)]
        return [c for c in found if c.end > c.start]

    def slow(self, services: Services) -> Iterator[Slow]:
        """Stretches in which these services were measured to fail, whether or not anybody told it."""
        for service in services:
            yield from below_target(service, self.rows["measured"])

    def controls(self, activity: Activity) -> tuple[Incident, ...]:
        """All hours that say nothing about this activity."""
        services = needed(self.charter, activity)
        down = [Incident(f"{c.service.name}:{c.start}", c.start, c.end) for c in self.cases(services)]
        slow = [Incident(f"{s.service}:{s.start}", s.start, s.end) for s in self.slow(services)]
        return (*down, *slow, *self._releases(services), *self._stock_outs(activity))

    def _releases(self, services: Services) -> tuple[Incident, ...]:
        """Changes of these services: those that failed, and those that went well unless they are everyday."""
        columns = [self.rows["releases"][c] for c in ("service", "planned_start", "planned_end", "outcome")]
        failed, others = [], []
        for name, start, end, outcome in zip(*columns, strict=True):
            if end > start and self.charter.service(str(name)) in services:
                one = Incident(f"release:{name}", start, end)
                if outcome == "unsuccessful":
                    failed.append(one)
                elif end - start <= LONGEST_WORK:
                    others.append(one)
        return (*failed, *(() if self._everyday(others) else others))

    def _everyday(self, changes: list[Incident]) -> bool:
        """Whether these changes take more than ``MOST_WORK`` of the time since the first of them."""
        if not changes:
            return False
        now = np.datetime64(self.as_of, "us")
        taken = sum((c.end - c.start for c in changes if c.end is not None), np.timedelta64(0, "us"))
        return bool(taken > MOST_WORK * max(now - min(c.start for c in changes), LEAST_SPAN))

    def _stock_outs(self, activity: Activity) -> Iterator[Incident]:
        columns = [self.rows["stock_outs"][c] for c in ("stock_out_id", "started_at", "ended_at", "campaign_id")]
        for name, start, ended, campaign in zip(*columns, strict=True):
            end = np.datetime64(self.as_of, "us") if np.isnat(ended) else ended
            if end > start and (not campaign or self._whose(str(campaign)) == activity.name):
                yield Incident(f"stock-out:{name}", start, end)

    def _whose(self, campaign: str) -> str:
        """The activity of a campaign by the plan, else by the charter; a name that neither knows is its own."""
        plan, wanted = self.rows["campaigns"], campaign.casefold()
        for key, name, channel in zip(*(plan[c] for c in ("campaign_id", "name", "channel")), strict=True):
            if wanted in (str(key).casefold(), str(name).casefold()):
                return named(self.charter, str(key), str(name), str(channel or ""))
        return named(self.charter, campaign)
