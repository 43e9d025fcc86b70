"""The campaign plan: a table that marketing keeps by hand, in a header that we propose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from accord.facts.convert_errors import Unreadable
from accord.facts.reading import Sample
from accord.facts.tabular import Field, normal
from accord.facts.tabular_reader import Fact, Row, TabularReader


class CampaignPlan(TabularReader):
    """One row, one campaign. A last day without a time of the day means the whole of that day."""

    name = "campaign_plan"
    title = "Campaign plan"
    side = "marketing"
    tables = ("campaigns",)
    how_to_get = "Keep the plan as a table with the columns of docs/facts/readers/campaign_plan.md"
    fields = (
        Field("campaign_id", ("campaign_id", "campaign id", "id", "campaign key", "number", "key")),
        Field("name", ("name", "campaign", "campaign name", "title"), needed=True),
        Field("channel", ("channel", "medium", "channels")),
        Field(
            "starts_at",
            ("starts_at", "start", "starts", "start date", "start_date", "from", "launch", "launch date"),
            needed=True,
        ),
        Field("ends_at", ("ends_at", "end", "ends", "end date", "end_date", "until", "to"), needed=True),
        Field("budget", ("budget", "planned budget")),
        Field("forecast", ("forecast", "forecast revenue", "expected revenue", "revenue forecast", "target revenue")),
        Field("currency", ("currency", "currency code")),
        Field("owner", ("owner", "team", "responsible")),
        Field("announced_at", ("announced_at", "announced", "announced to it", "it informed", "told it")),
        Field(
            "capacity_checked_at",
            ("capacity_checked_at", "capacity checked", "capacity check", "load checked", "load check"),
        ),
    )
    number_fields = ("budget", "forecast")
    date_fields = ("starts_at", "ends_at", "announced_at", "capacity_checked_at")

    def recognise(self, sample: Sample) -> float:
        """1 under the proposed names; 0.6 under others where most columns are a plan's, since many tables have a
        name, a start and an end."""
        header = self.header(sample)
        if header is None:
            return 0.0
        names = {normal(name) for name in header.names}
        if any(name.endswith("_minor") for name in names):
            return 0.0  # a table of facts, whose money is in minor units
        if {"name", "starts_at", "ends_at"} <= names:
            return 1.0
        return 0.6 if len(header.matched) >= 2 * len(header.left) else 0.0

    def facts(self, row: Row) -> Iterable[Fact]:
        starts, ends = row.time("starts_at"), self._end(row)
        if ends <= starts:
            raise Unreadable("is not after the start", row.column("ends_at"), row.text("ends_at"))
        money = {f"{name}_minor": self._money(row, name) for name in ("budget", "forecast")}
        priced = any(value is not None for value in money.values())
        yield (
            "campaigns",
            {
                "campaign_id": row.first("campaign_id", "name"),
                "name": row.need("name"),
                "channel": row.text("channel"),
                "starts_at": starts,
                "ends_at": ends,
                **money,
                "currency": row.reading.currency(row.text("currency")) if priced else None,
                "owner": row.text("owner"),
                "announced_at": row.time_if_any("announced_at"),
                "capacity_checked_at": row.time_if_any("capacity_checked_at"),
            },
        )

    def _end(self, row: Row) -> datetime:
        """The first moment after the campaign."""
        written = row.time("ends_at")
        if ":" in row.text("ends_at"):
            return written
        following = row.day("ends_at") + timedelta(days=1)
        return row.reading.times.utc(following.isoformat())

    def _money(self, row: Row, name: str) -> int | None:
        if not row.text(name):
            return None
        return row.money(name, row.reading.currency(row.text("currency")))


READER = CampaignPlan()
