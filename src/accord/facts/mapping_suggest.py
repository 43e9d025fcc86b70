"""A file that no reader knows: which table it may be, and which of its columns fill it."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accord.facts.mapping_words import FACTORS, SECONDS, WORDS
from accord.facts.reading import BadFile

_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a file may be: ``mapping`` of a table's fields to columns, ``missing`` needed fields that nothing
    seems to fill, and the first values of every column, for a person to judge by."""

    member: str
    table: str
    mapping: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    samples: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, told: dict[str, Any]) -> Suggestion:
        pairs = tuple((a, b) for a, b in told["mapping"])
        samples = tuple((name, tuple(values)) for name, values in told["samples"])
        return cls(told["member"], told["table"], pairs, tuple(told["missing"]), samples)

    @property
    def as_option(self) -> str:
        """The mapping as it is written after ``--map``."""
        return ",".join(f"{field}={expression}" for field, expression in self.mapping)


class NotRecognised(BadFile):
    """No reader knows the file. ``suggestions`` are guesses, best first, to be confirmed by a person."""

    def __init__(self, suggestions: Sequence[Suggestion], file: str = "") -> None:
        self.suggestions = tuple(suggestions)
        super().__init__("no reader recognises this file", _mend(self.suggestions), row=1, file=file)


def _mend(suggestions: Sequence[Suggestion]) -> str:
    if not suggestions:
        return "Is it one of the exports that accord read --list names? Any other table is read with --as and --map"
    best = suggestions[0]
    more = f" (and say which columns are {', '.join(best.missing)})" if best.missing else ""
    return (
        f"If it is a table of {best.table}, read it with: --as {best.table} --map {shlex.quote(best.as_option)}{more}"
    )


def bare(name: str) -> str:
    """A column name as it is compared with known ones: small letters and digits only, without accents."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", letters)


def suggest(member: str, rows: Sequence[Sequence[str]]) -> list[Suggestion]:
    """Guesses for a table whose header is among its first rows; best first, at most three."""
    header = _header_at(rows)
    if header is None:
        return []
    names = [name.strip() for name in rows[header]]
    samples = tuple((n, _values(rows[header + 1 :], at)) for at, n in enumerate(names) if n)
    guesses = [_guess(member, table, names, samples) for table in WORDS]
    guesses.sort(key=lambda g: (len(g.missing) > 0, -len(g.mapping), len(g.missing)))
    return [g for g in guesses if len(g.mapping) >= 2][:3]


def _header_at(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row that is filled all through with words: a header has no numbers and no gaps between names."""
    for at, row in enumerate(rows):
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > 1 and all(cells) and not any(re.fullmatch(r"[\d.,/:\s-]+", c) for c in cells):
            return at
    return None


def _values(rows: Sequence[Sequence[str]], at: int) -> tuple[str, ...]:
    found = (row[at].strip()[:40] for row in rows if at < len(row))
    return tuple(dict.fromkeys(value for value in found if value))[:_SAMPLES]


def _guess(member: str, table: str, names: Sequence[str], samples: Any) -> Suggestion:
    by_bare = {bare(name): name for name in reversed(names) if name}
    mapping: list[tuple[str, str]] = []
    missing: list[str] = []
    taken: set[str] = set()
    for marked, known in WORDS[table].items():
        field = marked.rstrip("!")
        column = next((by_bare[k] for k in known.split() if k in by_bare and by_bare[k] not in taken), "")
        if column:
            taken.add(column)
            mapping.append((field, quoted(column)))
        elif marked.endswith("!"):
            missing.append(field)
    if "amount" in missing and (product := _product(by_bare)):
        missing.remove("amount")
        mapping.append(("amount", product))
    if "bin_seconds" in missing and (seconds := _seconds(mapping)):
        missing.remove("bin_seconds")
        mapping.append(("bin_seconds", f"'{seconds}'"))
    return Suggestion(member, table, tuple(mapping), tuple(missing), samples)


def _product(by_bare: dict[str, str]) -> str:
    quantity, price = (next((by_bare[k] for k in names if k in by_bare), "") for names in FACTORS)
    return f"{quoted(quantity)}*{quoted(price)}" if quantity and price else ""


def _seconds(mapping: Sequence[tuple[str, str]]) -> int:
    """The length of the bins, where the column's name says it; else 0."""
    return SECONDS.get(bare(dict(mapping).get("bin_start", "")), 0)


def quoted(column: str) -> str:
    """A column name as it stands in a mapping: in double quotes where it holds a sign of the mapping's own."""
    return f'"{column}"' if re.search(r"[,=*'\s]", column) else column
