"""Heads who sign in the same moment: what both signed is closed once, and nobody signs twice.

On SQLite; with ``ACCORD_TEST_RECORD=postgres`` on a fresh PostgreSQL database for each race.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as configured


def _database() -> dict[str, str]:
    """A PostgreSQL database that nobody else uses, where these tests run on one."""
    server = configured.ACCORD.database_url
    if not server:
        return {}
    import psycopg

    name = f"race_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return {"ACCORD_DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}


def _race(folder: Path, *roles: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.decisions.racing", str(folder / "workspace"), *roles]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))} | _database()
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_two_heads_who_sign_in_the_same_moment_put_it_in_force_once(tmp_path: Path) -> None:
    told = _race(tmp_path, "cmo", "cio")
    assert told == {"told": ["signed", "signed"], "state": "in_force", "signed": 2, "entries": 1, "faults": []}


def test_one_head_who_presses_three_times_signs_once(tmp_path: Path) -> None:
    told = _race(tmp_path, "cmo", "cmo", "cmo")
    assert sorted(told["told"]) == ["NotYours", "NotYours", "signed"]
    assert (told["state"], told["signed"], told["entries"]) == ("signed_by_one", 1, 0)


def test_a_key_that_changes_while_the_second_head_signs_leaves_a_chain_that_holds(tmp_path: Path) -> None:
    """Whoever comes first: the signature closes and the key changes after it, or it is refused and nothing is lost."""
    told = _race(tmp_path, "cio", "key")
    assert told["faults"] == []
    assert (told["told"], told["state"], told["signed"], told["entries"]) in (
        (["signed", "signed"], "in_force", 2, 3),
        (["Refused", "signed"], "signed_by_one", 1, 2),
    )
