"""A selection of fact rows as SQL, so that a number opens to its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.findings.finding import Condition, Evidence

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Opening:
    """A SELECT text and its parameters; run it on any engine."""

    sql: str
    given: Mapping[str, object]


def opened(evidence: Evidence, columns: Sequence[str], order: Sequence[str]) -> Opening:
    """The rows themselves, ``columns`` of them, in ``order``."""
    conditions, given = _where(evidence)
    chosen = ", ".join(f"r.{c}" for c in columns)
    ordered = ", ".join(f"r.{c}" for c in order)
    return Opening(f"select {chosen} from {evidence.table} r{conditions} order by {ordered}", given)


def counted(evidence: Evidence) -> Opening:
    """How many rows there are, and the sum of the column that adds up where one is named."""
    conditions, given = _where(evidence)
    total = f", sum(r.{evidence.column}) as total" if evidence.column else ""
    return Opening(f"select count(*) as found{total} from {evidence.table} r{conditions}", given)


def _where(evidence: Evidence) -> tuple[str, dict[str, object]]:
    given: dict[str, object] = {}
    parts = [_part(c, f"e{i}", given) for i, c in enumerate(evidence.where)]
    return (f" where {' and '.join(parts)}" if parts else ""), given


def _part(condition: Condition, name: str, given: dict[str, object]) -> str:
    if condition.is_ != "in":
        given[name] = condition.value
        return f"r.{condition.column} {condition.is_} :{name}"
    values = condition.value if isinstance(condition.value, tuple) else (str(condition.value),)
    names = [f"{name}_{i}" for i in range(len(values))]
    given.update(zip(names, values, strict=True))
    return f"r.{condition.column} in ({', '.join(f':{n}' for n in names) or 'null'})"
