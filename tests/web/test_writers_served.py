"""Many people write at once through a real server on SQLite: nobody is refused, nobody starves, nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.web.served import serving, site

CLIENTS = 30
WORDS = ("marketing", "it")
PEOPLE = """
import json
from datetime import UTC, datetime
from pathlib import Path
from accord.record.start import prepare
from accord.workspace.folder import Workspace
prepare(Workspace(Path({root!r})))
from accord.people.models import Person
from accord.people.operations import make_token
from accord.people.rights import Role
made = []
for n in range({count}):
    one = Person.objects.make(email=f"made-up-{{n}}@made-up.example", name=f"Made-up {{n}}", role=Role.MARKETING)
    given = dict(kind="api", name="made up", scopes=("read", "prepare"), now=datetime.now(UTC))
    made.append(make_token(by=one, **given)[1])
print(json.dumps(made))
"""


@dataclass
class Writer:
    """One client: reads and then writes, one request after the other."""

    secret: str
    times: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    refused: list[tuple[int, bytes]] = field(default_factory=list)

    def write(self, address: str, count: int, begin: threading.Barrier) -> None:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
        begin.wait()
        for n in range(count):
            headers = {
                "Authorization": f"Bearer {self.secret}",
                "Content-Type": "application/json",
                "Idempotency-Key": f"{n}",
            }
            started = time.perf_counter()
            connection.request("POST", "/api/v1/you/audience", json.dumps({"audience": WORDS[n % 2]}), headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                self.refused.append((answer.status, body[:300]))
            self.times.append(time.perf_counter() - started)
            self.ended.append(time.perf_counter())
        connection.close()

    def write_until_heard(self, address: str, count: int, begin: threading.Barrier) -> None:
        """The same, where the process that answers may be killed: what was not answered is sent again, with its key."""
        begin.wait()
        for n in range(count):
            until = time.monotonic() + 180
            while not self._heard(address, n) and time.monotonic() < until:
                time.sleep(0.2)
            self.ended.append(time.perf_counter())

    def _heard(self, address: str, n: int) -> bool:
        headers = {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": f"{n}"}
        body = {"audience": WORDS[n % 2]}
        try:
            answer = requests.post(f"{address}/api/v1/you/audience", json=body, headers=headers, timeout=60)
        except requests.ConnectionError:
            return False
        if answer.status_code not in (200, 409):  # 409 while the lease of the killed one runs
            self.refused.append((answer.status_code, answer.content[:300]))
        return answer.status_code == 200


def _secrets(root: Path) -> list[str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    code = PEOPLE.format(root=str(root), count=CLIENTS)
    done = subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def _written(root: Path, count: int) -> list[Writer]:
    writers = [Writer(secret) for secret in _secrets(root)]
    begin = threading.Barrier(CLIENTS)
    with site(root) as served:
        threads = [threading.Thread(target=w.write, args=(served.address, count, begin)) for w in writers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return writers


def _rows(root: Path) -> tuple[int, int]:
    record = sqlite3.connect(root / "record.sqlite3")
    try:
        done = record.execute("select count(*) from record_activity where verb = 'chose'").fetchone()[0]
        kept = record.execute("select count(*) from record_once where status = 200").fetchone()[0]
        return done, kept
    finally:
        record.close()


def test_thirty_people_who_write_at_once_are_all_answered_and_nothing_is_lost(tmp_path: Path) -> None:
    writers = _written(tmp_path / "workspace", 6)
    assert [w.refused for w in writers if w.refused] == []
    assert _rows(tmp_path / "workspace") == (CLIENTS * 6, CLIENTS * 6)


@pytest.mark.soak
def test_a_process_that_is_killed_among_writers_takes_no_change_along_and_no_turn(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    writers, begin = [Writer(secret) for secret in _secrets(root)], threading.Barrier(CLIENTS + 1)
    with site(root, "--workers", "2") as served:
        given = (served.address, 12, begin)
        threads = [threading.Thread(target=w.write_until_heard, args=given) for w in writers]
        for thread in threads:
            thread.start()
        begin.wait()
        while sum(len(w.ended) for w in writers) < CLIENTS * 3:
            time.sleep(0.01)
        os.kill(max(serving(served.process.pid)), signal.SIGKILL)
        for thread in threads:
            thread.join()
    assert [w.refused for w in writers if w.refused] == []
    assert _rows(root) == (CLIENTS * 12, CLIENTS * 12)


@pytest.mark.soak
def test_thirty_people_with_a_hundred_changes_each_are_answered_in_turn(tmp_path: Path) -> None:
    writers = _written(tmp_path / "workspace", 100)
    assert [w.refused for w in writers if w.refused] == []
    assert _rows(tmp_path / "workspace") == (CLIENTS * 100, CLIENTS * 100)
    first_done = min(w.ended[-1] for w in writers)
    shares = [sum(t <= first_done for t in w.ended) for w in writers]
    assert min(shares) >= sum(shares) / len(shares) / 2
