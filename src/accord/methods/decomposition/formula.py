"""The formula as it is split: its volume leaf apart from the mix of groups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from accord.methods.decomposition.leaves import quotient
from accord.methods.decomposition.tree import Floats, Leaf, Product, Tree, TreeError, evaluate, names, product

MIX = "mix"


def default_volume(tree: Tree, ratios: Collection[str] = ()) -> str | None:
    """The first factor of a formula that is one product, where it is a name and no ratio; else nothing."""
    if not isinstance(tree.root, Product):
        return None
    factors = ((power, f.name) for power, f in tree.root.factors if isinstance(f, Leaf))
    return next((name for power, name in factors if power > 0 and name not in ratios), None)


@dataclass(frozen=True, slots=True)
class Formula:
    """The formula with its volume leaf split into the whole volume times each group's share of it."""

    tree: Tree
    leaves: tuple[str, ...]
    volume: str | None

    @classmethod
    def of(cls, tree: Tree, volume: str | None, n_groups: int, ratios: Collection[str]) -> Formula:
        if volume is not None and volume not in tree.leaves:
            raise TreeError(f"the volume {volume!r} is not in the formula ({', '.join(tree.leaves)})")
        volume = volume or default_volume(tree, ratios)
        if n_groups < 2 or volume is None or list(names(tree.root)).count(volume) != 1:
            return cls(tree, tree.leaves, None)
        if MIX in tree.leaves:
            raise TreeError(f"{MIX!r} is kept for the mix of groups: rename that leaf")
        split = tree.replaced(volume, product((1, Leaf(volume)), (1, Leaf(MIX))))
        return cls(split, tree.leaves, volume)

    def values(self, before: Floats, after: Floats) -> tuple[Floats, Floats]:
        """Values of the factors at both ends, (factors, ..., groups), gaps filled from the other end."""
        old, new = self._with_mix(before), self._with_mix(after)
        return _filled(old, new), _filled(new, old)

    def total(self, values: Floats) -> Floats:
        value = evaluate(self.tree.root, dict(zip(self.tree.leaves, values, strict=True)))
        if not np.isfinite(value).all():
            raise ValueError(f"{self.tree.target} cannot be worked out: the formula divides by zero")
        return np.broadcast_to(value, values.shape[1:])

    def _with_mix(self, values: Floats) -> Floats:
        if self.volume is None:
            return values
        named = dict(zip(self.leaves, values, strict=True))
        whole = named[self.volume].sum(axis=-1, keepdims=True)
        named[MIX] = quotient(named[self.volume], np.broadcast_to(whole, named[self.volume].shape), np.nan)
        named[self.volume] = np.broadcast_to(whole, named[MIX].shape)
        return np.stack([named[name] for name in self.tree.leaves])


def _filled(values: Floats, other: Floats) -> Floats:
    return np.nan_to_num(np.where(np.isnan(values), other, values), nan=0.0)
