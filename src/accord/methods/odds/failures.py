"""How likely is a change to fail, for each service and kind of change, from few changes each?

Failures of a (service, kind) are binomial. The services of one kind share a beta distribution with the
kind's mean and the concentration tau; the kinds' means share one with the whole's mean and the
concentration kappa. So a service with few changes is drawn towards its kind, a kind with few towards the
whole. All four are averaged over a grid by their posterior weight; nothing is set by hand, nothing is
random but the draws.

Prior: even in the angle of the mean (Jeffreys), even in the logarithm of the concentrations within the
grid. Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 5.3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

_ANGLES = (np.arange(64) + 0.5) / 64 * np.pi / 2
_MEANS = np.sin(_ANGLES) ** 2
_TAU = np.geomspace(1, 1_000, 16)
_KAPPA = np.geomspace(1, 300, 12)


@dataclass(frozen=True, slots=True)
class FailureOdds:
    """P(change fails) per row: posterior ``mean``, 90 % interval ``low`` to ``high`` (rows,), and joint
    posterior ``draws`` (draws, rows) for whatever is worked out from several rows together."""

    mean: Floats
    low: Floats
    high: Floats
    draws: Floats


def failure_odds(
    failures: npt.ArrayLike,
    changes: npt.ArrayLike,
    kind: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    draws: int = 4_000,
) -> FailureOdds:
    """One row per (service, kind): failed changes out of all, and the kind as a whole number, all (rows,).

    A row without changes tells what to expect of a service never seen, or of a kind never seen. Raises
    ``ValueError`` for more failures than changes.
    """
    failed, tried = np.asarray(failures, np.int64), np.asarray(changes, np.int64)
    _check(failed, tried)
    kinds, of = np.unique(np.asarray(kind), return_inverse=True)
    if not len(failed):
        return FailureOdds(np.empty(0), np.empty(0), np.empty(0), np.empty((draws, 0)))
    likelihood = np.stack([_likelihood(failed[of == k], tried[of == k]) for k in range(len(kinds))])
    grid = _Grid.of(likelihood)
    means, tau = grid.sample(rng, draws)
    mean = means[:, of]
    # a beta number of shape near 0 may underflow to 0/0; this is far below any rate of failure
    odds = rng.beta(failed + np.maximum(mean * tau, 1e-6), tried - failed + np.maximum((1 - mean) * tau, 1e-6))
    low, high = np.quantile(odds, [0.05, 0.95], axis=0)
    return FailureOdds(grid.mean(failed, tried, of), low, high, odds)


def _check(failed: Counts, tried: Counts) -> None:
    if failed.ndim != 1 or failed.shape != tried.shape:
        raise ValueError(f"failures {failed.shape} and changes {tried.shape} must be flat and equal")
    if (wrong := (failed < 0) | (failed > tried)).any():
        at = int(np.argmax(wrong))
        raise ValueError(f"row {at}: {failed[at]} failures of {tried[at]} changes cannot be")


def _likelihood(failed: Counts, tried: Counts) -> Floats:
    """Log likelihood of one kind's rows by (mean, tau), the binomial coefficient left out."""
    from scipy.special import betaln

    pairs, times = np.unique(np.stack([failed, tried]), axis=1, return_counts=True)
    k, n = pairs[..., None, None]
    alpha, beta = _MEANS[:, None] * _TAU, (1 - _MEANS[:, None]) * _TAU
    logs = betaln(k + alpha, n - k + beta) - betaln(alpha, beta)
    return np.asarray(np.tensordot(times.astype(float), logs, axes=1))


def _kind_prior() -> Floats:
    """P(a kind's mean | whole's mean, kappa) over the grid, (whole, kappa, mean)."""
    whole, kappa = _MEANS[:, None, None], _KAPPA[:, None]
    # even angles already carry the density's half powers
    logs = (whole * kappa - 0.5) * np.log(_MEANS) + ((1 - whole) * kappa - 0.5) * np.log1p(-_MEANS)
    weights = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return _flushed(weights / weights.sum(axis=-1, keepdims=True))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Posterior over the grid: ``tops`` (whole x kappa, tau), ``kind`` (kinds, mean, tau) likelihoods
    relative to each kind's best, ``prior`` (whole x kappa, mean), ``evidence`` (kinds, whole x kappa, tau).

    Sums are einsum's own loops: so small a product is slower, and not always the same, on many threads.
    """

    tops: Floats
    kind: Floats
    prior: Floats
    evidence: Floats

    @classmethod
    def of(cls, likelihood: Floats) -> _Grid:
        prior = _kind_prior().reshape(-1, len(_MEANS))
        kind = _flushed(np.exp(likelihood - likelihood.max(axis=(1, 2), keepdims=True)))
        evidence = np.einsum("pm,kmt->kpt", prior, kind)
        with np.errstate(divide="ignore"):
            logs = np.log(evidence).sum(axis=0)
        tops = _flushed(np.exp(logs - logs.max()))
        return cls(tops / tops.sum(), kind, prior, evidence)

    def sample(self, rng: np.random.Generator, draws: int) -> tuple[Floats, Floats]:
        """Joint draws of the kinds' means (draws, kinds) and of tau (draws, 1)."""
        top, tau = np.unravel_index(rng.choice(self.tops.size, draws, p=self.tops.ravel()), self.tops.shape)
        means = [_MEANS[_pick(self.prior[top] * kind[:, tau].T, rng)] for kind in self.kind]
        return np.stack(means, axis=1), _TAU[tau][:, None]

    def mean(self, failed: Counts, tried: Counts, of: npt.NDArray[np.intp]) -> Floats:
        """Posterior mean per row, exact on the grid."""
        given = np.where(self.tops > 0, self.tops / np.where(self.evidence > 0, self.evidence, 1.0), 0.0)
        weight = self.kind * np.einsum("pm,kpt->kmt", self.prior, given)
        weight /= weight.sum(axis=(1, 2), keepdims=True)
        alpha = _MEANS[:, None] * _TAU
        shrunk = ((k + alpha) / (n + _TAU) for k, n in zip(failed.tolist(), tried.tolist(), strict=True))
        return np.array([float((up * weight[k]).sum()) for up, k in zip(shrunk, of.tolist(), strict=True)])


def _flushed(weights: Floats) -> Floats:
    """Next to nothing as nothing: processors crawl on numbers near 1e-308."""
    return np.where(weights < 1e-60, 0.0, weights)


def _pick(weights: Floats, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """One place per row of weights, drawn in proportion."""
    upto = np.cumsum(weights, axis=1)
    return np.asarray((upto < rng.random((len(weights), 1)) * upto[:, -1:]).sum(axis=1))
