"""A study of one activity, and several of them brought together with what they differ by beyond chance.

Paule and Mandel's variance between studies makes Cochran's Q its expectation; Hartung and Knapp's interval uses t with
one degree of freedom less than there are studies, because that variance is itself only estimated.

Source: Paule, R.C. and Mandel, J. (1982), J. Res. Natl. Bur. Stand. 87:377; Hartung, J. and Knapp, G. (2001),
Statistics in Medicine 20:3875; IntHout, J., Ioannidis, J.P.A. and Borm, G.F. (2014), BMC Med. Res. Methodol. 14:25.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Kind = Literal["experiment", "model", "start", "pause", "outage"]
KINDS: dict[Kind, str] = {
    "experiment": "an experiment",
    "model": "a model's result",
    "start": "starts and stops of its campaigns",
    "pause": "a pause",
    "outage": "outages of the service",
}
STEPS = 200


@dataclass(frozen=True, slots=True)
class Study:
    """What one study says an activity brings for each unit of its cost.

    ``ratio`` is incremental revenue over cost, ``spread`` its standard error; ``name`` tells where it can be looked up.
    """

    activity: str
    kind: Kind
    name: str
    ratio: float
    spread: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """All studies of an activity together: a t distribution for the ratio.

    ``scale`` is the standard error of ``ratio``, ``freedom`` its degrees of freedom (infinite: a normal distribution),
    ``between`` the standard deviation of what studies truly find, ``studies`` how many there are.
    """

    ratio: float
    scale: float
    freedom: float
    between: float
    studies: int

    def at_least(self, least: float) -> float:
        """The probability that the ratio is ``least`` or more."""
        from scipy.stats import t

        return float(t.sf((least - self.ratio) / self.scale, self.freedom))

    def interval(self, confidence: float = 0.90) -> tuple[float, float]:
        """The two ends, symmetric in probability."""
        from scipy.stats import t

        reach = float(t.ppf(0.5 + confidence / 2, self.freedom)) * self.scale
        return self.ratio - reach, self.ratio + reach

    def drawn(self, rng: np.random.Generator, draws: int) -> Floats:
        """Ratios that may be true, (draws,)."""
        noise = rng.standard_normal(draws) if math.isinf(self.freedom) else rng.standard_t(self.freedom, draws)
        return np.asarray(self.ratio + self.scale * noise)


def spread_of(low: float, high: float, confidence: float = 0.90) -> float:
    """The standard error behind an interval. Raises ``ValueError`` where it has no width or the confidence no sense."""
    if not (high > low and 0 < confidence < 1):
        raise ValueError(f"{low} to {high} with confidence {confidence} is no interval")
    from scipy.stats import norm

    return float((high - low) / (2 * norm.ppf(0.5 + confidence / 2)))


def pooled(studies: Sequence[Study]) -> Pooled:
    """Brings studies together. One study stands as it is. Raises ``ValueError`` without any."""
    if not studies:
        raise ValueError("there is no study to go by")
    ratios = np.array([s.ratio for s in studies])
    variances = np.array([s.spread**2 for s in studies])
    if len(studies) == 1:
        return Pooled(float(ratios[0]), float(studies[0].spread), math.inf, 0.0, 1)
    between = _between(ratios, variances)
    weights = 1 / (variances + between)
    mean = float(weights @ ratios / weights.sum())
    freedom = len(studies) - 1
    residual = float(weights @ (ratios - mean) ** 2) / freedom
    # Studies that agree by luck must not be surer together than the errors that they report.
    scale = math.sqrt(max(residual, 1.0 if between == 0 else residual) / weights.sum())
    return Pooled(mean, scale, math.inf if between == 0 else freedom, math.sqrt(between), len(studies))


def _between(ratios: Floats, variances: Floats) -> float:
    """Paule and Mandel's variance between studies: where Q is one less than the number of studies; 0 below that."""

    def excess(between: float) -> float:
        weights = 1 / (variances + between)
        mean = weights @ ratios / weights.sum()
        return float(weights @ (ratios - mean) ** 2) - (len(ratios) - 1)

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, float(np.ptp(ratios) ** 2) * len(ratios)
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2
