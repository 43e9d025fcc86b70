"""Small worlds for the examination of analyses: fact tables as arrays with their truth, drawn in milliseconds.

Each function takes a generator of chance and gives a ``Small``: tables as dicts of equally long arrays in the columns
of the fact tables, the period to analyse (what lies before it is history), and what is true. All are made up; times
are naive UTC, the organisation's zone is UTC, money is in cents of EUR. ``clauses`` has what goes with them.
"""

from __future__ import annotations

from accord.worlds.small.activities import activity_world, quiet_activities
from accord.worlds.small.campaigns import campaign_world
from accord.worlds.small.changes import change_world
from accord.worlds.small.drivers import driver_world
from accord.worlds.small.load import load_world
from accord.worlds.small.outages import outage_world
from accord.worlds.small.promises import promise_world
from accord.worlds.small.quiet import quiet_drivers, quiet_load, quiet_world
from accord.worlds.small.shop import Small, clauses
from accord.worlds.small.words import quiet_words, word_world

__all__ = [
    "Small",
    "activity_world",
    "campaign_world",
    "change_world",
    "clauses",
    "driver_world",
    "load_world",
    "outage_world",
    "promise_world",
    "quiet_activities",
    "quiet_drivers",
    "quiet_load",
    "quiet_words",
    "quiet_world",
    "word_world",
]
