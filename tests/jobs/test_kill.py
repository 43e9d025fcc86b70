"""Workers killed with signal 9 at random moments: each import has exactly one effect, and nothing is half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.killing import KILLS_A_JOB, ROWS


@pytest.fixture
def environment() -> dict[str, str]:
    """The database is SQLite in the workspace, or one of its own on the tests' PostgreSQL."""
    from django.conf import settings

    plain = {k: v for k, v in os.environ.items() if not k.startswith("ACCORD_")}
    if not settings.ACCORD.database_url:
        return plain
    import psycopg

    name = f"killed_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(settings.ACCORD.database_url, autocommit=True) as server:
        server.execute(f"create database {name}")
    head, slash, _ = settings.ACCORD.database_url.partition("?")[0].rpartition("/")
    query = settings.ACCORD.database_url.partition("?")[2]
    return plain | {"ACCORD_DATABASE_URL": f"{head}{slash}{name}" + (f"?{query}" if query else "")}


def _came_to(folder: Path, environment: dict[str, str], kills: int, seed: int) -> dict[str, Any]:
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-m", "tests.jobs.killing", str(folder / "workspace"), str(kills), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _check(told: dict[str, Any], kills: int) -> None:
    files = -(-kills // KILLS_A_JOB)
    assert told["errors"] == [], told
    assert told["open"] == 0, told
    assert told["states"]["import_files done"] == files, told
    assert len(told["imports"]) == files
    assert told["rows"] == files * ROWS
    assert told["told"] == told["imports"], "each import stands once in the activity"
    assert told["waiting"] == [], "what was read no longer waits"


def test_ten_killed_workers_leave_each_import_with_exactly_one_effect(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    _check(_came_to(tmp_path, environment, 10, 1), 10)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_a_hundred_killed_workers_leave_each_import_with_exactly_one_effect(
    tmp_path: Path, environment: dict[str, str], seed: int
) -> None:
    _check(_came_to(tmp_path, environment, 10, seed), 10)
