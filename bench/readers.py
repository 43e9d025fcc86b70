"""Reading files beside the plain csv module and DuckDB's own reader, on the same file in turn.

    python -m bench.readers [--quick] [--rows 1000000]

Writes {measure, ours, peer, ratio, goal, met} to bench/out/readers.json. The files are made up. Times are seconds on
the wall clock, medians of runs in turn (three; quick: one, of a quarter of the rows); memory is megabytes resident at
the peak. We recognise the file, check its letters, convert every value, hash the buyers, and write Parquet; the csv
module only goes through the rows, and DuckDB (``read_csv``, all text) only loads them. Start of our child included.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import duckdb
import psutil

from accord.facts.limits import Limits
from accord.facts.parse import parse
from accord.facts.reading import Given

OUT = Path(__file__).parent / "out" / "readers.json"
GIVEN = Given(zone="Europe/Berlin", currency="EUR", hash_key=b"a made-up key")
LIMITS = Limits(upload_bytes=4_000_000_000, memory_bytes=2_000_000_000)
SHOP = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
    "Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Country,"
    "Shipping Country,Notes,Note Attributes,Cancelled at,Payment Method,Refunded Amount,Vendor,Id,Tags,Risk Level,"
    "Source"
).split(",")
LINES = ["InvoiceNo", "InvoiceDate", "Quantity", "UnitPrice", "CustomerID"]
MAPPING = {
    "as": "orders",
    "map": "order_id=InvoiceNo,ordered_at=InvoiceDate,amount=Quantity*UnitPrice,customer_key=CustomerID",
}


@dataclass(frozen=True)
class Result:
    """One comparison; ``ratio`` is ours over the peer's, ``goal`` the most it may be (None: told only)."""

    measure: str
    ours: float
    peer: float
    ratio: float
    goal: float | None
    met: bool | None


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--quick", action="store_true")
    ask.add_argument("--rows", type=int, default=1_000_000)
    asked = ask.parse_args()
    rows, runs = (asked.rows // 4, 1) if asked.quick else (asked.rows, 3)
    with tempfile.TemporaryDirectory() as folder:
        results = list(measured(Path(folder), rows, runs))
    versions = {name: version(name) for name in ("duckdb", "numpy", "babel", "clevercsv", "charset-normalizer")}
    told = {"quick": asked.quick, "versions": versions, "results": [asdict(r) for r in results]}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    for r in results:
        print(f"{r.measure}: {r.ours:.2f} against {r.peer:.2f}, ratio {r.ratio:.2f}, goal {r.goal}, met {r.met}")


def measured(folder: Path, rows: int, runs: int) -> Iterator[Result]:
    shop, lines = folder / "orders.csv", folder / "lines.csv"
    write(shop, SHOP, shop_rows(rows))
    write(lines, LINES, line_rows(rows))
    peak = Peak()
    ours, plain, loaded = medians(
        runs, lambda: read(shop, GIVEN, folder, peak), lambda: go_through(shop), lambda: load(shop)
    )
    yield compared(f"{rows:,} Shopify orders, beside the csv module (s)", ours, plain, 12)
    yield compared(f"{rows:,} Shopify orders, beside DuckDB read_csv (s)", ours, loaded, None)
    yield compared(f"{rows:,} Shopify orders, peak memory beside 1 GB (MB)", peak.megabytes, 1000, 1)
    mapped = Given(zone=GIVEN.zone, currency="EUR", hash_key=GIVEN.hash_key, options=MAPPING)
    ours, plain, loaded = medians(
        runs, lambda: read(lines, mapped, folder, None, "mapped"), lambda: go_through(lines), lambda: load(lines)
    )
    yield compared(f"{rows:,} invoice lines by a mapping, beside the csv module (s)", ours, plain, 10)


def compared(measure: str, ours: float, peer: float, goal: float | None) -> Result:
    ratio = ours / peer
    return Result(
        measure, round(ours, 3), round(peer, 3), round(ratio, 3), goal, None if goal is None else ratio <= goal
    )


def medians(runs: int, *jobs: Callable[[], object]) -> list[float]:
    """Seconds of each job, run in turn so that a busy moment meets all of them."""
    times: list[list[float]] = [[] for _ in jobs]
    for _ in range(runs):
        for job, seen in zip(jobs, times, strict=True):
            started = time.perf_counter()
            job()
            seen.append(time.perf_counter() - started)
    return [statistics.median(seen) for seen in times]


class Peak:
    """The most memory that all children of this process held at once, in megabytes; looked at every 20 ms."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._done = threading.Event()

    def __enter__(self) -> Peak:
        self._done.clear()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            self.megabytes = max(self.megabytes, sum(map(_resident, psutil.Process().children())) / 1e6)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def read(path: Path, given: Given, folder: Path, peak: Peak | None, reader: str | None = None) -> None:
    with peak or Peak():
        (parsed,) = parse(path, given, folder / "out", reader=reader, limits=LIMITS)
    if parsed.rejected:
        raise RuntimeError(f"{parsed.rejected} rows rejected")


def go_through(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass


def load(path: Path) -> None:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"CREATE TABLE loaded AS FROM read_csv('{path}', all_varchar = true)")


def write(path: Path, header: list[str], rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def shop_rows(count: int) -> Iterator[list[str]]:
    draw, at = random.Random(1), {name: n for n, name in enumerate(SHOP)}
    when = datetime(2025, 1, 1)
    for n in range(count):
        when += timedelta(seconds=draw.randint(1, 60))
        row, total = [""] * len(SHOP), f"{draw.randint(500, 30_000) / 100:.2f}"
        cells = {
            "Name": f"#{1000 + n}",
            "Email": f"buyer{draw.randint(1, count // 3)}@example.com",
            "Financial Status": "paid",
            "Currency": "EUR",
            "Subtotal": total,
            "Total": total,
            "Created at": f"{when} +0100",
            "Paid at": f"{when} +0100",
            "Lineitem quantity": "1",
            "Lineitem name": "Made-up mug",
            "Lineitem price": total,
            "Shipping Country": "DE",
            "Id": str(5_000_000_000 + n),
            "Source": draw.choice(("web", "app", "pos")),
            "Note Attributes": draw.choice(("", "utm_medium: email\nutm_campaign: spring")),
        }
        for name, value in cells.items():
            row[at[name]] = value
        yield row


def line_rows(count: int) -> Iterator[list[str]]:
    draw, when = random.Random(2), datetime(2025, 1, 1)
    for n in range(count):
        when += timedelta(seconds=draw.randint(1, 20))
        price = f"{draw.randint(50, 5000) / 100:.2f}"
        yield [
            str(500_000 + n // 20),
            f"{when:%Y-%m-%d %H:%M}:00",
            str(draw.randint(1, 12)),
            price,
            str(draw.randint(1, 5000)),
        ]


if __name__ == "__main__":
    main()
