"""A world's orders as canonical fact rows in Parquet, for sizes that no vendor's export would have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accord.worlds.orders import STATUSES, Orders, join
from accord.worlds.retailer import Later, Period, World
from accord.worlds.rhythm import CHANNELS, SEGMENTS

if TYPE_CHECKING:
    import duckdb

ROWS_A_FILE = 2_000_000
SOURCE = "made-up-world"


def write_parquet(
    world: World, folder: Path, *, later: Later | None = None, progress: Callable[[int, int, str], None] | None = None
) -> int:
    """Write ``part-0000.parquet`` and on, about two million orders each; returns how many orders there are.

    Columns are those of the fact table ``orders`` with its provenance, times naive UTC, in order of time.
    Raises ``FileExistsError`` when the folder already holds something.
    """
    import duckdb

    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty. Name a new folder for the orders")
    folder.mkdir(parents=True, exist_ok=True)
    period, written = world.period(later), 0
    with duckdb.connect() as connection:
        for number, (done, orders) in enumerate(_parts(world, period)):
            _copy(connection, orders, written, folder / f"part-{number:04d}.parquet")
            written += len(orders)
            if progress is not None:
                progress(done, (period.last - period.first).days, f"{written:,} orders")
    return written


def _parts(world: World, period: Period) -> Iterator[tuple[int, Orders]]:
    """Whole days until a file is full, with the number of days done."""
    held: list[Orders] = []
    for done, (_, _, placed) in enumerate(world.days(period), start=1):
        held.append(placed)
        if sum(map(len, held)) >= ROWS_A_FILE:
            yield done, join(held)
            held = []
    if held:
        yield (period.last - period.first).days, join(held)


def _copy(connection: duckdb.DuckDBPyConnection, orders: Orders, before: int, path: Path) -> None:
    """Codes go in as numbers and become text in SQL, which is far faster than Python strings."""
    columns: dict[str, Any] = {
        "n": np.arange(before + 1, before + 1 + len(orders)),
        "at": orders.at.astype("datetime64[us]"),
        "amount": orders.amount_minor,
        "segment": orders.segment,
        "channel": orders.channel,
        "customer": orders.customer,
        "status": orders.status,
    }
    connection.register("drawn", columns)
    connection.execute(f"copy ({_SELECT}) to '{str(path).replace(chr(39), chr(39) * 2)}' (format parquet)")
    connection.unregister("drawn")


def _name(column: str, names: tuple[str, ...]) -> str:
    return f"[{', '.join(repr(n) for n in names)}][{column} + 1]"


_SELECT = f"""
select '#' || (n + 1000) as order_id, "at" as ordered_at, amount as amount_minor, 'EUR' as currency,
       'shopper-' || customer as customer_key, {_name("channel", CHANNELS)} as channel,
       cast(null as varchar) as campaign_id, {_name("segment", SEGMENTS)} as segment,
       {_name("status", STATUSES)} as status, '{SOURCE}' as source_id, n as row_number
from drawn order by n
"""
