"""Write the file, the test and the page of a new analysis: ``python -m tools.new_analysis NAME``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

CODE = '''"""TITLE.

Question
    What does one want to know, in one sentence?

Method
    How the answer is reached, in plain words.

Assumes
    What must hold.

Do not trust it when
    What makes it wrong.

Source
    The paper or standard it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from accord.analyses.base import Analysis, Effect, Given, Needs, Rows, setting
from accord.findings.finding import Finding


@dataclass(frozen=True)
class Settings:
    """What a person may change, with unit and bounds."""

    least_orders: int = setting(100, "fewer orders than this are too few to tell", "orders", 1)

    def __post_init__(self) -> None:
        if self.least_orders < 1:
            raise ValueError(f"least_orders is {self.least_orders}; give 1 or more")


@dataclass(frozen=True, slots=True)
class OrdersOfDay:
    """What the SQL promises."""

    day: datetime
    orders: int


class CLASS(Analysis[Settings]):
    """TITLE."""

    name = "NAME"
    title = "TITLE"
    question = "What does one want to know?"
    version = 1
    needs = Needs(tables=("orders",), clauses=("organisation",))
    rows = {"orders": OrdersOfDay}
    queries = {
        "orders": """
            select date_trunc('day', ordered_at) as day, count(*) as orders
            from orders
            where ordered_at >= :history_start and ordered_at < :end
            group by date_trunc('day', ordered_at)
        """
    }
    effect = Effect("orders", "up", "orders a day")
    settings = Settings

    def estimate(self, rows: Rows, given: Given[Settings], rng: np.random.Generator) -> list[Finding]:
        """Findings for the period; none where there are too few rows to tell."""
        return []

    def chart(self, finding: Finding) -> dict[str, Any] | None:
        return None


ANALYSIS = CLASS()
'''

TEST = '''"""TITLE: what it must get right beside the common examination."""

from __future__ import annotations

from accord.analyses.discovery import load


def test_it_is_found_by_its_name() -> None:
    assert load("NAME").title == "TITLE"
'''

PAGE = """# TITLE

**Question.** What does one want to know?

**Needs.** Which exports, and where to get them.

**How it is worked out.** In plain words.

**Do not trust it when.** What makes it wrong.

**Settings.**

| setting | meaning | unit | default | bounds |
|---|---|---|---|---|
| `least_orders` | fewer orders than this are too few to tell | orders | 100 | from 1 |

**Flags.**

| flag | says |
|---|---|
"""


def main(arguments: list[str]) -> int:
    """Refuses a name that is taken or no Python name; changes nothing then."""
    if len(arguments) != 1 or not re.fullmatch(r"[a-z][a-z_]*", arguments[0]):
        sys.stderr.write("give one name in lower case, e.g. make new-analysis margin_mix\n")
        return 2
    name = arguments[0]
    parts = {
        ROOT / f"src/accord/analyses/{name}.py": CODE,
        ROOT / f"tests/analyses/test_{name}.py": TEST,
        ROOT / f"docs/analyses/{name}.md": PAGE,
    }
    taken = [p for p in parts if p.exists()]
    if taken:
        sys.stderr.write(f"{taken[0].relative_to(ROOT)} is there already\n")
        return 1
    for path, text in parts.items():
        path.write_text(_fill(text, name), encoding="utf-8")
        sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    sys.stdout.write("next: its worlds in tests/analyses/worlds.py, then make test\n")
    return 0


def _fill(text: str, name: str) -> str:
    words = name.replace("_", " ")
    camel = "".join(w.capitalize() for w in name.split("_"))
    return text.replace("TITLE", words.capitalize()).replace("CLASS", camel).replace("NAME", name)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
