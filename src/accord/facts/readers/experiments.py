"""What experiments and models found an activity to bring: a table in a header that we propose, or a model's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accord.facts.convert_errors import Unreadable
from accord.facts.reading import Sample
from accord.facts.tabular import Field, normal
from accord.facts.tabular_reader import Fact, Row, TabularReader

CONFIDENCE = 0.90
"""What Meridian's intervals hold unless somebody asked for another; taken where no column says it."""
_TOLD = re.compile(r"abs_error_(\d{2})_lower")
_LEVELS = ("94", "90", "80", "95")


class Experiments(TabularReader):
    """One row, one result: incremental revenue for each unit of cost, with its interval."""

    name = "experiments"
    title = "Results of experiments"
    side = "marketing"
    tables = ("experiments",)
    how_to_get = "Keep a table with the columns of docs/facts/readers/experiments.md, or save a model's returns as CSV"
    fields = (
        Field("experiment_id", ("experiment_id", "experiment id", "experiment", "id", "test", "study")),
        Field("activity", ("activity", "channel", "tactic"), needed=True),
        Field("method", ("method", "kind", "type")),
        Field("started_at", ("started_at", "start", "started", "analysis date start")),
        Field("ended_at", ("ended_at", "end", "ended", "analysis date end")),
        Field("ratio", ("ratio", "roi", "roas", "iroas", "incremental roas"), needed=True),
        Field("ratio_low", ("ratio_low", "roi ci low", "low", *(f"abs_error_{n}_lower" for n in _LEVELS)), needed=True),
        Field(
            "ratio_high", ("ratio_high", "roi ci high", "high", *(f"abs_error_{n}_upper" for n in _LEVELS)), needed=True
        ),
        Field("confidence", ("confidence", "level", "confidence level")),
        Field("cost", ("cost", "spend")),
        Field("currency", ("currency", "currency code")),
        Field("is_revenue", ("is_revenue", "is revenue kpi")),
        Field("source_tool", ("source_tool", "source tool", "tool", "source")),
    )
    number_fields = ("ratio", "ratio_low", "ratio_high", "confidence", "cost")
    date_fields = ("started_at", "ended_at")

    def recognise(self, sample: Sample) -> float:
        """1 under the proposed names and Meridian's; 0.6 under others where most columns are ours."""
        header = self.header(sample)
        if header is None:
            return 0.0
        names = {normal(name) for name in header.names}
        if any(name.endswith("_minor") for name in names):
            return 0.0  # a table of facts, whose money is in minor units
        own = {normal(n) for n in ("activity", "ratio", "ratio_low", "ratio_high")}
        if own <= names or {"roi", "roi ci low", "roi ci high"} <= names:
            return 1.0
        return 0.6 if len(header.matched) >= 2 * len(header.left) else 0.0

    def facts(self, row: Row) -> Iterable[Fact]:
        if row.text("is_revenue").strip().casefold() in ("false", "no", "0"):
            raise Unreadable("is a result in another unit than revenue", row.column("is_revenue"), "false")
        ratio, low, high = (self._number(row, name) for name in ("ratio", "ratio_low", "ratio_high"))
        if not low <= ratio <= high or low == high:
            raise Unreadable("does not lie within its interval", row.column("ratio"), row.text("ratio"))
        activity = row.need("activity")
        tool = row.text("source_tool") or self._tool(row)
        priced = bool(row.text("cost") and row.text("currency"))
        currency = row.reading.currency(row.text("currency")) if priced else None
        yield (
            "experiments",
            {
                "experiment_id": row.text("experiment_id") or f"{activity} {row.text('started_at')}".strip(),
                "source_tool": tool,
                "activity": activity,
                "method": row.text("method") or ("model" if tool in ("meridian", "pymc_marketing") else "experiment"),
                "started_at": row.time_if_any("started_at"),
                "ended_at": row.time_if_any("ended_at"),
                "ratio": ratio,
                "ratio_low": low,
                "ratio_high": high,
                "confidence": self._confidence(row),
                "cost_minor": row.money("cost", currency) if currency else None,
                "currency": currency,
            },
        )

    def _number(self, row: Row, name: str) -> float:
        row.need(name)
        value = row.real(name)
        assert value is not None
        return value

    def _tool(self, row: Row) -> str:
        named = normal(row.column("ratio_low"))
        return "meridian" if named == "roi ci low" else "pymc_marketing" if _TOLD.fullmatch(named) else "experiment"

    def _confidence(self, row: Row) -> float:
        """As the column says it, as the names of the ends say it (abs_error_94_lower), else 90 %."""
        told = row.real("confidence")
        named = _TOLD.fullmatch(normal(row.column("ratio_low")))
        value = told if told is not None else int(named[1]) / 100 if named else CONFIDENCE
        value = value / 100 if value > 1 else value
        if not 0.5 <= value < 1:
            raise Unreadable("is not between 50 % and 100 %", row.column("confidence"), row.text("confidence"))
        return value


READER = Experiments()
