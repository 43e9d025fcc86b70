"""What moved a total, from two files: the split of the drivers analysis as a plain door."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from accord.facts.reading import BadFile
from accord.methods import decomposition
from accord.methods.decomposition import Drivers, Rows, Tree
from accord.pages.csv_files import numbers, table


@dataclass(frozen=True, slots=True)
class Part:
    """One factor's effect in minor units; ``low`` and ``high`` are None where there are too few days to tell."""

    factor: str
    effect: int
    low: float | None
    high: float | None
    by_group: dict[str, int]


@dataclass(frozen=True, slots=True)
class DriversTold:
    """The total before and after in minor units, its change, and the parts that add up to it exactly."""

    tree: str
    method: str
    before: int
    after: int
    change: int
    low: float | None
    high: float | None
    parts: tuple[Part, ...]
    dominant: str
    dominance: float | None
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]
    replaced: bool


def drive_files(
    before: Path,
    after: Path,
    tree: str,
    *,
    by: str | None,
    leaves: dict[str, str],
    method: Literal["lmdi", "shapley"],
    minor: float,
    seed: int,
) -> DriversTold:
    """Split the change between two CSV files. Raises ``BadFile`` or ``ValueError`` with what to mend."""
    if not (math.isfinite(minor) and minor > 0):
        raise ValueError(f"--minor is {minor}; give how many minor units make one unit of the total, e.g. 100")
    parsed = decomposition.parse(tree)
    old, new = (_rows(p, by) for p in (before, after))
    split = decomposition.drivers(
        old, new, parsed, rng=np.random.default_rng(seed), leaves=leaves or None, method=method, minor=minor
    )
    return _told(split, tree, parsed)


def _rows(path: Path, by: str | None) -> Rows:
    columns = table(path, (by,) if by else ())
    group = np.array(columns.pop(by), dtype=str) if by else None
    day = _days(path, columns.pop("day")) if "day" in columns else None
    numeric = {n: np.array(numbers(path, n, texts)) for n, texts in columns.items() if _is_number(texts)}
    if not numeric:
        raise BadFile("no column of numbers", "Give a column for each factor of the formula", file=path.name)
    return Rows(numeric, group, day)


def _days(path: Path, texts: list[str]) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    for row, text in enumerate(texts, 2):
        try:
            np.datetime64(text, "D")
        except ValueError as fault:
            raise BadFile(f"{text!r} is no day", "Write days as 2026-10-31", row, "day", path.name) from fault
    return np.array(texts, dtype="datetime64[D]")


def _is_number(texts: list[str]) -> bool:
    """A column of labels is passed over; one that is mostly numbers is read as such, and refused where it is not."""
    return 2 * sum(map(_reads_as_number, texts)) > len(texts)


def _reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _told(split: Drivers, tree: str, parsed: Tree) -> DriversTold:
    parts = tuple(
        Part(
            name,
            int(split.totals[i]),
            _finite(split.low[i]),
            _finite(split.high[i]),
            {g: int(split.effects[i, j]) for j, g in enumerate(split.groups)},
        )
        for i, name in enumerate(split.factors)
    )
    return DriversTold(
        tree,
        split.method,
        int(split.before.sum()),
        int(split.after.sum()),
        split.change,
        _finite(split.change_low),
        _finite(split.change_high),
        parts,
        split.dominant,
        _finite(split.dominance),
        split.appeared,
        split.vanished,
        split.replaced,
    )


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def drivers_text(told: DriversTold) -> str:
    """The change, then each factor's part with its interval."""
    head = f"{told.tree}: {told.before:,} to {told.after:,} minor units, {told.change:+,}{_ends(told.low, told.high)}"
    lines = [f"  {p.factor:<16} {p.effect:>+16,}{_ends(p.low, p.high)}" for p in told.parts]
    sure = (
        ""
        if told.dominance is None or told.dominance >= 0.9
        else " (which part is largest cannot be told with certainty)"
    )
    most = f"Most of it shows in {told.dominant}{sure}." if any(p.effect for p in told.parts) else "Nothing changed."
    return "\n".join([head, *lines, most])


def _ends(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({low:+,.0f} to {high:+,.0f}, 90 % sure)"
