"""What moved a total between two periods: each leaf's effect per group, mix apart, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from accord.methods.decomposition.formula import Formula
from accord.methods.decomposition.leaves import Rows
from accord.methods.decomposition.lmdi import lmdi
from accord.methods.decomposition.periods import End, group_names
from accord.methods.decomposition.rounding import Whole, apportion
from accord.methods.decomposition.shapley import shapley
from accord.methods.decomposition.tree import Floats, Tree

Method = Literal["lmdi", "shapley"]


@dataclass(frozen=True, slots=True)
class Drivers:
    """The change of a total, split by factor and group; money in whole minor units.

    ``factors``: the formula's leaves, with ``mix`` after the volume leaf. ``groups``: all names found in
    either period, sorted. ``before``, ``after`` (groups,): the total. ``effects`` (factors, groups) add up
    exactly, over factors to each group's change. ``low``, ``high`` (factors,): 90 % interval of each
    factor's total; ``cell_low``, ``cell_high`` (factors, groups); ``change_low``, ``change_high``: of the
    whole change. All are NaN where the rows have too few days. ``leaf_before``, ``leaf_after``
    (leaves, groups): values of the leaves, NaN where undefined. ``replaced``: whether Shapley's rule stood
    in for LMDI because a value changed its sign.
    """

    tree: Tree
    method: Method
    factors: tuple[str, ...]
    groups: tuple[str, ...]
    before: Whole
    after: Whole
    effects: Whole
    low: Floats
    high: Floats
    cell_low: Floats
    cell_high: Floats
    change_low: float
    change_high: float
    leaf_before: Floats
    leaf_after: Floats
    replaced: bool
    freedom: int
    leads: Floats = field(repr=False)

    @property
    def totals(self) -> Whole:
        """Each factor's effect over all groups, (factors,)."""
        return np.asarray(self.effects.sum(axis=1))

    @property
    def change(self) -> int:
        return int((self.after - self.before).sum())

    @property
    def dominant(self) -> str:
        """The factor with the largest effect, either way."""
        return self.factors[int(np.argmax(np.abs(self.totals)))]

    @property
    def dominance(self) -> float:
        """In what share of the resamples that factor has the largest effect; NaN without intervals.

        Below 0.9, say that the drivers cannot be told apart.
        """
        return float(self.leads[self.factors.index(self.dominant)])

    @property
    def appeared(self) -> tuple[str, ...]:
        return tuple(g for g, b, a in zip(self.groups, self.before, self.after, strict=True) if b == 0 != a)

    @property
    def vanished(self) -> tuple[str, ...]:
        return tuple(g for g, b, a in zip(self.groups, self.before, self.after, strict=True) if b != 0 == a)


def drivers(
    before: Rows,
    after: Rows,
    tree: Tree,
    *,
    rng: np.random.Generator,
    leaves: Mapping[str, str] | None = None,
    volume: str | None = None,
    method: Method = "lmdi",
    minor: float = 1.0,
    draws: int = 1000,
) -> Drivers:
    """Split the change of the formula's total between two periods over its leaves.

    ``leaves`` says how a leaf is worked out from columns ('orders / visits'), see ``definitions``.
    ``volume`` is the leaf whose split over groups is told apart as ``mix``: by default the first factor
    that is no ratio, where the formula is one product and there are several groups. ``minor`` turns the formula's value
    into minor units (100 where columns hold euros, 1 where they hold cents).

    A rate that one period cannot tell (a group that appeared or vanished) is taken from the other, so that
    the whole of that group's change is its volume's (or its mix's), as in LMDI's own limit.

    Intervals resample days within each period (``day_weights``), and are widened by Student's t for few
    days. Raises ``TreeError`` or ``ValueError`` for columns missing or empty.
    """
    groups = sorted({*group_names(before), *group_names(after)})
    ends = [End.of(rows, tree, leaves, volume, groups, draws, rng) for rows in (before, after)]
    formula = Formula.of(tree, volume, len(groups), {*ends[0].ratios, *ends[1].ratios})
    leaf_before, leaf_after = (end.leaves for end in ends)
    old, new = formula.values(leaf_before, leaf_after)
    money = [np.rint(formula.total(x) * minor).astype(np.int64) for x in (old, new)]
    parts, replaced = _split(formula.tree, old, new, method)
    effects = apportion(parts * minor, money[1] - money[0])
    resampled, _ = _split(formula.tree, *formula.values(*(end.draws for end in ends)), method)
    spread = _Spread(resampled * minor, sum(end.freedom for end in ends) if all(e.freedom for e in ends) else 0)
    low, high = spread.around(effects.sum(axis=1), spread.draws.sum(axis=2))
    cell_low, cell_high = spread.around(effects, spread.draws)
    change_low, change_high = spread.around(effects.sum(), spread.draws.sum(axis=(0, 2)))
    return Drivers(
        tree=tree,
        method=method,
        factors=formula.tree.leaves,
        groups=tuple(groups),
        before=money[0],
        after=money[1],
        effects=effects,
        low=low,
        high=high,
        cell_low=cell_low,
        cell_high=cell_high,
        change_low=float(change_low),
        change_high=float(change_high),
        leaf_before=leaf_before,
        leaf_after=leaf_after,
        replaced=replaced,
        freedom=spread.freedom,
        leads=spread.leads(),
    )


def _split(tree: Tree, old: Floats, new: Floats, method: Method) -> tuple[Floats, bool]:
    if method == "shapley":
        return shapley(tree, old, new), False
    parts, replaced = lmdi(tree, old, new)
    return parts, bool(replaced.any())


@dataclass(frozen=True, slots=True)
class _Spread:
    """Resampled effects (factors, draws, groups), with the degrees of freedom behind them."""

    draws: Floats
    freedom: int

    def around(self, point: npt.ArrayLike, draws: Floats) -> tuple[Floats, Floats]:
        """The 90 % interval; draws lie along axis 1, or alone."""
        middle = np.asarray(point, float)
        if not self.freedom:
            return np.full(middle.shape, np.nan), np.full(middle.shape, np.nan)
        low, high = np.quantile(draws, [0.05, 0.95], axis=min(1, draws.ndim - 1))
        widen = _student_over_normal(self.freedom)
        return np.minimum(middle, middle + widen * (low - middle)), np.maximum(middle, middle + widen * (high - middle))

    def leads(self) -> Floats:
        """How often each factor has the largest effect."""
        n = len(self.draws)
        if not self.freedom:
            return np.full(n, np.nan)
        first = np.argmax(np.abs(self.draws.sum(axis=2)), axis=0)
        return np.bincount(first, minlength=n) / len(first)


def _student_over_normal(freedom: int) -> float:
    from scipy.special import ndtri, stdtrit

    return float(stdtrit(freedom, 0.95) / ndtri(0.95))
