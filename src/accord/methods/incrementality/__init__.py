"""Incrementality: what activities bring that would not have come anyway, by experiments and by what happened."""

from accord.methods.incrementality.classes import CLASSES, SURE, Thresholds, Verdict, likely, stake, verdict
from accord.methods.incrementality.moving import Budget, Move, Moved, best
from accord.methods.incrementality.natural import Change, pauses, studies
from accord.methods.incrementality.studies import KINDS, Kind, Pooled, Study, pooled, spread_of

__all__ = [
    "CLASSES",
    "KINDS",
    "SURE",
    "Budget",
    "Change",
    "Kind",
    "Move",
    "Moved",
    "Pooled",
    "Study",
    "Thresholds",
    "Verdict",
    "best",
    "likely",
    "pauses",
    "pooled",
    "spread_of",
    "stake",
    "studies",
    "verdict",
]
