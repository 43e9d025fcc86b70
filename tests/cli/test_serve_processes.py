"""How many processes serve, and that they count, queue and answer as one."""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import requests

from accord.cli import site as serving
from accord.record import queue
from accord.workspace.folder import Workspace
from accord.workspace.settings import Settings
from tests.web.served import site

POSTGRES = Settings(database_url="postgresql://db.example/accord")


@pytest.mark.parametrize(("processors", "memory", "found"), [
    (1, 8_000, 1), (2, 4_100, 2), (3, 64_000, 3), (32, 64_000, 4), (8, 2_100, 2), (4, 990, 1),
])  # fmt: skip
def test_each_processor_and_each_gigabyte_gets_a_process_and_not_too_many(
    monkeypatch: pytest.MonkeyPatch, processors: int, memory: int, found: int
) -> None:
    """``memory`` in MB."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)))
    monkeypatch.setattr(serving, "_memory", lambda: memory << 20)
    assert serving.processes() == serving.Serving().workers == found


def test_where_processes_cannot_queue_one_serves_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "SEVERAL", False)
    assert serving.processes() == 1
    several = serving.Serving(workers=2)
    serving.check(several, Workspace(tmp_path), POSTGRES)
    with pytest.raises(ValueError, match="SQLite is served by one process"):
        serving.check(several, Workspace(tmp_path), Settings())


def _counted(address: str) -> int:
    """Requests for one address, by the site's own count."""
    answer = requests.get(f"{address}/metrics", headers={"Authorization": "Bearer made-up"}, timeout=60)
    lines = [line for line in answer.text.splitlines() if line.startswith("accord_requests_total")]
    return int(sum(float(line.rsplit(" ", 1)[1]) for line in lines if 'route="/healthz"' in line))


def test_several_processes_answer_and_count_as_one(tmp_path: Path) -> None:
    """Each asks over a connection of its own, because a connection stays with the process that took it."""
    with site(tmp_path / "workspace", "--workers", "2", environment={"ACCORD_METRICS_TOKEN": "made-up"}) as served:
        statuses: Counter[int] = Counter()

        def ask() -> None:
            for _ in range(5):
                answer = requests.get(f"{served.address}/healthz", timeout=60)
                statuses[answer.status_code] += 1

        before = _counted(served.address)
        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == {200: 40}
        assert {_counted(served.address) for _ in range(8)} == {before + 40}


@pytest.mark.parametrize(("named", "led"), [
    ("http://localhost:8000", "http://localhost:8112"),
    ("https://accord.made-up.example", "https://accord.made-up.example"),
])  # fmt: skip
def test_mails_lead_to_the_port_at_which_the_site_is_served_unless_its_address_is_named(
    monkeypatch: pytest.MonkeyPatch, settings: Any, named: str, led: str
) -> None:
    monkeypatch.setenv("ACCORD_SITE_URL", named)
    settings.ACCORD = Settings(site_url=named)
    serving._lead_to("127.0.0.1", 8112)
    assert settings.ACCORD.site_url == os.environ["ACCORD_SITE_URL"] == led
