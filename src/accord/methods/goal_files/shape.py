"""What a file of goals holds: entries that the clause can take, and what it cannot, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST = 4_000_000
MOST_ENTRIES = 2_000


class BadGoals(ValueError):  # noqa: N818 - says what the file is
    """A file that cannot be read: its name, the line (0 unknown), the reason and the mend."""

    def __init__(self, file: str, line: int, reason: str, mend: str) -> None:
        at = f", line {line}" if line else ""
        super().__init__(f"{file}{at}: {reason}. {mend}")
        self.file, self.line, self.reason, self.mend = file, line, reason, mend


@dataclass(frozen=True, slots=True)
class Entry:
    """A key result as charter.yaml writes it: ``target`` is '99.95 %', '30' or '1250000.00'; '' and empty where the
    file says nothing. ``told`` is the target in the file's own words."""

    objective: str
    metric: str
    label: str
    unit: str = ""
    direction: str = ""
    target: str = ""
    by: str = ""
    start: str = ""
    source: str = "measured"
    service: str = ""
    owner: str = ""
    drivers: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """``unsaid`` are (what, why): what the file holds and no entry could be made of, or an entry's target was not."""

    entries: tuple[Entry, ...]
    unsaid: tuple[tuple[str, str], ...]
