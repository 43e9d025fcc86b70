"""Splitting a change over the factors of a formula: LMDI-I and Shapley, to the cent, with intervals."""

from accord.methods.decomposition.drivers import Drivers, Method, drivers
from accord.methods.decomposition.formula import MIX, default_volume
from accord.methods.decomposition.leaves import USUAL, Rows, definitions
from accord.methods.decomposition.lmdi import LmdiEffects, lmdi, log_mean
from accord.methods.decomposition.rounding import apportion
from accord.methods.decomposition.shapley import shapley
from accord.methods.decomposition.tree import Tree, TreeError, evaluate, parse

__all__ = [
    "MIX",
    "USUAL",
    "Drivers",
    "LmdiEffects",
    "Method",
    "Rows",
    "Tree",
    "TreeError",
    "apportion",
    "default_volume",
    "definitions",
    "drivers",
    "evaluate",
    "lmdi",
    "log_mean",
    "parse",
    "shapley",
]
