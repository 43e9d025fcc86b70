"""All benches in turn, each in a process of its own, and one page of what they measured.

``python -m bench [--quick]`` writes docs/performance.md. Ratios are of one run on one machine; peers run beside us.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
OUT = ROOT / "bench" / "out"
PAGE = ROOT / "docs" / "performance.md"
BENCHES = {
    "outages": "Pricing outages",
    "clashes": "Finding overlaps",
    "readers": "Reading files",
    "engines": "Engines",
    "acronyms": "Acronyms",
    "attribution": "Attribution",
    "attribution_engines": "Attribution on two engines",
    "words": "Checking texts",
    "pages": "Pages of the site, one server beside another",
    "load": "The site under load",
}
INTRO = """# Performance, side by side with peers

Written by `make bench`. Every ratio comes from one run in which we and the peer worked on the same input in turn;
machines are noisy, so read ratios as ranges.
"""


def main() -> int:
    """Run what is asked, write the page; 1 where a goal was missed."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--quick", action="store_true", help="smaller counts")
    ask.add_argument("--only", choices=sorted(BENCHES), action="append", help="only these; others keep their results")
    ask.add_argument("--page-only", action="store_true", help="write the page from results that are there")
    asked = ask.parse_args()
    for name in [] if asked.page_only else asked.only or BENCHES:
        print(f"bench.{name} ...", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{name}", *(["--quick"] * asked.quick)], cwd=ROOT, check=True)
    told = {name: json.loads((OUT / f"{name}.json").read_text()) for name in BENCHES if (OUT / f"{name}.json").exists()}
    PAGE.write_text("\n".join(_page(told)) + "\n", encoding="utf-8")
    missed = [r["measure"] for bench in told.values() for r in bench["results"] if r.get("met") is False]
    print(f"wrote {PAGE.relative_to(ROOT)}; missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def _page(told: dict[str, Any]) -> Iterator[str]:
    yield INTRO
    yield f"Machine: {os.cpu_count()} processors, {_memory()} of memory, {_system()},"
    yield f"Python {platform.python_version()}. Run on {datetime.now(UTC):%Y-%m-%d}."
    for name, bench in told.items():
        yield f"\n## {BENCHES[name]}\n"
        versions = ", ".join(f"{k} {v}" for k, v in sorted(bench.get("versions", {}).items()))
        if versions:
            yield f"Versions: {versions}." + (" Reduced counts (`--quick`)." if bench.get("quick") else "") + "\n"
        if not any(r.get("peer") for r in bench["results"] if "absolute error" in r["measure"]) and name == "outages":
            yield "Run without peers (`--no-peers`); with them it takes about an hour on this machine.\n"
        yield "| measure | ours | peer | ratio | goal | met |"
        yield "|---|---|---|---|---|---|"
        yield from (_line(r) for r in bench["results"])
        yield from _causes(bench.get("causes", {}))


def _causes(causes: dict[str, int]) -> Iterator[str]:
    """Why two programs differ, the most frequent first."""
    if causes:
        yield "\n| why only one of them gives an alert | alerts |"
        yield "|---|---|"
        yield from (f"| {cause} | {count:,} |" for cause, count in sorted(causes.items(), key=lambda c: (-c[1], c[0])))


def _line(r: dict[str, Any]) -> str:
    met = {True: "yes", False: "**no**"}.get(r.get("met"), "-")  # type: ignore[arg-type]
    cells = [str(r["measure"]), *(_number(r.get(k)) for k in ("ours", "peer", "ratio", "goal")), met]
    return f"| {' | '.join(c.replace('|', '/') for c in cells)} |"


def _number(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def _system() -> str:
    told = platform.freedesktop_os_release() if Path("/etc/os-release").exists() else {}
    return told.get("PRETTY_NAME", platform.system())


if __name__ == "__main__":
    raise SystemExit(main())
