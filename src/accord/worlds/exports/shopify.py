"""Shopify's orders export: a line for each line item, the order's own cells on its first line only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from accord.worlds.exports.files import local_with_offset, money, write_csv
from accord.worlds.orders import STATUSES
from accord.worlds.rhythm import CHANNELS, SEGMENTS
from accord.worlds.sales import GIFT_CARD, Sales

HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,"
    "Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,"
    "Lineitem fulfillment status,"
    "Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,"
    "Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,"
    "Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,"
    "Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,"
    "Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Phone,Receipt Number,Duties"
).split(",")
WHERE = {name: n for n, name in enumerate(HEADER)}
PRODUCTS = (
    ("Linen cushion", "NH-CUS-01"),
    ("Oak side table", "NH-TAB-02"),
    ("Wool throw", "NH-THR-03"),
    ("Stoneware bowl, set of 4", "NH-BOW-04"),
    ('Desk lamp "Nord"', "NH-LAM-05"),
    ("Cotton duvet cover", "NH-DUV-06"),
    ("Candle, 3 wicks", "NH-CAN-07"),
    ("Wall shelf; ash", "NH-SHE-08"),
)
VENDOR = "Nordlicht Home (made up)"
FREE_SHIPPING_FROM, SHIPPING = 6000, 490


def write(path: Path, sales: Sales, zone: str) -> None:
    """One file of all orders of ``sales``, in order of time; times carry the shop's offset."""
    write_csv(path, HEADER, _lines(sales, zone))


def _lines(sales: Sales, zone: str) -> Iterator[list[str | None]]:
    created = local_with_offset(sales.orders.at, zone)
    paid = local_with_offset(sales.orders.at + np.timedelta64(25, "s"), zone)
    later = local_with_offset(sales.orders.at + np.timedelta64(52, "h"), zone)
    for n, items in enumerate(sales.items):
        first = _order(sales, n, created[n], paid[n], later[n])
        for position, item in enumerate(items):
            line = first if position == 0 else _repeated(first)
            _item(line, item, sales.orders.status[n])
            yield line


def shipping_of(total: int) -> int:
    """Cents of shipping inside an order's total: orders with goods under 60 euros pay 4.90."""
    return SHIPPING if 2 * SHIPPING < total < FREE_SHIPPING_FROM + SHIPPING else 0


def _order(sales: Sales, n: int, created: str, paid: str, later: str) -> list[str | None]:
    orders = sales.orders
    total, status = int(orders.amount_minor[n]), STATUSES[orders.status[n]]
    number, customer = sales.first_number + n, int(orders.customer[n])
    refund = int(sales.refunded[n])
    cells = {
        "Name": f"#{number}",
        "Email": f"shopper-{customer:07d}@example.com",
        "Financial Status": _financial(total, refund),
        "Paid at": paid,
        "Fulfillment Status": "unfulfilled" if status == "cancelled" else "fulfilled",
        "Fulfilled at": None if status == "cancelled" else later,
        "Accepts Marketing": "yes" if customer % 3 == 0 else "no",
        "Currency": "EUR",
        "Subtotal": money(total - shipping_of(total)),
        "Shipping": money(shipping_of(total)),
        "Taxes": money(round(total / 6)),
        "Total": money(total),
        "Discount Amount": "0.00",
        "Shipping Method": "Standard",
        "Created at": created,
        "Billing Name": f"Shopper {customer:07d} (made up)",
        "Billing Country": "FR",
        "Shipping Name": f"Shopper {customer:07d} (made up)",
        "Shipping Country": "FR",
        "Note Attributes": _attributes(sales, n),
        "Cancelled at": later if status == "cancelled" else None,
        "Payment Method": "gift_card" if sales.paid_by[n] == GIFT_CARD else "Stripe",
        "Payment Reference": f"pay-{number}",
        "Refunded Amount": money(refund),
        "Vendor": VENDOR,
        "Outstanding Balance": "0.00",
        "Id": str(5_600_000_000_000 + 7 * number),
        "Tags": "made up",
        "Risk Level": "Low",
        "Source": SEGMENTS[orders.segment[n]],
    }
    line: list[str | None] = [None] * len(HEADER)
    for name, value in cells.items():
        line[WHERE[name]] = value
    return line


def _financial(total: int, refund: int) -> str:
    return "paid" if refund == 0 else "refunded" if refund == total else "partially_refunded"


def _attributes(sales: Sales, n: int) -> str | None:
    """The link that the shopper came by; those who came directly have none."""
    channel = CHANNELS[sales.orders.channel[n]]
    if channel == "direct":
        return None
    campaign = sales.credited_id(n)
    last = "" if campaign is None else f"\nutm_campaign: {campaign}"
    return f"utm_source: {_SITES[channel]}\nutm_medium: {channel}{last}"


_SITES = {"search": "google", "social": "instagram", "email": "newsletter"}


def _repeated(first: list[str | None]) -> list[str | None]:
    line: list[str | None] = [None] * len(HEADER)
    line[:2] = first[:2]
    return line


def _item(line: list[str | None], item: tuple[int, int, int], status: int) -> None:
    product, quantity, price = item
    name, sku = PRODUCTS[product]
    line[WHERE["Lineitem quantity"]] = str(quantity)
    line[WHERE["Lineitem name"]] = name
    line[WHERE["Lineitem price"]] = money(price)
    line[WHERE["Lineitem sku"]] = sku
    line[WHERE["Lineitem requires shipping"]] = "true"
    line[WHERE["Lineitem taxable"]] = "true"
    line[WHERE["Lineitem fulfillment status"]] = "pending" if STATUSES[status] == "cancelled" else "fulfilled"
    line[WHERE["Vendor"]] = VENDOR
    line[WHERE["Lineitem discount"]] = "0.00"
