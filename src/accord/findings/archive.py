"""Findings on disk: one folder a finding, one content-addressed file a revision."""

from __future__ import annotations

import json
import os
import types
from dataclasses import fields
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import rfc8785

from accord.findings.finding import Figure, Finding, Grid
from accord.findings.identity import finding_id, plain, revision_id


class NoFinding(LookupError):  # noqa: N818 - says what was not found
    """There is no finding, or more than one, of the name given."""


def save(folder: Path, finding: Finding) -> str:
    """Keep a revision and make it the latest; returns its id. What is on the disk already is not written again."""
    home = folder / finding_id(finding)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    revision = revision_id(finding)
    path, latest, content = home / f"{revision}.json", home / "latest", rfc8785.dumps(plain(finding))
    if not _holds(path, content):
        _write(path, content)
    elif not _holds(latest, revision.encode()):
        os.utime(path)  # revisions stand in the order of their writing, and this one is told again
    if not _holds(latest, revision.encode()):
        _write(latest, revision.encode())
    return revision


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def load(folder: Path, name: str) -> Finding:
    """The latest revision of the finding whose id begins with ``name``. Raises ``NoFinding``."""
    found = _kept(folder, name) if name.isalnum() else []
    if len(found) != 1:
        known = ", ".join(p.name for p in _kept(folder)[:8]) or "none yet; run accord brief first"
        many = f"{len(found)} findings begin with {name}" if found else f"there is no finding {name}"
        raise NoFinding(f"{many}. Findings: {known}")
    return _latest(found[0])


def every(folder: Path) -> list[Finding]:
    """The latest revision of every finding, in the order of their ids."""
    return [_latest(home) for home in _kept(folder)]


def _latest(home: Path) -> Finding:
    return read(home / f"{(home / 'latest').read_text(encoding='utf-8')}.json")


def _kept(folder: Path, name: str = "") -> list[Path]:
    return sorted(p for p in folder.glob(f"{name}*") if (p / "latest").is_file())


def read(path: Path) -> Finding:
    """One revision. Raises ``NoFinding`` when its content is not what its name says."""
    found = path.stat()
    return _read(path, (found.st_mtime_ns, found.st_size, found.st_ino))


@lru_cache(maxsize=256)
def _read(path: Path, stamp: tuple[int, int, int]) -> Finding:
    """A file that was touched since is read and checked again."""
    finding: Finding = from_plain(Finding, json.loads(path.read_text(encoding="utf-8")))
    if revision_id(finding) != path.stem:
        raise NoFinding(f"{path} was changed after it was written; run accord brief to make it again")
    return finding


def revisions(folder: Path, name: str) -> list[str]:
    """All revisions kept of one finding, oldest first by time of writing."""
    kept = sorted((folder / name).glob("*.json"), key=lambda p: (p.stat().st_mtime_ns, p.name))
    return [p.stem for p in kept]


def _write(path: Path, content: bytes) -> None:
    partial = path.with_suffix(".part")
    with partial.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(path)


def from_plain(wanted: Any, value: Any) -> Any:
    """Plain JSON (see ``identity.plain``) back to ``wanted``, a dataclass or another annotation."""
    if wanted is Figure:
        return _figure(value)
    if wanted is Grid and value is not None:
        return _grid(value)
    if hasattr(wanted, "__dataclass_fields__"):
        hints = _hints(wanted)
        kept = (f for f in fields(wanted) if f.name in value or not f.metadata.get("left_out"))
        return wanted(**{f.name: from_plain(hints[f.name], value[f.name]) for f in kept})
    return _value(wanted, value)


@cache
def _hints(wanted: Any) -> dict[str, Any]:
    """Looking types up takes longer than all the rest."""
    return get_type_hints(wanted)


def _value(wanted: Any, value: Any) -> Any:
    origin, inner = get_origin(wanted), get_args(wanted)
    if wanted in (datetime, date):
        return wanted.fromisoformat(value)
    if origin in (Union, types.UnionType):
        return None if value is None else _one_of(inner, value)
    if origin is tuple:
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(from_plain(k, v) for k, v in zip(kinds, value, strict=True))
    if origin is dict:
        return {k: from_plain(inner[1], v) for k, v in value.items()}
    return float(value) if wanted is float and origin is not Literal else value


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    """A value of a union: a dataclass or tuple where it fits, a time where it reads as one, else as it is."""
    if isinstance(value, dict):
        return from_plain(next(k for k in kinds if hasattr(k, "__dataclass_fields__")), value)
    if isinstance(value, list):
        return from_plain(next(k for k in kinds if get_origin(k) is tuple), value)
    if datetime in kinds and isinstance(value, str) and _is_time(value):
        return datetime.fromisoformat(value)
    return value


def _figure(value: dict[str, Any]) -> Figure:
    from accord.units.interval import Interval

    raw, unit = value["value"], value["unit"]
    if isinstance(raw, dict):
        told: Any = Interval(**raw)
    else:
        told = datetime.fromisoformat(raw) if unit in ("time", "day") else raw
    return Figure(value["name"], value["label"], told, unit)


def _grid(value: dict[str, Any]) -> Grid:
    columns = tuple((n, label, unit) for n, label, unit in value["columns"])
    units = [unit for _, _, unit in columns]
    rows = tuple(tuple(_cell(u, v) for u, v in zip(units, row, strict=True)) for row in value["rows"])
    return Grid(columns, rows)


def _cell(unit: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if unit in ("time", "day") and value is not None else value


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return len(text) >= 19 and "T" in text
