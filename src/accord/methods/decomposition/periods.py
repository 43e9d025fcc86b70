"""A period's rows added up: each leaf's value per group, and the same in resamples of its days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.methods.decomposition.bootstrap import day_weights
from accord.methods.decomposition.leaves import Rows, Stock, definitions, quotient, stock
from accord.methods.decomposition.tree import Floats, Tree


@dataclass(frozen=True, slots=True)
class End:
    """One period: its leaves (leaves, groups), resampled (leaves, draws, groups), degrees of freedom, and
    which leaves are ratios."""

    leaves: Floats
    draws: Floats
    freedom: int
    ratios: tuple[str, ...]

    @classmethod
    def of(
        cls,
        rows: Rows,
        tree: Tree,
        given: Mapping[str, str] | None,
        volume: str | None,
        groups: list[str],
        draws: int,
        rng: np.random.Generator,
    ) -> End:
        parts = stock(tree, rows, definitions(tree, rows.columns, given), volume)
        days, day = _days(rows)
        daily = _daily(parts, _places(rows, groups), day, (len(days), len(groups)))
        weights, freedom = day_weights(days, draws, rng) if rows.day is not None else (np.ones((1, 1)), 0)
        resampled = np.einsum("wd,sldg->slwg", weights, daily, optimize=True)
        ratios = tuple(leaf for leaf, is_ratio in zip(tree.leaves, parts.is_ratio, strict=True) if is_ratio)
        return cls(_leaf_values(parts, daily.sum(axis=2)), _leaf_values(parts, resampled), freedom, ratios)


def group_names(rows: Rows) -> list[str]:
    return ["all"] if rows.group is None else [str(name) for name in np.unique(rows.group)]


def _places(rows: Rows, groups: list[str]) -> npt.NDArray[np.intp]:
    if rows.group is None:
        return np.full(len(rows), groups.index("all"))
    return np.searchsorted(np.array(groups), rows.group)


def _days(rows: Rows) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.intp]]:
    if rows.day is None:
        return np.zeros(1, "datetime64[D]"), np.zeros(len(rows), np.intp)
    return np.unique(rows.day.astype("datetime64[D]"), return_inverse=True)


def _daily(parts: Stock, group: npt.NDArray[np.intp], day: npt.NDArray[np.intp], shape: tuple[int, int]) -> Floats:
    """Sums of numerators and denominators by day and group, (2, leaves, days, groups)."""
    cell, cells = day * shape[1] + group, shape[0] * shape[1]
    sums = [[np.bincount(cell, row, cells) for row in side] for side in (parts.top, parts.bottom)]
    return np.array(sums).reshape(2, len(parts.top), *shape)


def _leaf_values(parts: Stock, sums: Floats) -> Floats:
    """Leaf values from sums (2, leaves, ...); NaN where a ratio has nothing to divide by."""
    ratio = parts.is_ratio.reshape((-1,) + (1,) * (sums.ndim - 2))
    return np.where(ratio, quotient(sums[0], sums[1], np.nan), sums[0])
