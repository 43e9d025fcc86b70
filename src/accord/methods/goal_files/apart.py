"""A stranger's file of goals read in a process of its own, with little memory and little time, gone afterwards.

Run as ``python -m accord.methods.goal_files.apart``: a line of JSON and the file on standard input, JSON on standard
output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict

from accord.facts.limits import Limits, confine
from accord.methods.goal_files.shape import LARGEST, BadGoals, Entry, Taken

LIMITS = Limits(memory_bytes=1_000_000_000, seconds=60.0)
_SMALLER = "Take it in in parts."


def taken_from(raw: bytes, file: str, limits: Limits = LIMITS) -> Taken:
    """The entries of a file: OKRs as CSV, or YAML of dbt, OpenSLO or performance indicators. Raises ``BadGoals``."""
    if len(raw) > LARGEST:
        raise BadGoals(file, 0, f"larger than {LARGEST // 1_000_000} MB", _SMALLER)
    request = json.dumps({"file": file, "limits": asdict(limits)}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "accord.methods.goal_files.apart"],
            input=request + raw,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            process_group=0,
        )
    except subprocess.TimeoutExpired as late:
        raise BadGoals(file, 0, f"reading took longer than {limits.seconds:g} seconds", _SMALLER) from late
    if done.returncode:
        reason = f"it cannot be read within {limits.memory_bytes // 1_000_000} MB of memory"
        raise BadGoals(file, 0, reason, _SMALLER)
    said = json.loads(done.stdout.splitlines()[-1])
    if "bad" in said:
        raise BadGoals(file, *said["bad"])
    entries = tuple(Entry(**{**e, "drivers": tuple(e["drivers"])}) for e in said["entries"])
    return Taken(entries, tuple((what, why) for what, why in said["unsaid"]))


def read_here(raw: bytes, file: str) -> Taken:
    """The same in this process. Raises ``BadGoals``."""
    from accord.methods.goal_files import okr_csv, yaml_files

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadGoals(file, 0, "the file is not UTF-8", "Save it as UTF-8.") from fault
    if "\x00" in text:
        raise BadGoals(file, 0, "it holds bytes that no text has", "Save it as UTF-8.")
    return okr_csv.read(text, file) if file.casefold().endswith((".csv", ".tsv")) else yaml_files.read(text, file)


def main() -> int:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.readline())
    raw = sys.stdin.buffer.read()
    confine(Limits(**request["limits"]))
    try:
        got = read_here(raw, request["file"])
        answer: dict[str, object] = {"entries": [asdict(e) for e in got.entries], "unsaid": got.unsaid}
    except BadGoals as bad:
        answer = {"bad": [bad.line, bad.reason, bad.mend]}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
