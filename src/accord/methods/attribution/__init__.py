"""Attribution: what came before a goal was reached, shared out by rules and by removal. It claims no cause."""

from accord.methods.attribution.bootstrap import Credit, credits_of, removals_of
from accord.methods.attribution.heuristics import RULES, shares
from accord.methods.attribution.journeys import Journeys, from_paths, from_steps
from accord.methods.attribution.markov import Chain, chain, removal_effects
from accord.methods.attribution.moments import from_moments
from accord.methods.attribution.shapley import shapley

__all__ = [
    "RULES",
    "Chain",
    "Credit",
    "Journeys",
    "chain",
    "credits_of",
    "from_moments",
    "from_paths",
    "from_steps",
    "removal_effects",
    "removals_of",
    "shapley",
    "shares",
]
