"""A whole site for tests: ``accord serve`` as a process of its own, on a workspace and a free port of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ACCORD = Path(sys.executable).with_name("accord")


@dataclass(frozen=True, slots=True)
class Site:
    """Where it answers, the word for the first run, and its process."""

    address: str
    begin: str
    token: str
    workspace: Path
    process: subprocess.Popen[str]


@contextmanager
def site(folder: Path, *more: str, environment: dict[str, str] | None = None) -> Iterator[Site]:
    """Serve until the block ends; the process must end by itself within twenty seconds of being told to."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("ACCORD_")} | (environment or {})
    command = [str(ACCORD), "serve", "--json", "--port", "0", "--workspace", str(folder), *more]
    with (folder.parent / "site.log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=plain, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, (folder.parent / "site.log").read_text()
        told = json.loads(line)
        yield Site(told["address"], told["begin"], told["token"], folder, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


def serving(parent: int) -> set[int]:
    """The processes that answer requests."""
    children = map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
    return {c for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()}
