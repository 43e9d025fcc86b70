"""The whole site killed with signal 9 while people work on it: nothing acknowledged is lost, nothing is half done."""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.jobs.test_kill import environment  # noqa: F401 - a fixture
from tests.survival.acting import ROWS, Acknowledged, Team
from tests.web.served import ACCORD

ROOT = Path(__file__).parent.parent.parent
LONGEST = 3.0
SIGNABLE = 30
_LOG = logging.getLogger(__name__)


def _script(name: str, given: dict[str, str], *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", f"tests.survival.{name}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=given, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """``accord serve`` with its worker as a group of processes, which one signal ends."""

    def __init__(self, workspace: Path, given: dict[str, str]) -> None:
        self._given, self._log = given, workspace.parent / "site.log"
        self.address = f"http://127.0.0.1:{_free_port()}"
        port = self.address.rpartition(":")[2]
        self._command = [str(ACCORD), "serve", "--port", port, "--workspace", str(workspace)]

    def start(self) -> float:
        """Seconds until it answers."""
        began = time.monotonic()
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, env=self._given, start_new_session=True
            )
        while not self._answers():
            assert self._process.poll() is None, self._log.read_text()[-3000:]
            assert time.monotonic() - began < 60, self._log.read_text()[-3000:]
            time.sleep(0.05)
        return time.monotonic() - began

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/account/login/", timeout=20).status_code == 200
        except requests.ConnectionError:
            return False

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _killed(folder: Path, given: dict[str, str], kills: int, seed: int) -> tuple[Acknowledged, dict[str, Any]]:
    workspace, rng = folder / "workspace", random.Random(seed)
    begun = _script("beginning", given, str(workspace), str(SIGNABLE * kills // 10))
    site = Site(workspace, given)
    ready = [site.start()]
    team = Team(site.address, begun)
    for _ in range(kills):
        threads = team.at_work()
        time.sleep(rng.uniform(0.1, LONGEST))
        site.kill()
        team.rest(threads)
        ready.append(site.start())
    site.kill()
    left = _script("looking", given, str(workspace))
    _LOG.info("ready again after %.1f s mostly, %.1f s at the most", sorted(ready)[len(ready) // 2], max(ready))
    _LOG.info("acknowledged: %s", {name: len(found) for name, found in vars(team.said).items()})
    return team.said, left


def _check(said: Acknowledged, left: dict[str, Any]) -> None:
    assert said.faults == []
    assert left["database"] == []
    _check_said(said, left)
    _check_decided(said, left)
    _check_facts(said, left)


def _check_said(said: Acknowledged, left: dict[str, Any]) -> None:
    assert said.comments, "nobody got a word in"
    assert set(said.comments) <= set(left["comments"])
    assert len(left["comments"]) == len(set(left["comments"])) == left["comments_told"]


def _check_decided(said: Acknowledged, left: dict[str, Any]) -> None:
    """Both signatures, force and the link of the chain come together or not at all."""
    assert said.drafts
    assert said.signatures
    ids = [d["id"] for d in left["decisions"]]
    assert set(said.drafts) <= set(ids)
    assert Counter(ids) == Counter(left["drafts_told"])
    signatures = Counter(map(tuple, left["signatures"]))
    assert set(said.signatures) <= set(signatures)
    assert signatures == Counter(map(tuple, left["signatures_told"]))
    assert max(signatures.values()) == 1
    for one in left["decisions"]:
        both = one["signatures"] == 2
        assert both == (one["state"] == "in_force") == (one["entry"] is not None), one
    in_force = {d["id"]: d["entry"] for d in left["decisions"] if d["entry"] is not None}
    assert sorted(in_force.values()) == sorted(left["entries"])
    assert dict(left["mails_of_both"]) == dict.fromkeys(in_force, 2), "both are told, once"


def _check_facts(said: Acknowledged, left: dict[str, Any]) -> None:
    """Each file that was confirmed was read once, whole; nothing else was."""
    assert left["open"] == []
    assert left["errors"] == []
    assert len(said.drops) <= left["drops_told"]
    assert len(said.confirmed) <= left["confirmed_told"] == left["reads"] == left["read"]
    assert {f"orders-{name}.csv" for name in said.confirmed} <= {Path(f).name for f in left["files"]}
    assert len(left["files"]) == len(set(left["files"])) == left["reads"]
    assert left["rows"] == left["reads"] * ROWS
    assert left["imports"] == left["imports_told"]
    assert left["partial"] == []


def test_a_site_killed_ten_times_keeps_all_that_it_acknowledged_and_nothing_by_halves(
    tmp_path: Path,
    environment: dict[str, str],  # noqa: F811 - the fixture
) -> None:
    said, left = _killed(tmp_path, environment, 10, 1)
    _check(said, left)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_a_site_killed_a_hundred_times_keeps_all_that_it_acknowledged(
    tmp_path: Path,
    environment: dict[str, str],  # noqa: F811 - the fixture
    seed: int,
) -> None:
    said, left = _killed(tmp_path, environment, 10, seed)
    _check(said, left)
