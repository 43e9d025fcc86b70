"""Metrics kept as YAML: dbt semantic models, OpenSLO, and GitLab's performance indicators. Nothing of them is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml

from accord.clauses import safe_yaml
from accord.clauses.objectives import AVAILABILITY, slug
from accord.facts.readers.openslo import services_of
from accord.methods.goal_files.prose import target_of
from accord.methods.goal_files.shape import MOST_ENTRIES, BadGoals, Entry, Taken

_COUNTED = ("count", "count_distinct", "sum_boolean")
_FORMULA = re.compile(r"[a-z_][a-z0-9_]*(\s*[*+]\s*[a-z_][a-z0-9_]*)+")
_UNITS = ("share", "days", "hours", "money", "count")


def read(text: str, file: str) -> Taken:
    """The entries of a file of one of the three kinds. Raises ``BadGoals``."""
    documents = _documents(text, file)
    if any(isinstance(d, dict) and str(d.get("apiVersion", "")).startswith("openslo/") for d in documents):
        return _gathered(_openslo(documents), file)
    if any(isinstance(d, dict) and ("metrics" in d or "semantic_models" in d) for d in documents):
        return _gathered(_dbt(documents), file)
    if any(isinstance(d, list) and d and all(isinstance(r, dict) and "name" in r for r in d) for d in documents):
        return _gathered(_indicators(documents), file)
    mend = "Give a dbt semantic model, an OpenSLO file, a list of performance indicators, or OKRs as CSV."
    raise BadGoals(file, 0, "no goals are known in it", mend)


def _documents(text: str, file: str) -> list[Any]:
    try:
        safe_yaml.check(text)
        return [d for d in yaml.load_all(text, Loader=safe_yaml.Loader) if d is not None]
    except safe_yaml.UnsafeYaml as fault:
        raise BadGoals(
            file, fault.line, fault.reason, "Check the indentation and the quotes near that line."
        ) from fault
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise BadGoals(
            file, 0, "it is not YAML of plain values", "Keep it to texts, numbers, lists and keys."
        ) from fault


Found = Entry | tuple[str, str]


def _gathered(found: Iterator[Found], file: str) -> Taken:
    entries: list[Entry] = []
    unsaid: list[tuple[str, str]] = []
    seen: set[str] = set()
    for one in found:
        if isinstance(one, tuple):
            unsaid.append(one)
        elif one.metric in seen:
            unsaid.append((one.label, f"{one.metric} stands there twice; the first is taken"))
        else:
            seen.add(one.metric)
            entries.append(one)
        if len(entries) > MOST_ENTRIES:
            raise BadGoals(file, 0, f"more than {MOST_ENTRIES} metrics", "Take them in in parts.")
    return Taken(tuple(entries), tuple(unsaid))


def _text(value: Any) -> str:
    return " ".join(value.split())[:120] if isinstance(value, str) else ""


def _indicators(documents: list[Any]) -> Iterator[Found]:
    """GitLab's handbook: name, target in prose, org."""
    for row in (r for d in documents if isinstance(d, list) for r in d if isinstance(r, dict)):
        label = _text(row.get("name"))
        told = row.get("target")
        if not slug(label):
            yield label or "an indicator without a name", "its name has no letter or digit"
            continue
        said = target_of(told if isinstance(told, str | int | float) else None)
        if isinstance(said, str):
            yield label, f"{said}{f': {_text(str(told))}' if told is not None else ''}"
            continue
        objective = _text(row.get("org")) or "Performance indicators"
        yield Entry(objective, slug(label), label, said.unit, said.direction, said.value, told=_text(str(told)))


def _dbt(documents: list[Any]) -> Iterator[Found]:
    """dbt's metrics (simple, ratio, derived, cumulative), with the unit and direction that their meta says."""
    metrics = [m for d in documents if isinstance(d, dict) for m in _rows(d.get("metrics"))]
    measures = _measures(documents)
    units = {str(m.get("name")): _dbt_unit(m, measures, {}) for m in metrics}
    for metric in metrics:
        label = _text(metric.get("label")) or _text(metric.get("name"))
        meta = _meta(metric)
        name = slug(str(metric.get("name", "")))
        unit = str(meta.get("unit") or _dbt_unit(metric, measures, units))
        direction = str(meta.get("direction", ""))
        if not name:
            yield label or "a metric without a name", "its name has no letter or digit"
        elif unit not in _UNITS:
            yield label, "it does not say its unit: write config.meta.unit (share, days, hours, money or count)"
        elif direction not in ("up", "down"):
            yield label, "it does not say which way is better: write config.meta.direction (up or down)"
        else:
            yield Entry("Metrics of dbt", name, label, unit, direction, drivers=_drivers(name, metric))


def _rows(value: Any) -> list[dict[str, Any]]:
    return [r for r in value if isinstance(r, dict)] if isinstance(value, list) else []


def _meta(metric: dict[str, Any]) -> dict[str, Any]:
    config = metric.get("config")
    inner = config.get("meta") if isinstance(config, dict) else None
    outer = metric.get("meta")
    return {**(outer if isinstance(outer, dict) else {}), **(inner if isinstance(inner, dict) else {})}


def _measures(documents: list[Any]) -> dict[str, str]:
    """How each measure is aggregated."""
    models = [m for d in documents if isinstance(d, dict) for m in _rows(d.get("semantic_models"))]
    return {str(x.get("name")): str(x.get("agg")) for m in models for x in _rows(m.get("measures"))}


def _parameters(metric: dict[str, Any]) -> dict[str, Any]:
    found = metric.get("type_params")
    return found if isinstance(found, dict) else metric


def _named(value: Any) -> str:
    return str(value.get("name", "")) if isinstance(value, dict) else str(value or "")


def _dbt_unit(metric: dict[str, Any], measures: dict[str, str], units: dict[str, str]) -> str:
    """A count where rows are counted, a share where counts are divided; '' for all else."""
    told, kind = _parameters(metric), str(metric.get("type"))
    if kind in ("simple", "cumulative"):
        aggregated = str(metric.get("agg") or measures.get(_named(told.get("measure")), ""))
        return "count" if aggregated in _COUNTED else ""
    parts = [_named(told.get(k)) for k in ("numerator", "denominator")]
    counted = all(units.get(p) == "count" or measures.get(p) in _COUNTED for p in parts)
    return "share" if kind == "ratio" and counted else ""


def _drivers(name: str, metric: dict[str, Any]) -> tuple[str, ...]:
    """A derived metric's formula, where it is one product or one sum."""
    formula = str(_parameters(metric).get("expr", ""))
    if metric.get("type") != "derived" or not _FORMULA.fullmatch(formula) or ("*" in formula and "+" in formula):
        return ()
    parts = re.findall(r"[a-z_][a-z0-9_]*", formula)
    return (f"{name} = {formula}",) if len(set(parts)) == len(parts) and name not in parts else ()


def _openslo(documents: list[Any]) -> Iterator[Found]:
    """Each objective of a service as the service's availability; read as the charter's services are."""
    services, unfit = services_of(documents)
    yield from unfit
    for service in services:
        label = f"Availability of {service['name']}"
        for slo in service["slos"]:
            yield Entry(
                "Service levels",
                slug(f"{AVAILABILITY}_{service['name']}"),
                label,
                "share",
                "up",
                f"{Decimal(str(slo['target'])) * 100:f} %",
                source=AVAILABILITY,
                service=service["name"],
                told=slo["name"],
            )
