"""The fact tables: names, columns, types and what makes two rows the same fact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Type(Enum):
    """A column's type, with its name in portable SQL."""

    TEXT = "varchar"
    INTEGER = "bigint"
    REAL = "double"
    TIME = "timestamp"
    DAY = "date"
    YES_NO = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``unit`` is shown with it on its page."""

    name: str
    type: Type
    meaning: str
    optional: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A fact table.

    ``key`` names the columns that identify a fact: a later import of the same key replaces the row.
    ``slice`` names the columns of a slice that an export gives whole (a day of an ad platform): a later
    import of a slice replaces all of its rows. ``time`` is the column that periods select on, '' where rows have none.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    time: str
    slice: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Raises ``KeyError`` with the table's columns when there is none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}; it has {', '.join(c.name for c in self.columns)}")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


PROVENANCE = (
    Column("source_id", Type.TEXT, "which imported file the row came from, by content hash"),
    Column("row_number", Type.INTEGER, "the line of that file (its record number where it has no lines)"),
)
"""Carried by every fact row, so that a number opens to a line of a file."""


def _c(name: str, kind: Type, meaning: str, unit: str = "") -> Column:
    optional = name.endswith("?")
    return Column(name.rstrip("?"), kind, meaning, optional, unit)


T, I, R, TIME, DAY, B = Type.TEXT, Type.INTEGER, Type.REAL, Type.TIME, Type.DAY, Type.YES_NO
_MINOR = "minor units"

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table(
            "orders",
            "an order placed",
            ("order_id",),
            (
                _c("order_id", T, "the shop's number"),
                _c("ordered_at", TIME, "when it was placed", "UTC"),
                _c("amount_minor", I, "the order's total", _MINOR),
                _c("currency", T, "ISO 4217"),
                _c("customer_key?", T, "keyed hash of the customer"),
                _c("channel?", T, "where it came from"),
                _c("campaign_id?", T, "the campaign it is credited to by the shop"),
                _c("segment?", T, "the part of the business, e.g. a country or device"),
                _c("status", T, "placed, cancelled or refunded"),
            ),
            "ordered_at",
        ),
        Table(
            "visits",
            "visits in a bin, by channel or segment",
            ("bin_start", "bin_seconds", "channel", "segment"),
            (
                _c("bin_start", TIME, "start of the bin", "UTC"),
                _c("bin_seconds", I, "length of the bin", "s"),
                _c("channel?", T, "where the visits came from"),
                _c("segment?", T, "the part of the business"),
                _c("visits", I, "visits that began in the bin"),
            ),
            "bin_start",
            slice=("bin_start", "bin_seconds"),
        ),
        Table(
            "payments",
            "a payment",
            ("payment_id",),
            (
                _c("payment_id", T, "the payment tool's number"),
                _c("order_id?", T, "the order it pays for"),
                _c("paid_at", TIME, "when it was paid", "UTC"),
                _c("amount_minor", I, "what was paid, refunds taken off", _MINOR),
                _c("currency", T, "ISO 4217"),
                _c("status", T, "paid, refunded or failed"),
            ),
            "paid_at",
        ),
        Table(
            "rates",
            "an exchange rate",
            ("day", "currency"),
            (
                _c("day", DAY, "the day of the rate"),
                _c("currency", T, "ISO 4217"),
                _c("per_base", R, "units of the currency for one unit of the base"),
                _c("base", T, "ISO 4217 of the base, EUR at the ECB"),
            ),
            "day",
        ),
        Table(
            "touches",
            "a contact of a visitor with an activity",
            ("touch_id", "source_tool"),
            (
                _c("touch_id", T, "the tool's number, or a keyed hash where it would name a person"),
                _c("source_tool", T, "the tool that told it, e.g. ga4"),
                _c("visitor_key?", T, "keyed hash of the visitor: a person, a browser or a buying company"),
                _c("touched_at", TIME, "when it happened", "UTC"),
                _c("channel", T, "where the visitor came from"),
                _c("campaign_id?", T, "the campaign, where the tool names one"),
                _c("cost_minor?", I, "what this contact cost, where the tool says so", _MINOR),
                _c("currency?", T, "ISO 4217"),
            ),
            "touched_at",
        ),
        Table(
            "conversions",
            "a visitor's goal reached",
            ("conversion_id", "goal", "source_tool"),
            (
                _c("conversion_id", T, "the tool's number, or a keyed hash where it would name a person"),
                _c("goal", T, "what was reached: purchase, deal or lead"),
                _c("source_tool", T, "the tool that told it, e.g. ga4"),
                _c("visitor_key?", T, "keyed hash of the visitor, as in touches"),
                _c("converted_at", TIME, "when it was reached", "UTC"),
                _c("order_id?", T, "the order that it is"),
                _c("value_minor?", I, "what it is worth, as the tool says", _MINOR),
                _c("currency?", T, "ISO 4217"),
            ),
            "converted_at",
        ),
        Table(
            "campaigns",
            "a planned marketing activity",
            ("campaign_id",),
            (
                _c("campaign_id", T, "the plan's number or name"),
                _c("name", T, "what people call it"),
                _c("channel?", T, "where it runs"),
                _c("starts_at", TIME, "when it starts", "UTC"),
                _c("ends_at", TIME, "when it ends", "UTC"),
                _c("budget_minor?", I, "what it may cost", _MINOR),
                _c("forecast_minor?", I, "what it is forecast to bring", _MINOR),
                _c("currency?", T, "ISO 4217"),
                _c("owner?", T, "role or team that owns it"),
                _c("announced_at?", TIME, "when IT was first told", "UTC"),
                _c("capacity_checked_at?", TIME, "when its load was checked", "UTC"),
            ),
            "starts_at",
        ),
        Table(
            "campaign_results",
            "a campaign's day in an ad platform",
            ("day", "campaign_id", "channel", "account", "currency"),
            (
                _c("day", DAY, "the platform's day"),
                _c("campaign_id", T, "the platform's name of the campaign"),
                _c("channel", T, "the platform"),
                _c("account?", T, "the ad account; missing where the export does not say"),
                _c("cost_minor", I, "what it cost", _MINOR),
                _c("currency", T, "ISO 4217"),
                _c("impressions?", I, "times shown"),
                _c("clicks?", I, "clicks"),
                _c("conversions?", R, "conversions as the platform counts them"),
            ),
            "day",
            slice=("day", "channel", "account"),
        ),
        Table(
            "incidents",
            "an interruption or degradation",
            ("incident_id", "source_tool"),
            (
                _c("incident_id", T, "the tool's number"),
                _c("source_tool", T, "the tool that told it, e.g. pagerduty"),
                _c("service", T, "the service that suffered"),
                _c("started_at", TIME, "when it began", "UTC"),
                _c("ended_at?", TIME, "when it was over; missing while open", "UTC"),
                _c("severity?", T, "1 (worst) to 5"),
                _c("title?", T, "what it was called"),
                _c("planned", B, "whether it was announced maintenance"),
                _c("change_id?", T, "the change that caused it, where the tool says so"),
            ),
            "started_at",
        ),
        Table(
            "availability",
            "a service's measured period",
            ("service", "at", "seconds"),
            (
                _c("service", T, "the service"),
                _c("at", TIME, "start of the period", "UTC"),
                _c("seconds", I, "its length", "s"),
                _c("good", R, "good events (or seconds)"),
                _c("total", R, "all events (or seconds)"),
            ),
            "at",
        ),
        Table(
            "changes",
            "a planned change",
            ("change_id",),
            (
                _c("change_id", T, "the tool's number"),
                _c("service", T, "the service it touches"),
                _c("planned_start", TIME, "planned start", "UTC"),
                _c("planned_end", TIME, "planned end", "UTC"),
                _c("kind", T, "standard, normal or emergency"),
                _c("outcome?", T, "successful or unsuccessful"),
                _c("title?", T, "what it was called"),
                _c("reason?", T, "why it was made"),
                _c("campaign_id?", T, "the campaign that asked for it"),
            ),
            "planned_start",
        ),
        Table(
            "stock_outs",
            "an item that could not be sold for want of stock",
            ("stock_out_id",),
            (
                _c("stock_out_id", T, "the sheet's or the shop's number"),
                _c("item", T, "what was sold out"),
                _c("started_at", TIME, "when it could no longer be sold", "UTC"),
                _c("ended_at?", TIME, "when it could be sold again; missing while it cannot", "UTC"),
                _c("campaign_id?", T, "the campaign that sold it; missing where it mattered to all sales"),
            ),
            "started_at",
        ),
        Table(
            "calendar",
            "a freeze, holiday, sale day, maintenance window",
            ("entry_id", "starts_at"),
            (
                _c("entry_id", T, "the calendar's number"),
                _c("kind", T, "freeze, holiday, sale, maintenance, campaign, change or other"),
                _c("title", T, "what it says"),
                _c("starts_at", TIME, "start", "UTC"),
                _c("ends_at", TIME, "end", "UTC"),
                _c("side?", T, "marketing or it"),
            ),
            "starts_at",
            slice=("entry_id",),
        ),
        Table(
            "metric_values",
            "a metric's value as another tool measured it",
            ("metric", "measured_at", "segment", "source_tool"),
            (
                _c("metric", T, "the metric's name: small letters, digits and _"),
                _c("measured_at", TIME, "the moment, or the start of the stretch, that it tells of", "UTC"),
                _c("value", R, "the value in the metric's unit: a share (0 to 1), days, hours, a count, whole money"),
                _c("weight?", R, "how many things it was measured on: means over a month weigh by it"),
                _c("segment?", T, "the part of the business that it tells of"),
                _c("source_tool", T, "the tool that told it"),
            ),
            "measured_at",
        ),
        Table(
            "experiments",
            "what an experiment or a model found an activity to bring",
            ("experiment_id", "source_tool"),
            (
                _c("experiment_id", T, "the experiment's name or number"),
                _c("source_tool", T, "the tool that told it, e.g. meridian"),
                _c("activity", T, "the activity, as the charter or the plan's channels name it"),
                _c("method", T, "geo, holdout, experiment or model"),
                _c("started_at?", TIME, "when it began", "UTC"),
                _c("ended_at?", TIME, "when it was over", "UTC"),
                _c("ratio", R, "incremental revenue for each unit of cost"),
                _c("ratio_low", R, "the lower end of its interval"),
                _c("ratio_high", R, "the upper end of its interval"),
                _c("confidence", R, "how much the interval holds, from 0 to 1"),
                _c("cost_minor?", I, "what was spent", _MINOR),
                _c("currency?", T, "ISO 4217"),
            ),
            "",
        ),
        Table(
            "ledger",
            "a booking",
            ("entry_id",),
            (
                _c("entry_id", T, "the ledger's number"),
                _c("booked_on", DAY, "the booking's day"),
                _c("side?", T, "marketing or it"),
                _c("cost_centre?", T, "who is charged"),
                _c("vendor", T, "who is paid"),
                _c("account?", T, "the account"),
                _c("description?", T, "what for"),
                _c("amount_minor", I, "the amount; negative is a credit", _MINOR),
                _c("currency", T, "ISO 4217"),
                _c("kind?", T, "opex or capex"),
                _c("initiative?", T, "the programme it belongs to"),
            ),
            "booked_on",
        ),
        Table(
            "documents",
            "a document that one side wrote",
            ("document_id",),
            (
                _c("document_id", T, "the side and the path, hashed"),
                _c("side", T, "marketing or it"),
                _c("title", T, "what it is called"),
                _c("path", T, "where it stands in its side's folder"),
                _c("text", T, "what a reader reads of it, without markup"),
                _c("folder?", T, "the folder of its path; missing at the top"),
                _c("format", T, "markdown, html, docx, pptx, pdf, txt, eml, mhtml, confluence or notion_csv"),
                _c("words", I, "words of its prose and headings"),
            ),
            "",
        ),
        Table(
            "document_parts",
            "a part of a document",
            ("document_id", "part"),
            (
                _c("document_id", T, "the document"),
                _c("part", I, "its place in the document, from 1"),
                _c("kind", T, "heading, prose, table, code or quoted"),
                _c("starts", I, "its first character in the document's text, from 0"),
                _c("ends", I, "the character after its last"),
                _c("line", I, "where it begins in the file: line, paragraph, slide or page"),
            ),
            "",
            slice=("document_id",),
        ),
    )
}
