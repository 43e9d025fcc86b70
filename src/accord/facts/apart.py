"""A stranger's small file read in a process of its own, with little memory and little time, gone afterwards.

The module that reads is run as ``python -m MODULE``: a line of JSON and the file on standard input, JSON on standard
output. Parsers of rich formats have been made to take forever before; a page of the site must not wait for one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from accord.facts.limits import Limits, confine

LIMITS = Limits(memory_bytes=1_000_000_000, seconds=60.0)


class TooMuch(Exception):  # noqa: N818 - says what the file is
    """Reading took more time or memory than it may; the message says which."""


def answer_of(module: str, raw: bytes, request: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """What ``module``, run by itself, says of a file's bytes. Raises ``TooMuch``."""
    asked = json.dumps({**request, "limits": asdict(limits)}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", module],
            input=asked + raw,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            process_group=0,
        )
    except subprocess.TimeoutExpired as late:
        raise TooMuch(f"reading took longer than {limits.seconds:g} seconds") from late
    if done.returncode:  # out of memory, a library fails in ways of its own
        raise TooMuch(f"it cannot be read within {limits.memory_bytes // 1_000_000} MB of memory")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def answer(read: Callable[..., dict[str, Any]]) -> int:
    """Be that module: ``read`` is given the bytes and what was asked, and says what it found."""
    request = json.loads(sys.stdin.buffer.readline())
    raw = sys.stdin.buffer.read()
    confine(Limits(**request.pop("limits")))
    sys.stdout.write(json.dumps(read(raw, **request)) + "\n")
    return 0
