"""Does something happen more often in busy periods than in matched quiet ones, allowing for chance?

What the quiet periods' rates would have brought in the busy ones, stratum by stratum (a busy period and
its matches), is set against what happened there. Counts scatter more than dice: the variance of a count is
``mu + alpha mu^2``, alpha estimated from how matched quiet periods differ among themselves, and 0 unless they
differ by more than one standard deviation of what chance alone makes of few counts.
Minutes lost come in lumps, one for each outage: they are told as counts of lumps, each with its own size, so
that one long outage counts as one stroke of bad luck and not as fifty.

The interval joins the two sides' exact one-sample intervals: each end pits a lower gamma limit of one side
against an upper limit of the other. For plain Poisson counts this is the exact conditional test. It holds
at least its 90 % (about 95 % where counts are small); in a world without a difference its lower end lies
above 0 in at most about 5 %, so 'more often' is said wrongly at most that often.

Sources: Fay, M.P., Proschan, M.A. and Brittain, E. (2015), Biometrics 71:146 (joining one-sample
intervals); Fay, M.P. and Feuer, E.J. (1997), Statistics in Medicine 16:791 (weighted sums of counts);
McCullagh, P. and Nelder, J.A. (1989), Generalized Linear Models, section 6.2 (dispersion).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Estimate = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Busy against quiet, each estimate as (mid, low, high) with its 90 % interval.

    ``observed`` happened in the busy periods that have a match, over ``exposure``; ``expected`` would have
    at the quiet rate. ``excess`` is their difference, ``ratio`` their quotient (mid NaN or infinite where
    nothing was expected, high infinite where nothing can be ruled out). ``alpha`` is the extra scatter,
    resting on ``freedom`` comparisons among quiet periods. ``unmatched`` busy periods had no quiet exposure.
    """

    observed: float
    expected: float
    exposure: float
    excess: Estimate
    ratio: Estimate
    alpha: float
    freedom: int
    unmatched: int

    @property
    def rate_difference(self) -> Estimate:
        """The excess per unit of exposure; NaN without any."""
        per = 1 / self.exposure if self.exposure else np.nan
        return self.excess[0] * per, self.excess[1] * per, self.excess[2] * per

    def times(self, size: float) -> Comparison:
        """The same with every event worth ``size``."""
        excess = (self.excess[0] * size, self.excess[1] * size, self.excess[2] * size)
        return replace(self, observed=self.observed * size, expected=self.expected * size, excess=excess)

    @property
    def more(self) -> bool:
        """Whether it happened more often in the busy periods; wrong in at most about 5 % where it did not."""
        return self.excess[1] > 0

    @property
    def less(self) -> bool:
        return self.excess[2] < 0


def compare(
    counts_busy: npt.ArrayLike,
    exposure_busy: npt.ArrayLike,
    counts_quiet: npt.ArrayLike,
    exposure_quiet: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    stratum_busy: npt.ArrayLike | None = None,
    stratum_quiet: npt.ArrayLike | None = None,
    unit_quiet: npt.ArrayLike | None = None,
    squares_busy: npt.ArrayLike | None = None,
    squares_quiet: npt.ArrayLike | None = None,
    draws: int = 20_000,
) -> Comparison:
    """Compare counts (of events, or minutes lost) in busy periods (n,) with those in quiet ones (m,).

    Exposures are positive (hours, say). Strata are whole numbers from 0 (by default all is one stratum): a
    busy period is compared with the quiet ones of its stratum. A quiet period that serves several busy
    ones appears once for each, with the same whole number from 0 in ``unit_quiet``, so that it is not
    taken for several. Where counts are sums of lumps that come alone (minutes, by outage), ``squares_*`` hold
    the sum of the lumps' squares in each period; by default each event comes alone. Raises ``ValueError``
    for negative counts or squares, or exposures that are not positive.
    """
    busy = _Periods.of("busy", counts_busy, exposure_busy, stratum_busy, None, squares_busy)
    quiet = _Periods.of("quiet", counts_quiet, exposure_quiet, stratum_quiet, unit_quiet, squares_quiet)
    lump = float(_ratio(busy.squares.sum() + quiet.squares.sum(), busy.counts.sum() + quiet.counts.sum())) or 1.0
    return _compared(busy.in_lumps(lump), quiet.in_lumps(lump), rng, draws).times(lump)


def _compared(busy: _Periods, quiet: _Periods, rng: np.random.Generator, draws: int) -> Comparison:
    n = max(busy.n_strata, quiet.n_strata)
    against = quiet.by_stratum(quiet.exposure, n)
    matched = busy.only(against[busy.stratum] > 0)
    rate = _ratio(quiet.by_stratum(quiet.counts, n), against)
    here = _Sum.of(matched, np.ones(len(matched.counts)))
    there = _Sum.of(quiet, _ratio(matched.by_stratum(matched.exposure, n), against)[quiet.stratum])
    scatter = _Scatter.of(quiet) or _Scatter.of(matched.pooled()) or _Scatter(0.0, 0.0, 0)
    alpha = scatter.draws(rng, draws)
    lift = here.total / there.total if there.total else 1.0
    busy_ends = here.ends(alpha * here.size(rate[matched.stratum] * matched.exposure * lift), rng)
    quiet_ends = there.ends(alpha * there.size(rate[quiet.stratum] * quiet.exposure), rng)
    return Comparison(
        observed=here.total,
        expected=there.total,
        exposure=float(matched.exposure.sum()),
        excess=_excess(here.total - there.total, busy_ends, quiet_ends),
        ratio=_quotient(here.total, there.total, busy_ends, quiet_ends),
        alpha=scatter.alpha,
        freedom=scatter.freedom,
        unmatched=len(busy.counts) - len(matched.counts),
    )


@dataclass(frozen=True, slots=True)
class _Periods:
    """Counts, exposures, strata, units and sums of squared lumps of one side, all (n,)."""

    counts: Floats
    exposure: Floats
    stratum: Places
    unit: Places
    squares: Floats

    @classmethod
    def of(
        cls,
        side: str,
        counts: npt.ArrayLike,
        exposure: npt.ArrayLike,
        stratum: npt.ArrayLike | None,
        unit: npt.ArrayLike | None,
        squares: npt.ArrayLike | None,
    ) -> _Periods:
        y, e = np.asarray(counts, float), np.asarray(exposure, float)
        groups = np.zeros(y.shape, np.intp) if stratum is None else np.asarray(stratum, np.intp)
        units = np.arange(y.size) if unit is None else np.asarray(unit, np.intp)
        lumps = y if squares is None else np.asarray(squares, float)
        if y.ndim != 1 or not y.shape == e.shape == groups.shape == units.shape == lumps.shape:
            raise ValueError(f"the {side} periods' arrays must be flat and of one length")
        fine = (y >= 0) & (e > 0) & (lumps >= 0) & np.isfinite(y + e + lumps)
        if (wrong := ~fine | (groups < 0) | (units < 0)).any():
            at = int(np.argmax(wrong))
            raise ValueError(f"{side} period {at}: a count of {y[at]:g} in {e[at]:g} cannot be used")
        return cls(y, e, groups, units, lumps)

    @property
    def n_strata(self) -> int:
        return int(self.stratum.max(initial=0)) + 1

    def by_stratum(self, values: Floats, n: int) -> Floats:
        return np.bincount(self.stratum, values, n).astype(float)

    def only(self, keep: npt.NDArray[np.bool_]) -> _Periods:
        return _Periods(self.counts[keep], self.exposure[keep], self.stratum[keep], self.unit[keep], self.squares[keep])

    def pooled(self) -> _Periods:
        return replace(self, stratum=np.zeros_like(self.stratum))

    def in_lumps(self, lump: float) -> _Periods:
        """Counts told in lumps of a typical size."""
        return replace(self, counts=self.counts / lump, squares=self.squares / lump**2)


@dataclass(frozen=True, slots=True)
class _Scatter:
    """alpha of ``mu + alpha mu^2``, the mean ``mu`` at which it was seen, and degrees of freedom."""

    alpha: float
    at: float
    freedom: int

    @classmethod
    def of(cls, periods: _Periods) -> _Scatter | None:
        """By Pearson's statistic within strata; nothing where no stratum has events and two periods."""
        n = periods.n_strata
        rate = _ratio(periods.by_stratum(periods.counts, n), periods.by_stratum(periods.exposure, n))
        mean = rate[periods.stratum] * periods.exposure
        spare = np.maximum(periods.by_stratum((mean > 0).astype(float), n) - 1.0, 0.0)
        freedom = int(spare.sum())
        if not freedom:
            return None
        beyond = float(_ratio((periods.counts - mean) ** 2, mean).sum()) / freedom - 1
        per_stratum = _ratio(periods.by_stratum(mean, n), spare + 1.0)
        at = float((spare * per_stratum).sum()) / freedom
        by_chance = np.sqrt((2 + 1 / at) / freedom)  # of Pearson's statistic where counts are Poisson
        return cls(beyond / at if beyond > by_chance else 0.0, at, freedom)

    def draws(self, rng: np.random.Generator, draws: int) -> Floats:
        """alpha with its own uncertainty, so that few periods give wider intervals."""
        if not self.alpha:
            return np.zeros(draws)
        pearson = (1 + self.alpha * self.at) * self.freedom / rng.chisquare(self.freedom, draws)
        return np.maximum(0.0, pearson - 1) / self.at


@dataclass(frozen=True, slots=True)
class _Sum:
    """A weighted sum of counts: its value, its variance if their lumps were Poisson, and the weights."""

    total: float
    variance: float
    weights: Floats

    @classmethod
    def of(cls, periods: _Periods, weights: Floats) -> _Sum:
        units, first, place = np.unique(periods.unit, return_index=True, return_inverse=True)
        together = np.bincount(place, weights, len(units))
        total, variance = together @ periods.counts[first], together**2 @ periods.squares[first]
        return cls(float(total), float(variance), weights)

    def size(self, means: Floats) -> float:
        """The typical mean of one count in the sum: what alpha is multiplied by."""
        return float(_ratio((self.weights * means) @ (self.weights * means), self.weights**2 @ means))

    def ends(self, extra: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draws whose 5 % and 95 % quantiles are the sum's exact lower and upper limit, both (draws,)."""
        inflation, one_more = 1 + extra, self.weights.max(initial=0.0)
        low = _gamma(np.full(extra.shape, self.total), inflation * self.variance, rng)
        mean = self.total + inflation * one_more
        return low, _gamma(mean, inflation * self.variance + (inflation * one_more) ** 2, rng)


def _gamma(mean: Floats, variance: Floats, rng: np.random.Generator) -> Floats:
    shape = _ratio(mean**2, variance)
    return rng.standard_gamma(shape) * _ratio(variance, mean)


def _excess(mid: float, busy: tuple[Floats, Floats], quiet: tuple[Floats, Floats]) -> Estimate:
    low, high = np.quantile(busy[0] - quiet[1], 0.05), np.quantile(busy[1] - quiet[0], 0.95)
    return mid, min(mid, float(low)), max(mid, float(high))


def _quotient(here: float, there: float, busy: tuple[Floats, Floats], quiet: tuple[Floats, Floats]) -> Estimate:
    # dividing by next to nothing is as good as infinite
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        mid = float(np.float64(here) / there)
        low = float(np.quantile(busy[0] / quiet[1], 0.05))
        high = float(np.quantile(busy[1] / quiet[0], 0.95, method="higher"))
    return mid, low, high


def _ratio(top: Floats | float, bottom: Floats | float) -> Floats:
    """``top / bottom``, and 0 where bottom is 0."""
    below = np.asarray(bottom, float)
    return np.where(below == 0, 0.0, top / np.where(below == 0, 1.0, below))
