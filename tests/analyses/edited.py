"""Small worlds with a row more or a column changed, and clauses with a part changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import yaml

from accord.analyses.discovery import load
from accord.clauses import yaml_io
from accord.clauses.charter import Charter
from accord.findings.evidence import counted
from accord.findings.finding import Finding
from accord.units.interval import Interval
from accord.worlds import small
from accord.worlds.small import Small
from tests.analyses.sitting import ask
from tests.support import engine_of


def changed(world: Small, table: str, **columns: Any) -> Small:
    """The world with columns of one table replaced or added."""
    return replace(world, tables={**world.tables, table: {**world.tables[table], **columns}})


def with_rows(world: Small, table: str, **columns: list[Any]) -> Small:
    """The world with rows added to one table; columns left out are empty in them."""
    old = world.tables.get(table, {})
    n, before = len(next(iter(columns.values()))), len(next(iter(old.values()), []))
    rows = {
        name: _joined(old.get(name), before, _filled(columns.get(name), old.get(name), n))
        for name in {**old, **columns}
    }
    return replace(world, tables={**world.tables, table: rows})


def _joined(old: Any, before: int, more: Any) -> Any:
    if not before:
        return more
    return np.concatenate([np.full(before, None, dtype=object) if old is None else old, more])


def _filled(values: list[Any] | None, old: Any, n: int) -> Any:
    if old is not None and old.dtype.kind == "M":
        return np.array(values if values is not None else ["NaT"] * n, dtype=old.dtype)
    if old is not None and old.dtype.kind in "ifb":
        return np.array(values if values is not None else [0] * n, dtype=old.dtype)
    made = np.array(values if values is not None else [None] * n)
    return made.astype(object) if made.dtype.kind == "U" else made


def only(world: Small, table: str, keep: Any) -> Small:
    """The world with the rows of one table that a mask or slice keeps."""
    return replace(world, tables={**world.tables, table: {c: v[keep] for c, v in world.tables[table].items()}})


def clauses(**parts: Any) -> Charter:
    """The clauses of small worlds with parts replaced: ``organisation`` is merged, others stand instead."""
    told = small.clauses()
    organisation = {**told["organisation"], **parts.pop("organisation", {})}
    return yaml_io.load(yaml.safe_dump({**told, **parts, "organisation": organisation}))


def found(name: str, world: Small, **given: Any) -> list[Finding]:
    return ask(load(name), world, **given)


def interval(finding: Finding, name: str) -> Interval:
    value = finding.figure(name).value
    assert isinstance(value, Interval)
    return value


def codes(finding: Finding) -> set[str]:
    return {flag.code for flag in finding.flags}


def opens_right(world: Small, findings: list[Finding]) -> bool:
    """Whether every evidence opens to as many rows as it says, and adds up to its figure."""
    engine = engine_of(world.tables)
    for finding in findings:
        for evidence in finding.evidence:
            opening = counted(evidence)
            rows = int(engine.query(opening.sql, opening.given)["found"][0])
            told = interval(finding, evidence.adds_up_to).mid if evidence.adds_up_to else rows
            if not rows == evidence.rows == told:
                return False
    engine.close()
    return True
