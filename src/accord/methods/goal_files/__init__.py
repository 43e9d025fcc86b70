"""Objectives and metrics that other tools keep, as entries of the clause ``objectives``."""

from __future__ import annotations

from accord.methods.goal_files.apart import taken_from
from accord.methods.goal_files.shape import BadGoals, Entry, Taken

__all__ = ["BadGoals", "Entry", "Taken", "taken_from"]
