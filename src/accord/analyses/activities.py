"""What each activity brings.

Question
    Which activities of both departments are crucial, which secondary, which nice to have, and what must be tested?

Method
    What an activity brings that would not have come anyway is taken from experiments and models that were imported,
    and from what happened: starts and stops of its campaigns, pauses, and outages of what it alone needs or, of IT,
    keeps up, all priced by the counterfactual method. Hours in which what it needs was down, measured below its target,
    being changed or out of stock are not observed.
    Studies are weighed by inverse variance with what they differ by beyond chance. A class is told where it is at least
    80 % probable. Attribution stands beside it as a description of paths that ranks what to test.

Assumes
    Nothing else that lasts as long as a campaign or a pause raised or lowered orders at the same time, and an imported
    result means by an activity what we mean by it.

Do not trust it when
    All evidence is one study, or campaigns were planned for weeks in which orders rise anyway. Attribution never says
    what an activity causes: a channel that stands before many orders may bring none of them.

Source
    Paule and Mandel 1982, Hartung and Knapp 2001 (pooling), Raiffa and Schlaifer 1961 (what a test is worth), Anderl et
    al. 2016 (removal effects), Shapley 1953.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from accord.analyses.base import Analysis, Effect, Given, Needs, Rows, setting
from accord.engines.keys import KeyNumber
from accord.findings.finding import Finding
from accord.methods.attribution.sql import CHANNELS, MOMENTS
from accord.methods.incidents import INCIDENTS, IncidentRow
from accord.methods.incrementality import weighing, wording
from accord.methods.incrementality.controlling import RELEASES, STOCK_OUTS, ReleaseRow, StockOutRow
from accord.methods.incrementality.described import described
from accord.methods.incrementality.measured import MEASURED, MeasuredRow
from accord.methods.trade import ORDERS_BY_MINUTE, RATES, OrdersByMinute, Rate

GOALS = "c.goal in ('purchase', 'deal')"
BEFORE = ":start - interval '30' day"
"""Journeys of the period may have begun a month before it."""


@dataclass(frozen=True)
class Settings:
    """Rules of journeys, for what attribution describes."""

    lookback_days: int = setting(30, "touches older than this before an order do not count", "days", 1, 30)
    half_life_days: float = setting(7.0, "a touch this much older counts half by time-decay", "days", 0.1, 365)
    session_minutes: int = setting(30, "touches of one channel within this count once", "minutes", 0, 1440)
    draws: int = setting(200, "how often visitors are drawn anew for intervals", "draws", 50, 5000)

    def __post_init__(self) -> None:
        bounds = {
            "lookback_days": (1, 30),
            "half_life_days": (0.1, 365),
            "session_minutes": (0, 1440),
            "draws": (50, 5000),
        }
        for name, (least, most) in bounds.items():
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} is {getattr(self, name)}; give {least} to {most}")


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign of the plan that began in the history or the period."""

    campaign_id: str
    name: str
    channel: str
    starts_at: datetime
    ends_at: datetime
    budget_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """What a campaign cost in a platform, by day."""

    day: datetime
    campaign_id: str
    channel: str
    currency: str
    cost_minor: int


@dataclass(frozen=True, slots=True)
class ExperimentRow:
    """An imported result: incremental revenue for each unit of cost, with its interval."""

    experiment_id: str
    source_tool: str
    activity: str
    method: str
    ratio: float
    ratio_low: float
    ratio_high: float
    confidence: float


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """The code of a channel of touches."""

    channel: str
    code: int


@dataclass(frozen=True, slots=True)
class MomentRow:
    """A touch (its channel's code) or a goal reached (-1) of a visitor."""

    visitor: KeyNumber
    moment: datetime
    code: int


class Activities(Analysis[Settings]):
    """What each activity brings."""

    name = "activities"
    title = "What each activity brings"
    question = "Which activities are crucial, which are not, and which must be tested first?"
    version = 2
    history = timedelta(days=400)
    needs = Needs(
        tables=("orders",),
        optional=(
            "campaigns",
            "campaign_results",
            "experiments",
            "incidents",
            "availability",
            "changes",
            "stock_outs",
            "touches",
            "conversions",
            "rates",
        ),
        clauses=("organisation", "services", "calendar", "record", "owners", "activities"),
    )
    rows = {
        "orders": OrdersByMinute,
        "campaigns": CampaignRow,
        "costs": CostRow,
        "experiments": ExperimentRow,
        "incidents": IncidentRow,
        "releases": ReleaseRow,
        "measured": MeasuredRow,
        "stock_outs": StockOutRow,
        "channels": ChannelRow,
        "moments": MomentRow,
        "rates": Rate,
    }
    queries = {
        "orders": ORDERS_BY_MINUTE,
        "campaigns": """
            select campaign_id, name, coalesce(channel, '') as channel, starts_at, ends_at,
                   budget_minor, coalesce(currency, '') as currency
            from campaigns
            where starts_at >= :history_start and starts_at < :end
        """,
        "costs": """
            select day, campaign_id, channel, currency, sum(cost_minor) as cost_minor
            from campaign_results
            where day >= :history_start and day < :end
            group by day, campaign_id, channel, currency
        """,
        "experiments": """
            select experiment_id, source_tool, activity, method, ratio, ratio_low, ratio_high, confidence
            from experiments
        """,
        "incidents": INCIDENTS,
        "releases": RELEASES,
        "measured": MEASURED,
        "stock_outs": STOCK_OUTS,
        "channels": CHANNELS.replace(":start", BEFORE),
        "moments": MOMENTS.replace("c.goal = :goal", GOALS).replace(":start", BEFORE),
        "rates": RATES,
    }
    effect = Effect("gain", "up", "money that moving budgets brings", told="ahead", silent="unknown")
    settings = Settings

    def estimate(self, rows: Rows, given: Given[Settings], rng: np.random.Generator) -> list[Finding]:
        """One finding on all activities, one on the activity to test first, one on next month's budgets."""
        found = weighing.weighed(rows, given.charter, given.period, given.as_of, rng)
        if found is None:
            return []
        of = given.settings
        paths = described(rows, of.lookback_days, of.half_life_days, of.session_minutes, of.draws, given.charter, rng)
        return wording.findings(found, paths, rows, given.charter, given.period, self.history)

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        from accord.findings import charts

        if finding.grid is None:
            return None
        return charts.slots(finding.grid, label="activity", mid="mid", low="low", high="high")


ANALYSIS = Activities()
