"""The whole site as a process: it starts from nothing, refuses what is not safe, and ends when told to."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.web.served import ACCORD, site


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def _accord(*arguments: str) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("ACCORD_")}
    return subprocess.run(
        [str(ACCORD), *arguments], capture_output=True, text=True, env=plain, check=False, timeout=120
    )


def test_the_site_starts_from_nothing_and_ends_when_told_to(tmp_path: Path) -> None:
    with site(tmp_path / "workspace") as served:
        assert served.begin.startswith(f"{served.address}/first-run?token=")
        assert _status(f"{served.address}/facts") == 200, "everything leads to the first run"
        assert _status(f"{served.address}/static/style.css") == 200
    assert served.process.returncode == 0


def test_when_the_server_is_killed_nothing_keeps_its_port(tmp_path: Path) -> None:
    with site(tmp_path / "workspace") as served:
        assert _status(f"{served.address}/first-run") == 200
        os.kill(served.process.pid, signal.SIGKILL)
        served.process.wait()
        port = served.address.rpartition(":")[2]
        for _ in range(50):
            if not _answers(served.address):
                break
            time.sleep(0.2)
        with site(tmp_path / "workspace", "--port", port) as again:
            assert _status(f"{again.address}/first-run") == 200


def _answers(address: str) -> bool:
    try:
        return bool(_status(address))
    except (urllib.error.URLError, OSError):
        return False


def test_others_are_refused_until_somebody_has_begun(tmp_path: Path) -> None:
    refused = _accord("serve", "--host", "0.0.0.0", "--port", "0", "--workspace", str(tmp_path / "workspace"))
    assert refused.returncode == 1
    assert "begin on this machine first" in refused.stderr


def test_the_nightly_round_is_queued_once_and_done_on_demand(tmp_path: Path) -> None:
    root = str(tmp_path / "workspace")
    first, second = _accord("tick", "--workspace", root), _accord("tick", "--workspace", root)
    assert first.stdout == second.stdout
    assert "analyse" in first.stdout
    done = _accord("tick", "--work", "--json", "--workspace", root)
    assert done.returncode == 0, done.stderr
    assert _accord("tick", "--work", "--json", "--workspace", root).returncode == 0
