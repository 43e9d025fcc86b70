"""Marketing's sheet of what its experiments found: the header that we propose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from accord.worlds.activities import results
from accord.worlds.exports.files import write_csv


def write(path: Path, last: date) -> None:
    """A row for each made-up result."""
    rows = results(last)
    write_csv(path, tuple(rows[0]), (list(row.values()) for row in rows))
