"""Queue the reading of a folder and an analysis: ``python -m bench.load.bringing WORKSPACE FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from bench.load.brought import begun


def main(root: Path, files: Path) -> dict[str, Any]:
    """What the watched folder and the nightly round would queue. A made-up company takes files this way only."""
    begun(root)
    from accord.record import clock
    from accord.record.work import queue
    from accord.record.writing import HOUSE

    now = clock.now()
    for kind, given in (("import_files", {"folder": str(files)}), ("analyse", {})):
        queue(kind, given, by=HOUSE, now=now)
    return {"queued": 2}


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
