"""The glossary as a table: one row a word, the columns by the keys of charter.yaml; nothing is lost by it.

Spellings and examples stand in one cell, a line each. A cell that a spreadsheet would take for a formula begins with
an apostrophe, which is taken off on the way back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from accord.clauses.fields import GLOSSARY
from accord.clauses.glossary import Term
from accord.clauses.schema import INSTEAD, TERM
from accord.clauses.yaml_io import term_data
from accord.language.exchange.shape import (
    BadWords,
    Exported,
    Imported,
    Place,
    all_lines,
    collected,
    contradictions,
    decoded,
    listed,
)
from accord.language.exchange.shape import one_line as line_of

COLUMNS = tuple(TERM)
_FORMULA = ("=", "+", "-", "@", "\t", "'")
_LISTS = ("variants", "examples")
_BY_LABEL = {**{f.label.casefold(): f.key for f in GLOSSARY.fields}, **{key: key for key in COLUMNS}}


def export(glossary: tuple[Term, ...], *, name: str = "glossary.csv") -> Exported:
    """One CSV file (RFC 4180) in UTF-8."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for term in glossary:
        said = term_data(term)
        table.writerow([_cell(said.get(key, "")) for key in COLUMNS])
    return Exported(((name, out.getvalue().encode()),))


def _cell(value: str | list[str]) -> str:
    text = "\n".join(value) if isinstance(value, list) else value
    return f"'{text}" if text.startswith(_FORMULA) else text


def read(raw: bytes, *, file: str) -> Imported:
    """The words of a table whose columns have the keys of charter.yaml or the labels of the form; ``term`` is needed.

    Raises ``BadWords`` with the line.
    """
    text = decoded(raw, file)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        head = [_BY_LABEL.get(cell.strip().casefold().replace(" ", "_"), _known(cell)) for cell in next(rows, [])]
        columns = _columns(head, file)
        terms = [_term(row, columns, Place(file, rows.line_num)) for row in _rows(rows, len(head), file)]
    except csv.Error as fault:
        raise BadWords(file, rows.line_num, f"not CSV: {fault}", "Save it as CSV in UTF-8.") from fault
    left = [name for i, name in enumerate(head) if i not in columns.values() and name]
    unsaid = (f"Left out, because the glossary has no such columns: {listed(left)}.",) if left else ()
    kept = collected(terms, file)
    return Imported(kept, (*unsaid, *contradictions(terms, kept)))


def _known(cell: str) -> str:
    return _BY_LABEL.get(cell.strip().casefold(), cell.strip())


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max((",", ";", "\t"), key=head.count)


def _columns(head: list[str], file: str) -> dict[str, int]:
    columns: dict[str, int] = {}
    for i, name in enumerate(head):
        if name in TERM:
            if name in columns:
                raise BadWords(file, 1, f"the column {name} stands there twice", "Leave one of them out.")
            columns[name] = i
    if "term" not in columns:
        raise BadWords(file, 1, "there is no column term", "Call the column with the word 'term'.")
    return columns


def _rows(rows: Iterator[list[str]], width: int, file: str) -> Iterator[list[str]]:
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != width:
            line = getattr(rows, "line_num", 0)
            raise BadWords(file, line, f"{len(row)} cells under {width} columns", "Mend the row.")
        yield row


def _term(row: list[str], columns: Mapping[str, int], at: Place) -> Term:
    cells = {key: _plain(row[i]) for key, i in columns.items()}
    values = {key: line_of(cell, at, key) for key, cell in cells.items() if key not in _LISTS}
    if values["term"] is None:
        raise at.fail("the word is missing", "Write it in the column term, or take the row out.")
    status = values.pop("status", None) or "agreed"
    if status not in ("agreed", "proposed", "retired"):
        raise at.fail(f"there is no state {status}", "Write agreed, proposed or retired.")
    instead = tuple((reader, text) for key, reader in INSTEAD.items() if (text := values.pop(key, None)))
    lists = {key: all_lines(cells.get(key, "").split("\n"), at, key) for key in _LISTS}
    return Term(**values, status=status, instead=instead, **lists)  # type: ignore[arg-type]


def _plain(cell: str) -> str:
    cell = cell.strip(" \r\n")
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
