"""What would have happened without it: counterfactuals for outages, campaigns and single minutes.

    price(series, incidents, *, special_days=(), preliminary=False, confidence=0.90,
          recapture_horizon=14_400, rng) -> Pricing

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
from accord.methods.counterfactual.pricing import price
from accord.methods.counterfactual.series import Series, SeriesError, special_bins

__all__ = [
    "FLAGS",
    "Estimate",
    "Incident",
    "Money",
    "Price",
    "Pricing",
    "Recapture",
    "Record",
    "Series",
    "SeriesError",
    "price",
    "special_bins",
]
