"""The typed form of a clause: from its content to what stands in the fields, and from what was typed to content.

The schema of charter.yaml decides what is valid; its faults find their way back to the field they are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from accord.charter.reading import record_names
from accord.clauses.contents import Content
from accord.clauses.fields import CLAUSES, WITHIN, Clause, Field, percent, share_of
from accord.clauses.schema import ClauseError

Typed = dict[str, str]
"""What stands in the form, by the names of its fields: 'services-0-slos-1-target'."""
MOST_ROWS = 200
_JOINED = (", ", "\n")
_PART = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")


@dataclass(frozen=True, slots=True)
class Control:
    """One field of the form; ``wrong`` says what to mend."""

    name: str
    field: Field
    value: str
    wrong: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A row of a clause with its fields, and the rows within it.

    ``gone`` is the field that takes it out, ``kind`` what a row within another is called.
    """

    title: str
    controls: tuple[Control, ...]
    groups: tuple[Group, ...] = ()
    gone: str = ""
    kind: str = ""


def filled(clause: str, content: Content) -> Typed:
    """What stands in the form for a content."""
    of = CLAUSES[clause]
    if clause == "record":
        return {f"record-{table}": str(reader) for table, reader in content.items()}
    if not of.name:
        return _typed(clause, of, content)
    typed: Typed = {}
    for i, row in enumerate(content):
        typed |= _typed(f"{clause}-{i}", of, row)
        for key, inner in _within(clause):
            for j, one in enumerate(row.get(key, ())):
                typed |= _typed(f"{clause}-{i}-{key}-{j}", inner, one)
    return typed


def _within(clause: str) -> tuple[tuple[str, Clause], ...]:
    """The rows within a clause's rows: one kind, or none."""
    return (WITHIN[clause],) if clause in WITHIN else ()


def _typed(prefix: str, of: Clause, values: Mapping[str, Any]) -> Typed:
    return {f"{prefix}-{f.key}": _text(f, values[f.key]) for f in of.fields if values.get(f.key) is not None}


def _text(field: Field, value: Any) -> str:
    if field.kind == "share":
        return percent(value)
    if field.kind == "hours":
        return "-".join(map(str, value))
    return _JOINED[field.kind == "lines"].join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed as content (not checked yet), and which field of the form each key of it came from."""

    content: Content
    names: Mapping[str, str]

    def field_of(self, fault: ClauseError) -> str:
        """The form's field that a fault is about; '' where it is about the whole."""
        key = fault.key
        while key and key not in self.names:
            key = key.rpartition(".")[0] if key.endswith("]") is False else key.rpartition("[")[0]
        return self.names.get(key, "")


def read(clause: str, typed: Mapping[str, str]) -> Read:
    """Rows that are blank or taken out are left out. Raises ``ValueError`` for more rows than a clause has."""
    of = CLAUSES[clause]
    names: dict[str, str] = {}
    if clause == "record":
        chosen = {t: typed.get(f"record-{t}", "").strip() for t in record_names()}
        names = {f"record.{t}": f"record-{t}" for t in chosen}
        return Read({t: reader for t, reader in chosen.items() if reader}, names)
    if not of.name:
        return Read(_values(clause, clause, of, typed, names), names)
    rows = [
        _row(i, f"{clause}[{n}]", f"{clause}-{i}", clause, of, typed, names)
        for n, i in enumerate(_there(clause, of, typed), start=1)
    ]
    return Read(rows, names)


def _row(
    i: int, key: str, prefix: str, clause: str, of: Clause, typed: Mapping[str, str], names: dict[str, str]
) -> dict[str, Any]:
    row = _values(key, prefix, of, typed, names)
    for within, inner in _within(clause):
        row[within] = [
            _values(f"{key}.{within}[{n}]", f"{prefix}-{within}-{j}", inner, typed, names)
            for n, j in enumerate(_there(f"{prefix}-{within}", inner, typed), start=1)
        ]
    return row


def _values(key: str, prefix: str, of: Clause, typed: Mapping[str, str], names: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in of.fields:
        names[f"{key}.{field.key}"] = f"{prefix}-{field.key}"
        value = _value(field, typed.get(f"{prefix}-{field.key}", "").strip())
        if value not in ("", None):
            values[field.key] = value
    names[key] = f"{prefix}-{of.name or of.fields[0].key}"
    return values


def _value(field: Field, text: str) -> Any:
    match field.kind:
        case "share":
            return share_of(text) if text else ""
        case "lines":
            return [line.strip() for line in text.splitlines() if line.strip()]
        case "words" | "days":
            return [word.strip() for word in text.split(",") if word.strip()]
        case "hours":
            return [part.strip() for part in re.split(r"[-–,]", text)] if text else ""
        case _:
            return text


def _there(prefix: str, of: Clause, typed: Mapping[str, str]) -> list[int]:
    """The numbers of the rows in which something is typed, and which are not taken out."""
    keys = [f.key for f in of.fields if f.kind != "choice"]
    rows = _indices(prefix, typed)
    kept = (i for i in rows if not typed.get(f"{prefix}-{i}-gone"))
    return [i for i in kept if any(typed.get(f"{prefix}-{i}-{key}", "").strip() for key in keys)]


def _indices(prefix: str, typed: Mapping[str, str]) -> list[int]:
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-")
    found = sorted({int(m.group(1)) for name in typed if (m := pattern.match(name))})
    if found and found[-1] >= MOST_ROWS:
        raise ValueError(f"there are more than {MOST_ROWS} rows; bring them in as YAML")
    return found


def controls(clause: str, typed: Mapping[str, str], wrong: Mapping[str, str], blank: int = 1) -> tuple[Group, ...]:
    """The form: one group for a clause that is a mapping, else one a row and ``blank`` empty ones."""
    of = CLAUSES[clause]
    if clause == "record":
        return (Group("", tuple(_record(typed, wrong))),)
    if not of.name:
        return (Group("", _controls(clause, of, typed, wrong)),)
    used = _indices(clause, typed)
    first = used[-1] + 1 if used else 0
    return tuple(
        _group(f"{clause}-{i}", clause, of, typed, wrong, new=i >= first) for i in [*used, *range(first, first + blank)]
    )


def _group(
    prefix: str, clause: str, of: Clause, typed: Mapping[str, str], wrong: Mapping[str, str], *, new: bool
) -> Group:
    title = typed.get(f"{prefix}-{of.name}", "").strip() or "One more"
    inner: tuple[Group, ...] = ()
    for key, one in _within(clause):
        rows = _indices(f"{prefix}-{key}", typed)
        more = rows[-1] + 1 if rows else 0
        inner += tuple(_inner(f"{prefix}-{key}-{j}", one, typed, wrong, new=j == more) for j in [*rows, more])
    return Group(title, _controls(prefix, of, typed, wrong, new=new), inner, "" if new else f"{prefix}-gone")


def _inner(prefix: str, of: Clause, typed: Mapping[str, str], wrong: Mapping[str, str], *, new: bool) -> Group:
    title = typed.get(f"{prefix}-{of.name}", "").strip() or f"One more {of.label.lower()}"
    return Group(title, _controls(prefix, of, typed, wrong, new=new), (), "" if new else f"{prefix}-gone", of.label)


def _controls(
    prefix: str, of: Clause, typed: Mapping[str, str], wrong: Mapping[str, str], *, new: bool = False
) -> tuple[Control, ...]:
    return tuple(
        # An empty row is left out as a whole, so that none of its fields must be filled.
        Control(name, f, typed.get(name, ""), wrong.get(name, ""), not (new or f.empty or f.kind == "choice"))
        for f in map(_with_options, of.fields)
        for name in [f"{prefix}-{f.key}"]
    )


def _with_options(field: Field) -> Field:
    return replace(field, options=countries()) if field.key == "country" else field


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """Countries whose public holidays are known: ISO 3166 code and name, by name (Unicode CLDR)."""
    from babel.core import Locale
    from holidays import list_supported_countries

    names = Locale("en").territories
    return tuple(sorted(((c, names.get(c, c)) for c in list_supported_countries(False)), key=lambda one: one[1]))


def _record(typed: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[Control]:
    """Facts that more than one export fills."""
    for table, names in sorted(record_names().items()):
        name = f"record-{table}"
        if len(names) > 1 or name in typed:
            options = tuple((n, n) for n in sorted(names))
            field = Field(table, table.replace("_", " ").capitalize(), "choice", "", "", "none in particular", options)
            yield Control(name, field, typed.get(name, ""), wrong.get(name, ""))
