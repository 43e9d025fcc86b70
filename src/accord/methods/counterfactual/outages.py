"""Incidents that overlap are priced once, as their union, and then split without remainder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accord.methods.counterfactual.arrays import Bools, Floats, Ints
from accord.methods.counterfactual.estimate import Incident
from accord.methods.counterfactual.series import Series


@dataclass(frozen=True)
class Outages:
    """Unions of incidents as bins `[starts, ends)`, (m,), sorted; member i of the input lies in union[i].

    first, last: (k,) bins of each incident, clipped to the series; union -1: it lies outside the data.
    clipped: (k,) whether a part of it does.
    """

    starts: Ints
    ends: Ints
    first: Ints
    last: Ints
    union: Ints
    clipped: Bools

    def members(self, union: int) -> Ints:
        """Input positions of the incidents in one union."""
        return np.asarray(np.flatnonzero(self.union == union))


def merge(series: Series, incidents: Sequence[Incident]) -> Outages:
    """Place incidents on bins and merge those that share one. Incidents outside the data get union -1."""
    n = len(series)
    starts, ends = _touched(series, incidents)
    first, last = np.clip(starts, 0, n), np.clip(ends, 0, n)
    union = np.full(len(first), -1, dtype=np.int64)
    edges: list[list[int]] = []
    order = np.lexsort((last, first))
    for row, low, high in zip(order.tolist(), first[order].tolist(), last[order].tolist(), strict=True):
        if low >= high:
            continue
        if edges and low < edges[-1][1]:
            edges[-1][1] = max(edges[-1][1], high)
        else:
            edges.append([low, high])
        union[row] = len(edges) - 1
    joined = np.array(edges, dtype=np.int64).reshape(-1, 2)
    clipped = (first != starts) | (last != ends)
    return Outages(joined[:, 0], joined[:, 1], first, last, union, clipped)


def _touched(series: Series, incidents: Sequence[Incident]) -> tuple[Ints, Ints]:
    """Bins touched by each incident, (k,), (k,), as `Series.bins_touched` but all at once."""
    open_end = series.time_of(len(series))
    starts = np.array([i.start for i in incidents], dtype="datetime64[s]").astype(np.int64)
    ends = np.array([open_end if i.end is None else i.end for i in incidents], dtype="datetime64[s]").astype(np.int64)
    first = (starts - series.start_second) // series.bin_seconds
    last = -((series.start_second - ends) // series.bin_seconds)
    return first, np.maximum(last, first + 1)


def covered(n: int, starts: Ints, ends: Ints) -> Bools:
    """Bins of `n` inside any of the ranges `[starts, ends)`, (n,)."""
    steps = np.zeros(n + 1, dtype=np.int32)
    np.add.at(steps, np.clip(starts, 0, n), 1)
    np.add.at(steps, np.clip(ends, 0, n), -1)
    return np.asarray(np.cumsum(steps[:-1]) > 0)


def shares(per_bin: Floats, start: int, first: Ints, last: Ints) -> Floats:
    """Each member's share of a union's totals: every bin is split evenly over the incidents open in it.

    per_bin: (c, bins) weights of the union's bins, c kinds; first, last: (k,) bins of the members. (k, c), each
    column adding to 1.
    """
    spans = list(zip((first - start).tolist(), (last - start).tolist(), strict=True))
    open_now = np.zeros(per_bin.shape[1])
    for low, high in spans:
        open_now[low:high] += 1.0
    weight = np.where(open_now > 0, np.maximum(per_bin, 0.0), 0.0)
    weight[weight.sum(axis=1) <= 0] = open_now > 0
    weight /= np.maximum(open_now, 1.0)
    parts = np.array([weight[:, low:high].sum(axis=1) for low, high in spans])
    return np.asarray(parts / parts.sum(axis=0))


def split_exactly(totals: Ints, weights: Floats) -> Ints:
    """Whole parts (k, c) of whole totals (c,) in proportion to weights (k, c), each column adding up exactly.

    Largest remainder (Hamilton's method); ties go to the earlier part. Raises ValueError without weight.
    """
    if not len(weights) or weights.min() < 0 or (weights.sum(axis=0) <= 0).any():
        raise ValueError("a split needs at least one weight above 0 and none below")
    size = np.abs(totals)
    quota = weights / weights.sum(axis=0) * size
    parts = np.floor(quota).astype(np.int64)
    missing = size - parts.sum(axis=0)
    rank = (parts - quota).argsort(axis=0, kind="stable").argsort(axis=0)
    parts += missing // len(parts) + (rank < missing % len(parts))
    return np.asarray(parts * np.where(totals < 0, -1, 1))
