"""Google Analytics 4's daily export from BigQuery: one JSON object a line, only session starts and purchases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from accord.worlds.browsers import browsers
from accord.worlds.exports.files import write_gz
from accord.worlds.orders import Orders
from accord.worlds.rhythm import CHANNELS, SEGMENTS
from accord.worlds.visits import Visits

PROPERTY = "analytics_100000000"
SOURCES = {
    "search": ("google", "search"),
    "social": ("instagram", "social"),
    "email": ("newsletter", "email"),
    "direct": ("(direct)", "(none)"),
}
PLATFORMS = {"web": ("WEB", "desktop"), "app": ("ANDROID", "mobile")}
MISSED = 0.04
"""Share of purchases that analytics never saw (no consent)."""


def write(folder: Path, day: date, visits: Visits, orders: Orders, first_number: int, rng: np.random.Generator) -> int:
    """The day's ``events_YYYYMMDD.jsonl.gz``; returns how many purchases are in it. ``day`` is local."""
    seen = np.flatnonzero(rng.random(len(orders)) >= MISSED)
    people = rng.integers(10**8, 10**9, len(visits)).tolist()
    # A generator of its own, so that what was drawn before stays what it was.
    own, buyers = browsers(people, visits, orders, seen, np.random.default_rng([len(visits), day.toordinal()]))
    bought = [now != before for now, before in zip(own, people, strict=True)]
    found = [*_sessions(day, visits, own, bought), *_purchases(day, orders, seen, buyers, first_number)]
    found.sort()
    write_gz(folder / f"events_{day:%Y%m%d}.jsonl.gz", (line for _, line in found))
    return len(seen)


def _sessions(day: date, visits: Visits, people: list[int], bought: list[bool]) -> Iterator[tuple[int, str]]:
    heads = [[_head(day, "session_start", s, c) for c in CHANNELS] for s in SEGMENTS]
    tail = '"event_params":[{"key":"ga_session_id","value":{"int_value":"%d"}}],"user_pseudo_id":"%d.%d"}'
    micros = visits.at.astype("datetime64[us]").astype(np.int64).tolist()
    rows = zip(micros, visits.segment.tolist(), visits.channel.tolist(), people, bought, strict=True)
    for at, segment, channel, person, buys in rows:
        second = at // 1_000_000
        yield at, heads[segment][channel] % at + tail % (second, person, 1 if buys else second)


def _purchases(
    day: date,
    orders: Orders,
    seen: np.ndarray[tuple[int], np.dtype[np.int64]],
    buyers: list[int],
    first_number: int,
) -> Iterator[tuple[int, str]]:
    tail = '"ecommerce":{"transaction_id":"#%d","purchase_revenue":%d.%02d},"event_params":[{"key":"currency",'
    tail += '"value":{"string_value":"EUR"}}],"user_pseudo_id":"%d.1"}'
    for n, buyer in zip(seen.tolist(), buyers, strict=True):
        at = int(orders.at[n].astype("datetime64[us]").astype(np.int64))
        head = _head(day, "purchase", SEGMENTS[orders.segment[n]], CHANNELS[orders.channel[n]])
        amount = int(orders.amount_minor[n])
        yield at, head % at + tail % (first_number + n, amount // 100, amount % 100, buyer)


def _head(day: date, event: str, segment: str, channel: str) -> str:
    source, medium = SOURCES[channel]
    platform, device = PLATFORMS[segment]
    came = f'"traffic_source":{{"source":"{source}","medium":"{medium}"}}'
    now = f'"collected_traffic_source":{{"manual_source":"{source}","manual_medium":"{medium}"}}'
    where = f'"platform":"{platform}","device":{{"category":"{device}"}},"geo":{{"country":"France"}}'
    return f'{{"event_date":"{day:%Y%m%d}","event_timestamp":"%d","event_name":"{event}",{where},{came},{now},'
