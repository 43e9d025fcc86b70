"""Stripe payments: one row a payment, refunds in a column of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.reading import Given
from accord.facts.tabular import Field
from accord.facts.tabular_reader import Fact, Row, TabularReader, one_of

_STATES = {
    "paid": "paid",
    "succeeded": "paid",
    "partially refunded": "paid",
    "partial refund": "paid",
    "disputed": "paid",
    "dispute won": "paid",
    "dispute lost": "refunded",
    "refunded": "refunded",
    "failed": "failed",
    "blocked": "failed",
    "canceled": "failed",
    "cancelled": "failed",
    "incomplete": "failed",
    "expired": "failed",
}
_OPEN = frozenset({"pending", "uncaptured", "requires_capture", "requires capture", "processing"})


class StripePayments(TabularReader):
    """Payments in the currency that the buyer paid; test payments are left out."""

    name = "stripe_payments"
    title = "Stripe payments"
    side = "marketing"
    tables = ("payments",)
    how_to_get = "Stripe dashboard: Payments, Export, all columns"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("id", ("id",), needed=True),
        Field("created", ("Created (UTC)", "Created date (UTC)"), needed=True),
        Field("amount", ("Amount",), needed=True),
        Field("refunded", ("Amount Refunded",), needed=True),
        Field("status", ("Status",), needed=True),
        Field("currency", ("Currency",)),
        Field("mode", ("Mode", "Livemode")),
        Field("captured", ("Captured",)),
        Field("order", ("order_id (metadata)", "order id (metadata)", "order (metadata)", "order_number (metadata)")),
    )
    number_fields = ("amount", "refunded")

    def zone(self, given: Given) -> str | None:
        """The header says UTC."""
        return "UTC"

    def facts(self, row: Row) -> Iterable[Fact]:
        if row.text("mode").casefold() in ("test", "false"):
            raise LeftOut("test payments")
        state = row.need("status").casefold()
        if state in _OPEN or (row.text("captured").casefold() == "false" and state in ("paid", "succeeded")):
            raise LeftOut("payments not captured yet")
        status = one_of(_STATES, state)
        if not status:
            raise Unreadable("is a status that is not known", row.column("status"), row.text("status"))
        currency = row.reading.currency(row.text("currency"))
        amount = row.money("amount", currency)
        refunded = row.money("refunded", currency) if row.text("refunded") else 0
        yield (
            "payments",
            {
                "payment_id": row.need("id"),
                "order_id": row.text("order"),
                "paid_at": row.time("created"),
                "amount_minor": 0 if status == "failed" else amount - refunded,
                "currency": currency,
                "status": "refunded" if status == "paid" and 0 < amount <= refunded else status,
            },
        )


READER = StripePayments()
