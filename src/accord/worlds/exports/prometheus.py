"""Prometheus' ``query_range`` answers: good and all requests of the last five minutes, a month a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from accord.worlds.availability import MEASURED, SECONDS, Measured
from accord.worlds.exports.files import write_json
from accord.worlds.rhythm import Ints, Times


def write(path: Path, parts: Sequence[Measured]) -> None:
    """Counters' increase over each period, stamped with the period's end, as Prometheus evaluates it."""
    found = [series for service in MEASURED for series in _series(service, [p for p in parts if p.service == service])]
    write_json(path, {"status": "success", "data": {"resultType": "matrix", "result": found}}, indent=None)


def _series(service: str, parts: Sequence[Measured]) -> list[dict[str, Any]]:
    at = np.concatenate([p.at for p in parts])
    good, total = (np.concatenate([getattr(p, what) for p in parts]) for what in ("good", "total"))
    return [_one(service, "good", at, good), _one(service, "total", at, total)]


def _one(service: str, kind: str, at: Times, values: Ints) -> dict[str, Any]:
    metric = {"__name__": f"slo:requests_{kind}:increase5m", "service": service, "made_up": "true"}
    stamps = (at.astype("datetime64[s]").astype(np.int64) + SECONDS).tolist()
    return {"metric": metric, "values": [[t, str(v)] for t, v in zip(stamps, values.tolist(), strict=True)]}
