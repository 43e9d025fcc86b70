"""A stranger's file of goals read in a process of its own; see ``accord.facts.apart``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

from accord.facts.apart import LIMITS, TooMuch, answer, answer_of
from accord.facts.limits import Limits
from accord.methods.goal_files.shape import LARGEST, BadGoals, Entry, Taken

_SMALLER = "Take it in in parts."


def taken_from(raw: bytes, file: str, limits: Limits = LIMITS) -> Taken:
    """The entries of a file: OKRs as CSV, or YAML of dbt, OpenSLO or performance indicators. Raises ``BadGoals``."""
    if len(raw) > LARGEST:
        raise BadGoals(file, 0, f"larger than {LARGEST // 1_000_000} MB", _SMALLER)
    try:
        said = answer_of("accord.methods.goal_files.apart", raw, {"file": file}, limits)
    except TooMuch as fault:
        raise BadGoals(file, 0, str(fault), _SMALLER) from fault
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


def _said(raw: bytes, file: str) -> dict[str, Any]:
    try:
        got = read_here(raw, file)
    except BadGoals as bad:
        return {"bad": [bad.line, bad.reason, bad.mend]}
    return {"entries": [asdict(e) for e in got.entries], "unsaid": got.unsaid}


if __name__ == "__main__":
    sys.exit(answer(_said))
