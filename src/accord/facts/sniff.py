"""What recognition sees of a plain file: its kind by content, its letters, its delimiter, its first records."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from accord.facts.documents.formats import certain_format, prose_format
from accord.facts.limits import Limits
from accord.facts.reading import BadFile, Sample
from accord.facts.sniff_container import office_kind
from accord.facts.sniff_encoding import encoding_of

HEAD_BYTES = 1 << 16
FIRST_RECORDS = 20
_OF_DOCUMENT = 1 << 10
"""Bytes that are kept of the head of a document, of which there may be thousands at once."""
_DOCUMENT_BYTES = 20_000_000
_DELIMITERS = (",", ";", "\t", "|")
_BINARY = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
}


def sample_of(path: Path, limits: Limits) -> Sample:
    """Look at a plain (unpacked) file. Raises ``BadFile`` where it is not readable as any known kind."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for magic, what in _BINARY.items():
        if head.startswith(magic):
            raise BadFile(f"this is {what}, not a table", "Export the table itself, as CSV or .xlsx")
    if head.startswith(b"PAR1"):
        return Sample(path, "parquet", head, "binary")
    if head.startswith((b"\x89HDF\r\n\x1a\n", b"CDF\x01", b"CDF\x02", b"CDF\x05")):
        return Sample(path, "netcdf", head[:_OF_DOCUMENT], "binary")
    if head.startswith(b"%PDF-"):
        return Sample(path, "pdf", head[:_OF_DOCUMENT], "binary")
    if head.startswith(b"PK\x03\x04"):
        return _of_office(path, head, limits)
    return _of_text(path, head, encoding_of(path, limits), limits)


def _of_office(path: Path, head: bytes, limits: Limits) -> Sample:
    try:
        kind = office_kind(path)
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as error:
        raise BadFile(f"the file is cut off or damaged ({error})", "Save it again") from error
    return Sample(path, kind, head[:_OF_DOCUMENT], "binary") if kind != "xlsx" else _of_workbook(path, head, limits)


def _of_workbook(path: Path, head: bytes, limits: Limits) -> Sample:
    from accord.facts.tabular_xlsx import rows_of

    rows = tuple(tuple(row) for row in islice(rows_of(path, limits), FIRST_RECORDS))
    return Sample(path, "xlsx", head, "binary", "", rows)


def _of_text(path: Path, head: bytes, encoding: str, limits: Limits) -> Sample:
    text = _decoded(head, encoding)
    if written := certain_format(path.name, head, text):
        return Sample(path, written, head[:_OF_DOCUMENT], encoding)
    kind = _kind(text)
    if kind in ("json", "jsonl", "yaml"):
        try:
            return Sample(path, kind, head, encoding, "", (), text, _document(path, kind, encoding))
        except BadFile:
            # A note may begin with a bracket or with 'Note:', and is no broken export for that.
            written = prose_format(path.name, text, ())
            if not written:
                raise
            return Sample(path, written, head[:_OF_DOCUMENT], encoding)
    if kind == "ics":
        return Sample(path, kind, head, encoding, "", (), text)
    delimiter = delimiter_of(text)
    rows = tuple(tuple(row) for row in _first_records(text, delimiter, len(head) == HEAD_BYTES, limits))
    return Sample(path, "csv", head, encoding, delimiter, rows, text)


def _decoded(head: bytes, encoding: str) -> str:
    """The head as text; a character cut at its end is dropped."""
    return head.decode(encoding, errors="ignore")


def _kind(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    if start.upper().startswith("BEGIN:VCALENDAR"):
        return "ics"
    if start.startswith("{"):
        return "jsonl" if _is_lines_of_json(start) else "json"
    if start.startswith("["):
        return "json"
    if re.match(r"(#[^\n]*\n|\s)*(---\s|[A-Za-z_][\w./-]*:(\s|$)[^,;\t]*\n)", start):
        return "yaml"
    return "csv"


def _is_lines_of_json(text: str) -> bool:
    lines = [line for line in text.split("\n")[:3] if line.strip()]
    return len(lines) > 1 and all(line.rstrip().endswith("}") and line.startswith("{") for line in lines[:2])


def _document(path: Path, kind: str, encoding: str) -> Any:
    if kind == "jsonl" or path.stat().st_size > _DOCUMENT_BYTES:
        return None
    text = path.read_text(encoding=encoding)
    try:
        return json.loads(text) if kind == "json" else _yaml(text)
    except json.JSONDecodeError as error:
        raise BadFile(f"the JSON is broken: {error.msg}", "Export it again", row=error.lineno) from error
    except RecursionError as error:
        raise BadFile("the document is nested too deep", "Is this an export?", row=1) from error
    except ValueError as error:
        raise BadFile(f"the document cannot be read: {error}", "Export it again", row=1) from error


def _yaml(text: str) -> Any:
    """One document as itself, several (``---``) as a list."""
    import yaml

    try:
        documents = [d for d in yaml.load_all(text, Loader=_loader()) if d is not None]
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadFile(f"the YAML is broken: {error.problem}", "Check its indents and colons", row=row) from error
    except yaml.YAMLError as error:
        raise BadFile(f"the YAML is broken: {error}", "Check it in an editor", row=1) from error
    return documents[0] if len(documents) == 1 else documents


def _loader() -> Any:
    import yaml

    class NoAliases(yaml.SafeLoader):
        """Aliases of aliases are how a page of YAML grows to gigabytes; no export needs more than a few."""

        seen = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                self.seen += 1
                if self.seen > 50:
                    mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                    raise yaml.composer.ComposerError(None, None, "more than 50 aliases", mark)
            return super().compose_node(parent, index)

    return NoAliases


def delimiter_of(text: str) -> str:
    """The delimiter by clevercsv (van den Burg et al. 2019) on the first lines; Excel's ``sep=`` line wins.

    Returns '' for a single column.
    """
    named = re.match(r"\ufeff?\"?sep=(.)\"?\r?\n", text)
    if named:
        return named.group(1)
    lines = "".join(islice(_lines(text), 40))[:8192]
    if not any(d in lines for d in _DELIMITERS):
        return ""
    return _by_clevercsv(lines) or max(_DELIMITERS, key=lambda d: lines.count(d))


def _lines(text: str) -> Iterator[str]:
    yield from io.StringIO(text, newline="")


def _by_clevercsv(lines: str) -> str:
    import clevercsv

    try:
        dialect = clevercsv.Detector().detect(lines, delimiters=list(_DELIMITERS))
    except (clevercsv.Error, ValueError):
        return ""
    return "" if dialect is None else str(dialect.delimiter or "")


def _first_records(text: str, delimiter: str, cut: bool, limits: Limits) -> Iterator[list[str]]:
    csv.field_size_limit(limits.cell_chars)
    rows = csv.reader(_lines(text.removeprefix("\ufeff")), delimiter=delimiter or ",")
    whole = 0
    try:
        for row in islice(rows, FIRST_RECORDS):
            whole += 1
            yield row
    except csv.Error:
        if not cut:
            raise BadFile(
                f"a cell is longer than {limits.cell_chars:,} characters", "Is a quote open?", whole + 1
            ) from None
