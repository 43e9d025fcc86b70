"""What would have been seen in a window: mean and interval, learnt from the placebos of its class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from accord.methods.counterfactual.arrays import Bools, Floats, Ints
from accord.methods.counterfactual.ground import Ground
from accord.methods.counterfactual.interval import LEAST_EFFECTIVE, Traits, effective, likeness, quantiles, traits
from accord.methods.counterfactual.mean import WARY, Mean, fit_mean
from accord.methods.counterfactual.placebos import Windows
from accord.methods.counterfactual.spread import Spread, fit_spread

LEARN_HALF_LIFE_DAYS = 120.0
CALM = 0.05  # misses beyond this quantile on either side are cut to it before they are averaged


@dataclass(frozen=True)
class Expected:
    """Mid, low and high of the totals expected in m windows, each (m,), with the scale used (m,)."""

    mid: Floats
    low: Floats
    high: Floats
    scale: Floats


@dataclass(frozen=True)
class Outcome:
    """One outcome (events, or money in mean orders) of a bank: its spread and standardised residuals (n,)."""

    spread: Spread
    residuals: Floats

    @cached_property
    def order(self) -> Ints:
        """Places of the residuals, smallest first, (n,)."""
        return np.argsort(self.residuals, kind="stable")

    @cached_property
    def calm(self) -> Floats:
        """The residuals with the wildest tenth cut to the edge, (n,), so that a burst elsewhere moves nothing here."""
        return np.clip(self.residuals, *np.quantile(self.residuals, [CALM, 1.0 - CALM]))


@dataclass(frozen=True)
class Class:
    """A duration class ready to price: its bank, its mean and what it learnt about misses."""

    bank: Windows
    mean: Mean
    expected: Floats
    events: Outcome
    money: Outcome | None
    traits: Traits
    number: float
    bins: int


def learn(ground: Ground, bank: Windows, bins: int, number: float) -> Class:
    """Learn mean and residuals from a bank of ordinary (not special) placebos of `bins` bins."""
    mean = _wary(ground, bank, number) if ground.past_only else fit_mean(bank.seen, bank.usual, bank.features, number)
    expected = mean.of(bank.usual, bank.features)
    money = None
    if bank.money is not None and bank.value is not None:
        money = outcome(bank.money / np.where(bank.value > 0, bank.value, np.inf), expected, bank, number)
    return Class(
        bank, mean, expected, outcome(bank.seen, expected, bank, number), money,
        traits_of(ground, bank, expected), number, bins,
    )  # fmt: skip


def _wary(ground: Ground, bank: Windows, number: float) -> Mean:
    """The mean as a price that knows only the past learns it: the latest placebos count most."""
    days = (bank.starts.max(initial=0) - bank.starts) / ground.series.calendar.bins_a_day
    weights = np.exp2(-days / LEARN_HALF_LIFE_DAYS)
    weights /= max(float(weights.mean()), 1e-9) if len(weights) else 1.0
    fewer = 1.0 / max(float(np.mean(weights**2)), 1.0) if len(weights) else 1.0
    return fit_mean(bank.seen, bank.usual, bank.features, number * fewer, WARY, weights)


def outcome(seen: Floats, expected: Floats, bank: Windows, number: float) -> Outcome:
    """Spread and standardised residuals of placebo totals, widened for what the regression fitted away."""
    spread = fit_spread(seen, expected, bank.rough)
    fitted = 1.0 + bank.features.shape[1]
    wider = np.sqrt(number / max(number - fitted, 0.5 * number, 1.0)) if number > 0 else 1.0
    return Outcome(spread, wider * (seen - expected) / spread.scale(expected, bank.rough))


def traits_of(ground: Ground, windows: Windows, expected: Floats) -> Traits:
    """Traits of windows, with volume as the expected total per bin so that lengths compare."""
    calendar = ground.series.calendar
    per_bin = expected / np.maximum(windows.ends - windows.starts, 1)
    hour = per_bin * ground.series.bins_per(3600)
    return traits(windows.slot, calendar.slots, hour, windows.starts, calendar.bins_a_day)


def expect(
    ground: Ground, known: Class, targets: Windows, confidence: float, allowed: Bools | None
) -> tuple[Expected, Expected | None]:
    """Expected events and money (minor units) of target windows. allowed: (m, n) placebos, None for all."""
    mean = known.mean.of(targets.usual, targets.features)
    weights = likeness(traits_of(ground, targets, mean), known.traits, allowed)
    number = np.minimum(effective(weights), known.number)
    stretch = _stretch(targets.ends - targets.starts, known.bins)
    mid = mean + _shift(known.events, weights, number) * known.events.spread.scale(mean, targets.rough)
    mid = np.maximum(mid, 0.0)

    def band(out: Outcome) -> Expected:
        low, high = quantiles(out.residuals, out.order, weights, number, confidence)
        scale = out.spread.scale(mean, targets.rough) * stretch
        low, high = np.maximum(mean + low * scale, 0.0), mean + high * scale
        return Expected(mid, np.minimum(low, mid), np.maximum(high, mid), scale)

    events = whole(band(known.events))
    if known.money is None or targets.value is None:
        return events, None
    return events, times(band(known.money), targets.value)


def _shift(out: Outcome, weights: npt.NDArray[np.float32], number: Floats) -> Floats:
    """By how much the placebos most alike missed on average, in scales, (m,); drawn to 0 where they are few."""
    return np.asarray((weights @ out.calm) * number / (number + LEAST_EFFECTIVE))


def _stretch(bins: Ints, known: int) -> Floats:
    """Windows much longer than any placebo: the level drifts like a random walk, so its error grows as a root."""
    return np.asarray(np.sqrt(np.maximum(bins / (known * 1.25), 1.0)))


def whole(band: Expected) -> Expected:
    """Interval ends of counts at the whole numbers inside them, or at those around the mean if there are none."""
    low, high = np.ceil(band.low - 1e-9), np.floor(band.high + 1e-9)
    return Expected(band.mid, np.minimum(low, np.floor(band.mid)), np.maximum(high, np.ceil(band.mid)), band.scale)


def times(band: Expected, value: Floats) -> Expected:
    """A band in orders turned into money by the value of an order, (m,)."""
    return Expected(band.mid * value, band.low * value, band.high * value, band.scale * value)
