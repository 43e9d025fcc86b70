"""The real series and the windows of the outage bench; seeds are fixed here, before anything is run."""

from __future__ import annotations

import csv
import gzip
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from accord.methods.counterfactual import Incident, Series
from accord.methods.counterfactual.base import base_of

SHARED = Path(os.environ.get("ACCORD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
COUNTS = ("flights", "online_retail", "nyc_taxi", "traffic", "tweets")
MINUTES = (15, 30, 60, 120, 240, 480)
SEED = 20_240_607
WINDOWS = 400
WARM_UP_DAYS = 21
MASKED_SHARE = 0.05  # windows priced in one call hide at most this share of a series, as real incidents do

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def available() -> bool:
    """Whether the series are there."""
    return (SHARED / "data" / "series").is_dir()


def load(name: str) -> Series:
    """One of the count series; an empty value is a bin that was not observed."""
    with gzip.open(SHARED / "data" / "series" / f"{name}.csv.gz", "rt") as file:
        rows = list(csv.reader(file))[1:]
    first, second = (np.datetime64(rows[i][0].replace(" ", "T"), "s") for i in (0, 1))
    values = np.array([float(row[1]) if row[1] else np.nan for row in rows])
    special = np.array([row[3] == "1" for row in rows]) if name == "traffic" else None
    return Series(first, int((second - first).astype(int)), values, special=special)


def load_shop(bin_seconds: int = 900) -> Series:
    """Orders and revenue (pence) of the UK gift shop, from its invoice lines; cancellations left out."""
    orders = _invoices(SHARED / "data" / "uci_online_retail" / "online_retail_all_days.csv.gz")
    times = np.array([moment for moment, _ in orders.values()], dtype="datetime64[s]")
    first = times.min().astype("datetime64[D]").astype("datetime64[s]")
    at = ((times - first) // np.timedelta64(bin_seconds, "s")).astype(int)
    bins = int(at.max()) + 1
    money = np.bincount(at, [amount for _, amount in orders.values()], bins)
    return Series(first, bin_seconds, np.bincount(at, minlength=bins).astype(float), money.astype(float))


def _invoices(path: Path) -> dict[str, tuple[np.datetime64, float]]:
    orders: dict[str, tuple[np.datetime64, float]] = {}
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        for row in csv.DictReader(file):
            amount = int(float(row["Quantity"])) * round(float(row["UnitPrice"]) * 100)
            if row["InvoiceNo"].isdigit() and amount > 0:
                moment = np.datetime64(row["InvoiceDate"].replace(" ", "T")[:19], "s")
                before = orders.get(row["InvoiceNo"], (moment, 0.0))
                orders[row["InvoiceNo"]] = (before[0], before[1] + amount)
    return orders


@dataclass(frozen=True)
class Case:
    """Windows `[starts, starts + bins)` of one series and duration."""

    name: str
    minutes: int
    series: Series
    bins: int
    starts: Ints

    @property
    def truth(self) -> Floats:
        """Events that were seen in each window."""
        return self._sums(self.series.values)

    @property
    def money(self) -> Floats:
        """Minor units that were seen in each window."""
        assert self.series.money is not None
        return self._sums(self.series.money)

    def _sums(self, values: Floats) -> Floats:
        sums = np.concatenate([[0.0], np.cumsum(np.nan_to_num(values))])
        return np.asarray(sums[self.starts + self.bins] - sums[self.starts])

    def incident(self, row: int) -> Incident:
        """One window as an incident."""
        start = int(self.starts[row])
        return Incident(str(row), self.series.time_of(start), self.series.time_of(start + self.bins))

    def batches(self) -> Iterator[Ints]:
        """Rows to price in one call: a day apart, and hiding at most 5 % of the series together."""
        day = self.series.bins_per(86_400)
        apart, most = self.bins + 2 * day, MASKED_SHARE * len(self.series) / (self.bins + day / 6)
        waiting = np.random.default_rng(SEED).permutation(len(self.starts)).tolist()
        while waiting:
            taken: list[int] = []
            for row in waiting:
                near = (abs(int(self.starts[row]) - int(self.starts[other])) < apart for other in taken)
                if len(taken) < max(most, 1) and not any(near):
                    taken.append(row)
            yield np.array(sorted(taken))
            chosen = set(taken)
            waiting = [row for row in waiting if row not in chosen]


def cases(name: str, series: Series, count: int = WINDOWS, special: bool = False) -> Iterator[Case]:
    """The windows of every duration not below the bin; `special`: only those that touch a flagged day."""
    base = base_of(series, np.isfinite(series.values))
    for minutes in MINUTES:
        if minutes * 60 >= series.bin_seconds:
            bins = minutes * 60 // series.bin_seconds
            seed = [SEED, zlib.crc32(name.encode()), minutes, int(special)]
            starts = _starts(series, base, bins, count, np.random.default_rng(seed), special)
            yield Case(name, minutes, series, bins, starts)


def _starts(series: Series, base: Floats, bins: int, count: int, rng: np.random.Generator, special: bool) -> Ints:
    every = np.arange(WARM_UP_DAYS * series.bins_per(86_400), len(series) - bins)
    usual = np.concatenate([[0.0], np.cumsum(np.nan_to_num(base))])
    hidden = np.concatenate([[0], np.cumsum(~np.isfinite(series.values))])
    good = (usual[every + bins] - usual[every] >= 1.0) & (hidden[every + bins] == hidden[every])
    if special and series.special is not None:
        days = np.concatenate([[0], np.cumsum(series.special)])
        good &= days[every + bins] > days[every]
    return np.sort(rng.choice(every[good], min(count, int(good.sum())), replace=False))


def binned(case: Case, row: int, most: int) -> tuple[Floats, int]:
    """The latest `most` bins before a window, as long as the window, oldest first, and the seconds of a bin.

    Missing bins are filled with the mean of their neighbours, because most peers refuse a gap.
    """
    start = int(case.starts[row])
    number = min(start // case.bins, most)
    block = case.series.values[start - number * case.bins : start].reshape(number, case.bins)
    with np.errstate(invalid="ignore"):
        means = np.where(np.isfinite(block).any(axis=1), np.nansum(block, axis=1), np.nan)
        means *= case.bins / np.maximum(np.isfinite(block).sum(axis=1), 1)
    return _filled(means), case.bins * case.series.bin_seconds


def _filled(values: Floats) -> Floats:
    there = np.flatnonzero(np.isfinite(values))
    return np.interp(np.arange(len(values)), there, values[there])


def with_outages(series: Series, case: Case, rows: Ints, back: float, seed: int, spread: int) -> Series:
    """The series with total outages in the rows' windows; `back` of what was lost returns within `spread` bins."""
    rng = np.random.default_rng([SEED, seed])
    values = series.values.copy()
    for row in rows:
        start, end = int(case.starts[row]), int(case.starts[row]) + case.bins
        returning = rng.binomial(int(np.nansum(series.values[start:end])), back)
        values[start:end] = np.where(np.isfinite(values[start:end]), 0.0, np.nan)
        late = end + np.minimum(rng.exponential(spread / 3, returning).astype(int), spread - 1)
        np.add.at(values, np.minimum(late, len(values) - 1), 1.0)
    return replace(series, values=values)
