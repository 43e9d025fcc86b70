"""Beginning the nightly round."""

from __future__ import annotations

from typing import Any

from accord.jobs.doing import Work


def run(work: Work) -> dict[str, Any]:
    """Queue what belongs to the round: all of it or nothing."""
    from accord.jobs.nightly import queue_round

    result: dict[str, Any] = {}
    with work.finishing(result):
        result["queued"] = queue_round(now=work.now())
    return result
