"""Price incidents on a series: what was not placed, what came back, what was lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from accord.methods.counterfactual.aftermath import Aftermath, aftermath
from accord.methods.counterfactual.assembly import Sheet, assemble
from accord.methods.counterfactual.classes import Asked, tell
from accord.methods.counterfactual.estimate import Estimate, Incident, Pricing, Recapture, Record
from accord.methods.counterfactual.ground import prepare
from accord.methods.counterfactual.outages import covered, merge
from accord.methods.counterfactual.placebos import windows
from accord.methods.counterfactual.series import Series, special_flags
from accord.methods.counterfactual.signs import signs
from accord.methods.counterfactual.totals import event_totals, money_totals

RECAPTURE_HORIZON = 4 * 3600


def price(
    series: Series,
    incidents: Sequence[Incident],
    *,
    special_days: npt.ArrayLike = (),
    preliminary: bool = False,
    confidence: float = 0.90,
    recapture_horizon: int = RECAPTURE_HORIZON,
    rng: np.random.Generator,
) -> Pricing:
    """Price every incident against what the same series would have shown without it.

    special_days: local days (datetime64[D]) compared with each other only. preliminary: learn only from
    placebos before each incident. recapture_horizon: seconds after an incident in which lost events may
    come back. Results are in the order of `incidents` and do not depend on that order.
    Source: the project's own experiment on twelve real series, docs/analyses/counterfactual.md.
    """
    outages = merge(series, incidents)
    horizon = series.bins_per(recapture_horizon)
    special = special_flags(series, special_days)
    masked = covered(len(series), outages.starts, np.minimum(outages.ends + horizon, len(series)))
    ground = prepare(series, masked, special, past_only=preliminary)
    targets = windows(ground, outages.starts, outages.ends)
    told = tell(ground, targets, Asked(confidence, preliminary), rng)
    marks = signs(ground, outages, targets, told, preliminary)
    after = aftermath(ground, outages, targets, told, marks.unclear, horizon, confidence, rng)
    events = event_totals(targets, told, after, marks, confidence)
    money = money_totals(targets, told, after, marks, confidence)
    recent = np.exp(ground.levels(outages.starts)[:, -1])
    sheet = Sheet(ground, outages, events, money, marks, after, recent, confidence, preliminary)
    prices = assemble(sheet, incidents)
    return Pricing(prices, _recapture(after, recapture_horizon), Record(told.held, told.of), confidence, preliminary)


def _recapture(after: Aftermath, horizon_seconds: int) -> Recapture:
    if after.pooled is None:
        return Recapture(False, None, after.clear, horizon_seconds)
    share = Estimate(after.pooled.mid, after.pooled.low, after.pooled.high)
    return Recapture(True, share, after.clear, horizon_seconds)
