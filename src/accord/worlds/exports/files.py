"""Writing export files so that the same world gives the same bytes."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from accord.worlds.rhythm import Times, offset_minutes, to_local


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], *, quote_all: bool = False) -> None:
    """UTF-8, comma, newline; ``None`` becomes an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
        writer.writerow(header)
        writer.writerows(rows)


def write_json(path: Path, document: Any, indent: int | None = 1) -> None:
    """Keys in the order given; ``indent`` None puts all on one line."""
    path.write_text(json.dumps(document, indent=indent, ensure_ascii=False) + "\n", encoding="utf-8")


def write_gz(path: Path, lines: Iterable[str]) -> None:
    """Lines of UTF-8 text, compressed, without the time of writing in the header."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 3, raw, mtime=0) as file:
        file.write("".join(f"{line}\n" for line in lines).encode())


def money(minor: int) -> str:
    """``123456`` as ``1234.56``."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def iso(at: np.datetime64 | None) -> str | None:
    """``2026-05-01T08:00:00Z``; None stays None."""
    return None if at is None else f"{at.astype('datetime64[s]')}Z"


def local(at: np.datetime64, zone: str) -> str:
    """Wall-clock ``2026-05-01 10:00:00`` without offset."""
    return str(to_local(np.array([at]), zone)[0]).replace("T", " ")


def local_with_offset(at: Times, zone: str) -> list[str]:
    """Wall-clock ``2026-05-01 10:00:00 +0200`` of each instant."""
    text = np.datetime_as_string(to_local(at, zone), unit="s")
    signs = {m: f" {'-' if m < 0 else '+'}{abs(m) // 60:02d}{abs(m) % 60:02d}" for m in range(-840, 841, 15)}
    offsets = offset_minutes(at, zone)
    return [t.replace("T", " ") + signs[m] for t, m in zip(text.tolist(), offsets.tolist(), strict=True)]
