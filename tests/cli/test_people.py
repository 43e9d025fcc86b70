"""accord invite and accord people, as processes of their own: Django's settings hold for a whole process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

GOOD = "https://accord.made-up.example/join/"


def _accord(workspace: Path, *words: str, site: bool = True) -> subprocess.CompletedProcess[str]:
    given = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    given |= {"ACCORD_WORKSPACE": str(workspace)}
    given |= {"ACCORD_SITE_URL": "https://accord.made-up.example"} if site else {}
    command = [sys.executable, "-c", "from accord.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, env=given, check=False, timeout=120)


def test_somebody_is_invited_listed_and_known_as_invited(tmp_path: Path) -> None:
    done = _accord(tmp_path, "invite", "lio@x.example", "--role", "liaison", "--side", "it")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(GOOD)
    listed = json.loads(_accord(tmp_path, "people", "--json").stdout)
    assert [i["email"] for i in listed["invited"]] == ["lio@x.example"]
    assert listed["people"] == []


def test_an_invitation_says_where_it_leads_while_nobody_has_named_the_site(tmp_path: Path) -> None:
    words = ("invite", "lio@x.example", "--role", "marketing")
    assert "name site_url in accord.toml" in _accord(tmp_path, *words, site=False).stderr
    assert "site_url" not in _accord(tmp_path, *words).stderr


def test_what_is_wrong_is_said_in_one_line(tmp_path: Path) -> None:
    wrong = {
        ("invite", "nobody", "--role", "it"): "is no e-mail address",
        ("invite", "x@x.example", "--role", "liaison"): "a liaison belongs to a side",
        ("invite", "x@x.example", "--again"): "nobody here has the address",
        ("people", "--end", "x@x.example"): "nobody here has the address",
    }
    for words, says in wrong.items():
        done = _accord(tmp_path, *words)
        assert done.returncode == 1, done.stdout
        assert says in done.stderr
        assert "Traceback" not in done.stderr
    assert _accord(tmp_path, "invite", "x@x.example").returncode == 2
