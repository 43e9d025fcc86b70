"""Exports that tell the same, set against each other: one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from accord.engines.base import Engine
from accord.facts.parse_discovery import reader_named
from accord.facts.record import ONE_SOURCE, Chosen
from accord.facts.store import Store
from accord.findings.format import Format
from accord.units.period import Period

_ORDERS = """
    select currency, count(*) as found, sum(amount_minor) as amount_minor
    from orders
    where ordered_at >= :start and ordered_at < :end and status <> 'cancelled'
    group by currency
"""
_PAYMENTS = """
    select currency, count(*) as found, sum(amount_minor) as amount_minor
    from payments
    where paid_at >= :start and paid_at < :end and status <> 'failed'
    group by currency
"""
_RATES = "select currency, base from rates group by currency, base"


def checks(store: Store, chosen: Chosen, engine: Engine, period: Period, form: Format) -> tuple[str, ...]:
    """Orders that no rate turns into the own currency, payments against orders, and which readers are only checked."""
    return (*_without_rate(engine, period, form), *_payments(engine, period, form), *_others(store, chosen, form))


def _without_rate(engine: Engine, period: Period, form: Format) -> Iterator[str]:
    """Each currency of the period's orders that cannot be counted, because no rate for it was read."""
    rates = engine.query(_RATES, {})
    known = {*rates["currency"].tolist(), *rates["base"].tolist()}
    orders = engine.query(_ORDERS, {"start": period.start, "end": period.end})
    for currency, found, amount in zip(
        *(orders[c].tolist() for c in ("currency", "found", "amount_minor")), strict=True
    ):
        if currency != form.currency and not {currency, form.currency} <= known:
            many = "1 order" if found == 1 else f"{form.count_all(found)} orders"
            told = f"{many} in {currency} ({form.money(amount, currency)})"
            yield f"Not counted: {told}, for want of a rate to {form.currency}. The ECB's reference rates bring it."


def _payments(engine: Engine, period: Period, form: Format) -> Iterator[str]:
    given = {"start": period.start, "end": period.end}
    orders, payments = engine.query(_ORDERS, given), engine.query(_PAYMENTS, given)
    paid = dict(zip(payments["currency"].tolist(), payments["amount_minor"].tolist(), strict=True))
    for currency, amount in zip(orders["currency"].tolist(), orders["amount_minor"].tolist(), strict=True):
        if currency in paid and amount:
            gap = form.share(abs(paid[currency] - amount) / amount)
            placed, got = form.money(amount, currency), form.money(paid[currency], currency)
            more = "less" if paid[currency] < amount else "more"
            yield f"Orders placed come to {placed}, payments to {got}: {gap} {more}."


def _others(store: Store, chosen: Chosen, form: Format) -> Iterator[str]:
    state = store.state()
    for table in sorted(ONE_SOURCE & set(chosen.readers)):
        for reader in store.readers(table):
            if reader != chosen.readers[table]:
                rows = sum(i.own[table].rows for i in state.imports if i.reader == reader and table in i.own)
                other, counts = (reader_named(name).title for name in (reader, chosen.readers[table]))
                yield f"{other} tells {form.count_all(rows)} {table} as well; {counts} counts."
