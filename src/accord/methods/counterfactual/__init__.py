"""What would have happened without it: counterfactuals for outages, campaigns and single minutes.

    price(series, incidents, *, special_days=(), preliminary=False, confidence=0.90,
          recapture_horizon=14_400, rng) -> Pricing
    lift(series, campaigns, *, incidents=(), special_days=(), confidence=0.90, after_seconds=None,
         rng) -> Lifting
    minute_price(series, *, incidents=(), special_days=()) -> MinutePrice
    going_rate(series, spans, *, incidents=(), special_days=(), confidence=0.90, rng) -> tuple[Going, ...]

The series is a regular grid of events in UTC (`Series`), the incidents are half-open spans (`Incident`).
`FLAGS` holds one plain sentence for every code a price can carry. Only arrays go in and out.
"""

from accord.methods.counterfactual.estimate import (
    Estimate,
    Incident,
    Money,
    Price,
    Pricing,
    Recapture,
    Record,
)
from accord.methods.counterfactual.flags import FLAGS
from accord.methods.counterfactual.going_rate import Going, MinutePrice, going_rate, minute_price
from accord.methods.counterfactual.lift import Effect, Lift, Lifting, lift
from accord.methods.counterfactual.pricing import price
from accord.methods.counterfactual.series import Series, SeriesError, special_bins

__all__ = [
    "FLAGS",
    "Effect",
    "Estimate",
    "Going",
    "Incident",
    "Lift",
    "Lifting",
    "MinutePrice",
    "Money",
    "Price",
    "Pricing",
    "Recapture",
    "Record",
    "Series",
    "SeriesError",
    "going_rate",
    "lift",
    "minute_price",
    "price",
    "special_bins",
]
