"""Metric values: a table of what other tools measured, in a header that we propose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from accord.clauses.objectives import slug
from accord.facts.convert_errors import Unreadable
from accord.facts.reading import Sample
from accord.facts.tabular import Field, normal
from accord.facts.tabular_reader import Fact, Row, TabularReader

_MONTH = re.compile(r"\d{4}-\d{2}")


class MetricValues(TabularReader):
    """One row, one value. A date without a time is a local day's beginning, ``2026-03`` that month's."""

    name = "metric_values"
    title = "Metric values"
    side = "it"
    tables = ("metric_values",)
    how_to_get = "Keep or export a table with the columns of docs/facts/readers/metric_values.md"
    fields = (
        Field("metric", ("metric", "kpi", "metric name", "kpi name", "measure", "indicator"), needed=True),
        Field(
            "measured_at",
            ("measured_at", "measured at", "date", "day", "month", "week", "period", "period start", "metric_time"),
            needed=True,
        ),
        Field("value", ("value", "metric value", "actual", "result"), needed=True),
        Field("weight", ("weight", "n", "sample", "sample size", "measured on")),
        Field("segment", ("segment", "group", "dimension")),
        Field("source_tool", ("source_tool", "source tool", "source", "tool", "system")),
    )
    number_fields = ("value", "weight")
    date_fields = ("measured_at",)

    def recognise(self, sample: Sample) -> float:
        """1 under the proposed names; 0.6 under others where most columns are ours, since many tables have a date."""
        header = self.header(sample)
        if header is None:
            return 0.0
        names = {normal(name) for name in header.names}
        if {"metric", "measured_at", "value"} <= names:
            return 1.0
        return 0.6 if len(header.matched) >= 2 * len(header.left) else 0.0

    def facts(self, row: Row) -> Iterable[Fact]:
        metric = slug(row.need("metric"))
        if not metric:
            raise Unreadable("has no letter or digit", row.column("metric"), row.text("metric"))
        yield (
            "metric_values",
            {
                "metric": metric,
                "measured_at": self._at(row),
                "value": self._value(row),
                "weight": row.real("weight"),
                "segment": row.text("segment") or None,
                "source_tool": row.text("source_tool") or "measured elsewhere",
            },
        )

    def _at(self, row: Row) -> datetime:
        written = row.text("measured_at").strip()
        if _MONTH.fullmatch(written) and row.reading.times.zone is not None:
            return row.reading.times.utc(f"{written}-01")
        return row.time("measured_at")

    def _value(self, row: Row) -> float:
        """A percentage becomes a share."""
        written = row.need("value").strip()
        if written.endswith("%"):
            try:
                return float(row.reading.numbers.decimal(written[:-1].strip()) / 100)
            except Unreadable as fault:
                raise Unreadable(fault.reason, row.column("value"), written) from fault
        value = row.real("value")
        assert value is not None
        return value


READER = MetricValues()
