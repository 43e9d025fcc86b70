"""Rare events: how likely a change fails, and whether busy periods bring more than quiet ones."""

from accord.methods.odds.failures import FailureOdds, failure_odds
from accord.methods.odds.lumps import in_hours, squared_lumps
from accord.methods.odds.matching import Matches, matched_quiet
from accord.methods.odds.rates import Comparison, compare

__all__ = [
    "Comparison",
    "FailureOdds",
    "Matches",
    "compare",
    "failure_odds",
    "in_hours",
    "matched_quiet",
    "squared_lumps",
]
