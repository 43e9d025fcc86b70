"""However a server ends, it says why on standard error, and its exit code tells whether it was told to."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
import requests
from django.conf import settings

from accord.cli.ends import Ended, Ends
from accord.jobs import worker as workers
from accord.jobs.worker import Worker
from tests.web.served import ACCORD, serving, site


class Fake:
    """What granian's server offers to be ended by; ``acts`` is what happens while it serves."""

    def __init__(self, acts: object = None) -> None:
        self.acts, self.interrupted = acts, False

    def signal_handler_interrupt(self, *_: object) -> None:
        self.interrupted = True

    def signal_handler_reload(self, *_: object) -> None:
        raise AssertionError("a closed terminal makes granian begin its processes anew")

    def serve(self) -> None:
        if isinstance(self.acts, BaseException):
            raise self.acts
        if self.acts == signal.SIGHUP:
            self.signal_handler_reload(signal.SIGHUP, None)
        elif self.acts is not None:
            self.signal_handler_interrupt(self.acts, None)


@pytest.mark.parametrize(("number", "name"), [(signal.SIGTERM, "TERM"), (signal.SIGINT, "INT"), (signal.SIGHUP, "HUP")])
def test_a_signal_is_named(number: int, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    server = Fake(number)
    Ends(server).serve()
    assert server.interrupted
    assert f"it was told to ({name})" in capsys.readouterr().err


def test_under_nohup_a_closed_terminal_is_not_heard() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with pytest.raises(Ended, match="no signal told it to"):
            Ends(Fake(signal.SIGHUP)).serve()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_processes_that_end_again_and_again_end_the_server_with_a_reason() -> None:
    with pytest.raises(Ended, match="again and again right after its start"):
        Ends(Fake(SystemExit(1))).serve()


@pytest.mark.django_db
def test_a_worker_outlives_a_fault_that_nobody_foresaw(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, asked = threading.Event(), []

    def full(now: object) -> bool:
        asked.append(now)
        if len(asked) == 2:
            stop.set()
            return False
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workers, "AGAIN_AFTER", 0.01)
    monkeypatch.setattr(workers, "queue_when_due", full)
    monkeypatch.setattr(Worker, "one", lambda self: False)
    assert settings.ACCORD_WORKSPACE
    Worker(stop).run()
    assert len(asked) == 2
    assert "No space left on device" in caplog.text


def test_a_closed_terminal_ends_a_real_server_with_a_word(tmp_path: Path) -> None:
    with site(tmp_path / "workspace", "--no-worker") as served:
        served.process.send_signal(signal.SIGHUP)
        assert served.process.wait(timeout=20) == 0
    assert "it was told to (HUP)" in (tmp_path / "site.log").read_text()


@pytest.mark.soak
def test_a_real_server_whose_process_is_killed_twice_at_once_says_so_and_fails(tmp_path: Path) -> None:
    with site(tmp_path / "workspace", "--no-worker") as served:
        killed: set[int] = set()
        until = time.monotonic() + 60
        while served.process.poll() is None and time.monotonic() < until:
            for child in serving(served.process.pid) - killed:
                killed.add(child)
                os.kill(child, signal.SIGKILL)
            time.sleep(0.1)
        assert served.process.returncode == 1
    assert "again and again" in (tmp_path / "site.log").read_text()


@pytest.mark.soak
def test_a_real_server_under_nohup_outlives_its_terminal(tmp_path: Path) -> None:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("ACCORD_")}
    command = ["nohup", str(ACCORD), "serve", "--json", "--port", "0", "--workspace", str(tmp_path / "workspace")]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=plain, text=True, process_group=0)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split('"')[3]
        os.killpg(process.pid, signal.SIGHUP)
        time.sleep(2)
        assert requests.get(f"{address}/healthz", timeout=10).status_code == 200
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0
        if process.stdout is not None:
            process.stdout.close()
