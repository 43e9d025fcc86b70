"""Have a task done in a process of its own, and keep the job's lease meanwhile."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, Any

from accord.jobs.doing import CannotBeDone, Work

_BEAT = 0.5


def aside(work: Work, task: str, request: dict[str, Any]) -> dict[str, Any]:
    """The result of ``accord.jobs.apart.TASK``. Ends its process at once when somebody cancels or the worker stops.

    Raises ``CannotBeDone`` with the task's reason, or when its process died (killed for its memory, say).
    """
    request = request | {"workspace": str(work.workspace.root), "now": work.moment().isoformat()}
    child = _started(task)
    try:
        _say(child, request)
        return _converse(work, child)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()


def _started(task: str) -> subprocess.Popen[bytes]:
    small = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    env = os.environ | small | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-P", "-m", "accord.jobs.child", task]
    # A group of its own, so that Ctrl-C is ours to hear; our session, because a lower priority counts in it only.
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, process_group=0)


def _say(child: subprocess.Popen[bytes], request: dict[str, Any]) -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps(request).encode() + b"\n")
    child.stdin.flush()


def _converse(work: Work, child: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert child.stdout is not None
    far: tuple[int, int, str] = (0, 0, "")
    for line in _lines(child.stdout):
        message = json.loads(line) if line else {}
        if "result" in message:
            result: dict[str, Any] = message["result"]
            return result
        if "cannot" in message:
            raise CannotBeDone(message["cannot"])
        if "progress" in message:
            done, total, step = message["progress"]
            far = (done, total, step)
        work.tell(*far)
    code = child.wait()
    why = "the machine may be short of memory" if code < 0 else "the server's log says more"
    raise CannotBeDone(f"The process that did this ended before it was done ({code}); {why}. Nothing is half done.")


def _lines(out: IO[bytes]) -> Iterator[bytes]:
    """What the child says, line by line; nothing at every beat on which it says nothing."""
    waiting = b""
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        while True:
            if not selector.select(_BEAT):
                yield b""
                continue
            block = os.read(out.fileno(), 1 << 16)
            if not block:
                return
            *lines, waiting = (waiting + block).split(b"\n")
            yield from lines
