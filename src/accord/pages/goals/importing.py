"""Goals of other tools into the clause ``objectives``, as a draft that both sides sign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accord.clauses import safe_yaml
from accord.clauses.charter import Charter
from accord.clauses.contents import contents, joined
from accord.clauses.objectives import BUILT_IN, key_results
from accord.clauses.schema import ClauseError
from accord.methods.goal_files import Entry, taken_from


@dataclass(frozen=True, slots=True)
class GoalsIn:
    """The charter with a file's goals; ``taken`` entries, and what was left or lost its target: (what, why)."""

    charter: Charter
    taken: int
    aimed: int
    unsaid: tuple[tuple[str, str], ...]


def goals_in(
    standing: Charter, raw: bytes, *, file: str, by: date | None = None, marketing: str = "", it: str = ""
) -> GoalsIn:
    """A file's goals put to those that stand: a metric that has a key result keeps it.

    ``by`` is the deadline of targets that name none; without any, the metric is only watched. ``marketing`` and ``it``
    answer for them, by role; else whoever answers for goals, or by default. Raises ``BadGoals``.
    """
    got = taken_from(raw, file)
    owner = standing.owner("goals")
    owners = {"owner_marketing": marketing or owner.marketing, "owner_it": it or owner.it}
    unsaid, charter = list(got.unsaid), standing
    have = {r.name for r in key_results(standing.objectives)}
    taken = aimed = 0
    for entry in got.entries:
        if entry.metric in have:
            unsaid.append((entry.label, f"{entry.metric} has a key result already, which stays"))
            continue
        row = _row(entry, by, owners)
        try:
            charter = _with(charter, entry.objective, row)
        except ClauseError as fault:
            unsaid.append((entry.label, f"{fault.reason}. {fault.mend}"))
            continue
        have.add(entry.metric)
        taken += 1
        aimed += "target" in row
        if entry.target and "target" not in row:
            unsaid.append(
                (entry.label, f"its target ({entry.target}) has no deadline: name it in the clause, or with --by")
            )
    return GoalsIn(charter, taken, aimed, tuple(unsaid))


def brings_goals(text: str, source: str = "") -> bool:
    """Whether a text holds goals of another tool: OKRs in a table, dbt's metrics, or a list of indicators."""
    if source.casefold().endswith((".csv", ".tsv")):
        return "objective" in text[:2000].casefold() and "result" in text[:2000].casefold()
    try:
        roots = [value for _, value in safe_yaml.documents(text)]
    except safe_yaml.UnsafeYaml:
        return False
    rows = [r for r in roots if isinstance(r, list)]
    metrics = any(isinstance(r, dict) and {"metrics", "semantic_models"} & set(map(str, r)) for r in roots)
    return metrics or any(r and all(isinstance(one, dict) and "name" in one for one in r) for r in rows)


def _row(entry: Entry, by: date | None, owners: dict[str, str]) -> dict[str, Any]:
    deadline = entry.by or (by.isoformat() if by else "")
    row: dict[str, Any] = {"metric": entry.metric, "label": entry.label, "source": entry.source}
    if entry.metric in BUILT_IN and entry.source == "measured":
        row["label"] = entry.label
    row |= {"service": entry.service} if entry.service else {}
    row |= {"unit": entry.unit, "direction": entry.direction}
    if entry.target and deadline:
        row |= {"target": entry.target, "by": deadline}
    row |= {"start": entry.start} if entry.start else {}
    return {**row, **owners, **({"drivers": list(entry.drivers)} if entry.drivers else {})}


def _with(charter: Charter, objective: str, row: dict[str, Any]) -> Charter:
    """The charter with one more key result, checked as charter.yaml is. Raises ``ClauseError``."""
    said = contents(charter)
    rows = [dict(o, key_results=list(o["key_results"])) for o in said["objectives"]]
    there = next((o for o in rows if o["name"].casefold() == objective.casefold()), None)
    if there is None:
        there = {"name": objective, "key_results": []}
        rows.append(there)
    there["key_results"].append(row)
    one = joined({"organisation": said["organisation"], "objectives": rows})
    return replace(charter, objectives=one.objectives)
