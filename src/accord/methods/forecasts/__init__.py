"""What a metric will come to at a deadline, from its own past."""

from __future__ import annotations

from accord.methods.forecasts.models import NotInstalled
from accord.methods.forecasts.outlook import CannotTell, Forecast, forecast

__all__ = ["CannotTell", "Forecast", "NotInstalled", "forecast"]
