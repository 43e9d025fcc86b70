"""Small tools over the factors of one product."""

from __future__ import annotations

import numpy as np

from accord.methods.decomposition.tree import Floats, Product, evaluate


def factor_values(node: Product, values: dict[str, Floats], shape: tuple[int, ...]) -> Floats:
    """Each factor of a product as it enters it (a divisor inverted), (factors, *shape)."""
    factors = [evaluate(factor, values) for _, factor in node.factors]
    stacked = np.stack([np.broadcast_to(value, shape) for value in factors])
    powers = np.array([float(power) for power, _ in node.factors])
    return np.asarray(stacked ** powers.reshape((-1,) + (1,) * len(shape)))


def others(values: Floats) -> Floats:
    """For each place along the first axis the product of all the other places, without dividing."""
    ones = np.ones((1, *values.shape[1:]))
    left = np.concatenate([ones, np.cumprod(values[:-1], axis=0)])
    right = np.concatenate([ones, np.cumprod(values[:0:-1], axis=0)])[::-1]
    return np.asarray(left * right)


def shapley_slopes(old: Floats, new: Floats) -> Floats:
    """Shapley's effect of each factor of a product per unit of its change, (factors, ...).

    The average over all orders of the other factors' product is the integral of that product along the
    straight line from old to new, a polynomial, which Gauss-Legendre nodes integrate exactly.
    """
    total = np.zeros(old.shape)
    for place, weight in line_nodes(len(old)):
        total += weight * others(old + place * (new - old))
    return total


def line_nodes(n: int) -> list[tuple[float, float]]:
    """Places in (0, 1) and weights that integrate polynomials of degree n - 1 exactly."""
    nodes, weights = np.polynomial.legendre.leggauss(n // 2 + 1)
    return list(zip(((nodes + 1) / 2).tolist(), (weights / 2).tolist(), strict=True))
