"""Stripe's payments export: succeeded, refunded and failed charges, and a few test charges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from accord.worlds.exports.files import money, write_csv
from accord.worlds.retailer import World
from accord.worlds.sales import STRIPE, Sales

HEADER = (
    "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,"
    "Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,Customer ID,"
    "Customer Description,Customer Email,Captured,Card ID,Card Last4,Card Brand,Card Funding,Invoice ID,Transfer,"
    "order_id (metadata)"
).split(",")
FAILED_SHARE = 0.04
TEST_ROWS = 9
BRANDS = ("Visa", "MasterCard", "Visa", "American Express")


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds, in cents: live charges that went through, and what must not be counted."""

    succeeded: int
    refunded: int
    failed: int
    test: int


def write(path: Path, world: World, sales: Sales) -> Written:
    """One file of the charges for all orders that were paid by card; failed tries stand before the charge."""
    rng = world.rng("payments", sales.first_number)
    paid = np.flatnonzero(sales.paid_by == STRIPE)
    failed = paid[rng.random(len(paid)) < FAILED_SHARE]
    tests = rng.choice(paid, min(TEST_ROWS, len(paid)), replace=False) if len(paid) else paid
    rows = [*_charges(sales, paid), *_failures(sales, failed), *_tests(sales, tests)]
    rows.sort(key=lambda row: (row[3], row[0]), reverse=True)
    write_csv(path, HEADER, rows)
    amount = sales.orders.amount_minor
    return Written(
        int(amount[paid].sum()), int(sales.refunded[paid].sum()), int(amount[failed].sum()), int(amount[tests].sum())
    )


def _charges(sales: Sales, which: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[list[str]]:
    for n in which.tolist():
        refund, amount = int(sales.refunded[n]), int(sales.orders.amount_minor[n])
        status = "Refunded" if refund == amount else "Paid"
        yield _row(sales, n, "ch", status, "Live", 25, refund, "Payment complete.")


def _failures(sales: Sales, which: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[list[str]]:
    for n in which.tolist():
        yield _row(sales, n, "ch_try", "Failed", "Live", -40, 0, "The bank did not approve the payment.")


def _tests(sales: Sales, which: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[list[str]]:
    for n in sorted(which.tolist()):
        yield _row(sales, n, "ch_test", "Paid", "Test", 3600, 0, "Payment complete.")


def _row(sales: Sales, n: int, kind: str, status: str, mode: str, seconds: int, refund: int, message: str) -> list[str]:
    number, customer = sales.first_number + n, int(sales.orders.customer[n])
    amount = int(sales.orders.amount_minor[n])
    at = str(sales.orders.at[n] + np.timedelta64(seconds, "s"))[:16].replace("T", " ")
    paid = status != "Failed"
    fee = money(round(amount * 0.014) + 25) if paid else "0.00"
    converted = [money(amount), money(refund), fee, "0.00", "eur"]
    who = [f"cus_made_up_{customer:07d}", f"Shopper {customer:07d} (made up)", f"shopper-{customer:07d}@example.com"]
    card = [f"card_made_up_{customer:07d}", f"{customer % 10_000:04d}", BRANDS[customer % 4], "credit", "", ""]
    return [
        f"{kind}_made_up_{number:09d}", f"Order #{number}", message, at, money(amount), money(refund), "eur",
        *converted, mode, status, "NORDLICHT MADE UP", *who, str(paid).lower(), *card, f"#{number}",
    ]  # fmt: skip
