"""A small world, written once for all tests of this folder."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from accord.worlds.retailer import Later, Settings, World
from accord.worlds.writing import write

VERSIONS: tuple[Later | None, ...] = (None, "kept", "broken")
SMALL = Settings(seed=7, orders=6_000, months=4, later_months=2, visits_days=3, start=date(2025, 11, 1))


@cache
def written(later: Later | None = None) -> Path:
    """The folder of the small world, or of one of its later versions; read only."""
    folder = Path(mkdtemp(prefix="made-up-world-")) / "world"
    write(World(SMALL), folder, later=later)
    return folder


def truth(later: Later | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((written(later) / "truth.json").read_text("utf-8"))
    return found


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_rows(folder: Path, pattern: str) -> list[dict[str, str]]:
    return [row for path in sorted(folder.glob(pattern)) for row in rows(path)]


def hashes(folder: Path) -> dict[str, str]:
    """By relative path: what each file holds."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def cents(text: str) -> int:
    return round(float(text) * 100)
