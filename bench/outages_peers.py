"""Peers on one window each: history in bins as long as the window, forecast one bin ahead, 90 % interval."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.outages_data import Case, Floats, binned

MOST_BINS = 2_700  # the latest bins, so that forty windows of every kind end within the hour
PROFILE_WEEKS = 4


@dataclass(frozen=True)
class Question:
    """One window to forecast: history (k,) oldest first, seconds a bin, its start, a causal weekly profile.

    profile: (k + 1,) mean of the same week slot in up to four weeks before each bin, the last for the window.
    """

    history: Floats
    bin_seconds: int
    start: np.datetime64
    profile: Floats

    @property
    def day(self) -> int:
        """Bins a day."""
        return 86_400 // self.bin_seconds


Told = tuple[float, float, float]
Answer = Callable[[Question], Told]


def question(case: Case, row: int, most: int = MOST_BINS) -> Question:
    """What a peer is asked about one window, with at most `most` bins of history."""
    history, seconds = binned(case, row, most)
    start = case.series.time_of(int(case.starts[row]))
    return Question(history, seconds, start, _profile(history, 7 * 86_400 // seconds))


def _profile(history: Floats, week: int) -> Floats:
    k = len(history)
    total, number = np.zeros(k + 1), np.zeros(k + 1)
    for back in range(1, PROFILE_WEEKS + 1):
        at = np.arange(k + 1) - back * week
        there = at >= 0
        total[there] += history[at[there]]
        number[there] += 1
    return np.where(number > 0, total / np.maximum(number, 1), history.mean())


def average_of_28_days(asked: Question) -> Told:
    """What every calculator does: the mean of 28 days times the duration. It has no interval."""
    mid = float(asked.history[-28 * asked.day :].mean())
    return mid, np.nan, np.nan


def structural(asked: Question) -> Told:
    """CausalImpact's model in statsmodels: a local level and a regression, by maximum likelihood."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    size = max(float(asked.history.std()), 1e-9)
    y, x = asked.history / size, asked.profile / size
    model = UnobservedComponents(y, level="llevel", exog=x[:-1, None])
    told = model.fit(disp=0, maxiter=50).get_forecast(1, exog=x[-1:, None])
    low, high = np.asarray(told.conf_int(alpha=0.10))[0]
    return float(np.asarray(told.predicted_mean)[0]) * size, float(low) * size, float(high) * size


def bsts(asked: Question) -> Told:
    """bsts-causalimpact, Google's CausalImpact with a Gibbs sampler in Rust, with the profile as covariate."""
    import pandas as pd
    from causal_impact import CausalImpact

    k = len(asked.history)
    frame = pd.DataFrame({"y": np.append(asked.history, asked.history[-1]), "x": asked.profile})
    told = CausalImpact(frame, [0, k - 1], [k, k], alpha=0.10).inferences.iloc[-1]
    return float(told["predicted_mean"]), float(told["predicted_lower"]), float(told["predicted_upper"])


def mstl(asked: Question) -> Told:
    """statsforecast: MSTL over day and week, AutoETS on the rest."""
    from statsforecast.models import MSTL, AutoETS

    model = MSTL(season_length=[asked.day, 7 * asked.day], trend_forecaster=AutoETS(model="ZZN"))
    told = model.forecast(y=asked.history, h=1, level=[90])
    return float(told["mean"][0]), float(told["lo-90"][0]), float(told["hi-90"][0])


def prophet(asked: Question) -> Told:
    """prophet with its daily and weekly seasons."""
    import pandas as pd
    from prophet import Prophet

    logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
    logging.getLogger("prophet").setLevel(logging.ERROR)
    step = np.timedelta64(asked.bin_seconds, "s")
    times = asked.start - step * np.arange(len(asked.history), 0, -1)
    np.random.seed(1)
    model = Prophet(interval_width=0.90, daily_seasonality=True, weekly_seasonality=True, yearly_seasonality=False)
    model.fit(pd.DataFrame({"ds": times, "y": asked.history}))
    told = model.predict(pd.DataFrame({"ds": [asked.start]})).iloc[0]
    return float(told["yhat"]), float(told["yhat_lower"]), float(told["yhat_upper"])


PEERS: dict[str, Answer] = {
    "average_of_28_days": average_of_28_days,
    "bsts-causalimpact": bsts,
    "CausalImpact's model (statsmodels)": structural,
    "MSTL+AutoETS (statsforecast)": mstl,
    "prophet": prophet,
}


def answer(peer: str, asked: Question) -> Told:
    """A peer's answer, kept from printing; its floor is 0, as counts have."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mid, low, high = PEERS[peer](asked)
    return max(mid, 0.0), max(low, 0.0), max(high, 0.0)
