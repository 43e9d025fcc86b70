"""What the fact tables promise about their columns, for the linter."""

from __future__ import annotations

from accord.engines.rules import Promised
from accord.facts.tables import TABLES
from tests.engines.made_up import SCHEMA

PROMISED = Promised(SCHEMA, {t.name: {c.name for c in t.columns if c.optional} for t in TABLES.values()})
