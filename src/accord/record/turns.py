"""Turns: some things only one transaction may do at a time, such as giving out the next number."""

from __future__ import annotations

from django.db import connection

CHAIN = 0x0ACC0D01
"""The end of the chain of what was signed."""
CHARTER = 0x0ACC0D03
"""What is in force of the charter."""
NUMBERS = 0x0ACC0D02
"""The next number of a decision."""


def take_turn(name: int) -> None:
    """Wait for one's turn; it ends with the transaction. SQLite's writers are in a queue already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [name])
