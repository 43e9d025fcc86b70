"""A stranger's file of words read in a process of its own, with little memory and little time, gone afterwards.

Run as ``python -m accord.language.exchange.apart``: a line of JSON and the file on standard input, JSON on standard
output. Parsers of rich formats have been made to take forever before; a page of the site must not wait for one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any, Literal

from accord.clauses.glossary import Term
from accord.facts.limits import Limits, confine
from accord.language.exchange.shape import LARGEST, BadWords, Imported

LIMITS = Limits(memory_bytes=1_000_000_000, seconds=60.0)


def imported(
    raw: bytes, *, file: str, language: str = "en", side: Literal["marketing", "it"] | None = None,
    limits: Limits = LIMITS,
) -> Imported:  # fmt: skip
    """The terms of a file, whose format its ending tells. Raises ``BadWords`` with the line and the mend."""
    if len(raw) > LARGEST:
        raise BadWords(file, 0, f"larger than {LARGEST // 1_000_000} MB", "Take it in in parts.")
    request = {"file": file, "language": language, "side": side, "limits": asdict(limits)}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "accord.language.exchange.apart"],
            input=json.dumps(request).encode() + b"\n" + raw,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            process_group=0,
        )
    except subprocess.TimeoutExpired as late:
        raise BadWords(file, 0, f"reading took longer than {limits.seconds:g} seconds", _SMALLER) from late
    return _told(done, file, limits)


_SMALLER = "Take it in in parts, or as CSV."


def _told(done: subprocess.CompletedProcess[bytes], file: str, limits: Limits) -> Imported:
    if done.returncode:  # out of memory, a library fails in ways of its own
        reason = f"it cannot be read within {limits.memory_bytes // 1_000_000} MB of memory"
        raise BadWords(file, 0, reason, _SMALLER)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if "bad" in said:
        raise BadWords(file, *said["bad"])
    return Imported(tuple(_term(values) for values in said["terms"]), tuple(said["unsaid"]))


def _term(values: dict[str, Any]) -> Term:
    lists = {key: tuple(values[key]) for key in ("examples", "variants")}
    return Term(**{**values, **lists, "instead": tuple((reader, text) for reader, text in values["instead"])})


def main() -> int:
    """Answer one request."""
    from accord.language.exchange.formats import read_here

    request = json.loads(sys.stdin.buffer.readline())
    raw = sys.stdin.buffer.read()
    confine(Limits(**request.pop("limits")))
    try:
        got = read_here(raw, **request)
        answer: dict[str, Any] = {"terms": [asdict(term) for term in got.terms], "unsaid": got.unsaid}
    except BadWords as bad:
        answer = {"bad": [bad.line, bad.reason, bad.mend]}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
