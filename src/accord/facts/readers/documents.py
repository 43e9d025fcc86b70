"""Documents that people wrote, of any format: by themselves, or as a whole folder, archive or export."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from accord.facts.documents.formats import FORMATS, SECONDS, prose_format, within, written
from accord.facts.documents.notion import id_in, name_without_id
from accord.facts.documents.written import Failed, Source, Written
from accord.facts.limits import DEFAULT, Limits
from accord.facts.readers.gathering import Gathered
from accord.facts.reading import Ask, BadFile, Batch, Given, Note, Piece, Reader, Reject, Sample
from accord.facts.tabular_meter import meter

MANY = "documents"
"""The kind of a sample that stands for all documents of an archive; its ``data`` has ``documents`` (a list of ``File``)
and ``beside``, how many members are none."""
_AT_ONCE = 4_000_000
"""Characters that are gathered before they are written."""


@dataclass(frozen=True, slots=True)
class File:
    """One document to read: its path within its side's folder, where its bytes lie, what it is."""

    name: str
    path: Path
    format: str
    encoding: str
    limits: Limits = DEFAULT
    fault: BadFile | None = None

    def source(self) -> Source:
        """Raises ``BadFile`` where it is known already that it cannot be read."""
        if self.fault:
            raise self.fault
        return Source(self.name, self.path.read_bytes(), self.format, self.encoding, self.limits)


def format_of(sample: Sample) -> str:
    """The format of a sample that is a document, else ''."""
    if sample.kind in FORMATS:
        return sample.kind
    return prose_format(sample.path.name, sample.text, sample.rows) if sample.kind == "csv" else ""


class Documents:
    """Reads whatever ``accord.facts.documents`` has a module for."""

    name = "documents"
    title = "Documents"
    version = 2
    side: str | None = None
    tables: tuple[str, ...] = ("documents", "document_parts")
    how_to_get = (
        "A folder of Markdown, HTML, Word, PowerPoint, PDF, text and mail files; Confluence: Space settings, Export "
        "space; Notion: Settings, Export content (Markdown and CSV)"
    )

    def recognise(self, sample: Sample) -> float:
        """Certain where the content says so; a text that is nothing else only as the last of all readers."""
        if sample.kind in FORMATS or sample.kind == MANY:
            return 1.0
        return 0.02 if format_of(sample) else 0.0

    def fingerprint(self, sample: Sample) -> str:
        """Each file's own: whose document one is says nothing of the next."""
        return f"documents-{hashlib.sha256(sample.head).hexdigest()[:16]}"

    def read(self, path: Path, sample: Sample, given: Given) -> Iterator[Piece]:
        """Yield documents and their parts. Raises ``Ask`` for the side, and ``BadFile`` for a single bad document."""
        alone = sample.kind != MANY
        name = given.path or path.name
        files = [File(name, path, format_of(sample), sample.encoding)] if alone else sample.data.documents
        if given.side is None:
            if alone:
                _try(files[0])
            question = "Which side wrote this?" if alone else "Which side wrote these documents?"
            raise Ask("side", question, ("marketing", "it"), "--side")
        gc.enable()  # documents are trees with cycles, which the child elsewhere does not have
        yield from _Reading(given.side, files, alone=alone).pieces()
        if not alone and sample.data.beside:
            yield Note(f"{_n(sample.data.beside, 'picture')}, styles and the like left out")


def _try(file: File) -> None:
    """Nobody is asked about a document that cannot be read. Raises ``BadFile``."""
    with within(SECONDS):
        for _ in written(file.source()):
            pass


class _Reading:
    """One pass over the documents of a file."""

    def __init__(self, side: str, files: Sequence[File], *, alone: bool) -> None:
        self.side, self.files, self.alone = side, files, alone
        self.documents, self.parts = Gathered("documents"), Gathered("document_parts")
        self.count = self.part_count = self.words = self.waiting = 0

    def pieces(self) -> Iterator[Piece]:
        for number, file in enumerate(self.files, 1):
            meter().at(number, len(self.files))
            yield from self._one(number, file)
            if self.waiting > _AT_ONCE:
                yield from self._rest()
        yield from self._rest()
        yield Note(f"{_n(self.count, 'document')}, {_n(self.part_count, 'part')}, {_n(self.words, 'word')}")

    def _one(self, number: int, file: File) -> Iterator[Reject]:
        try:
            with within(SECONDS):
                for made in written(file.source()):
                    yield from self._take(number, file, made)
        except BadFile as fault:
            if self.alone:
                raise
            yield _reject(number, file.name, fault)
        except (MemoryError, RecursionError) as error:
            what = "asks for too much memory" if isinstance(error, MemoryError) else "is nested too deep"
            told = BadFile(f"the document {what}", "Save it again, or split it")
            if self.alone:
                raise told from error
            yield _reject(number, file.name, told)

    def _take(self, number: int, file: File, made: Written | Failed) -> Iterator[Reject]:
        path = f"{file.name}/{made.name}" if made.name else file.name
        if isinstance(made, Failed):
            yield _reject(number, path, made.fault)
        elif made.parts:
            self._add(number, path, file, made)
        elif self.alone and not made.name:
            raise BadFile("there is no text in it", "Is this the document that you meant?")
        else:
            yield _reject(number, path, BadFile("there is no text in it", "It can be left out"))

    def _add(self, number: int, path: str, file: File, made: Written) -> None:
        name = document_id(self.side, path)
        folder = str(PurePosixPath(path).parent)
        self.documents.add(
            number,
            document_id=name,
            side=self.side,
            title=made.title or name_without_id(path),
            path=path,
            text=made.text,
            folder=None if folder == "." else folder,
            format=made.format,
            words=made.words,
        )
        for at, (kind, start, end, line) in enumerate(made.parts, 1):
            place = {"starts": start, "ends": end, "line": line}
            self.parts.add(number, document_id=name, part=at, kind=kind, **place)
        self.count += 1
        self.part_count += len(made.parts)
        self.words += made.words
        self.waiting += len(made.text)

    def _rest(self) -> Iterator[Batch]:
        yield from self.documents.rest()
        yield from self.parts.rest()
        self.waiting = 0


def document_id(side: str, path: str) -> str:
    """16 hexadecimal digits of side and path, so that a changed document replaces itself; of a page of Notion, of its
    own id, which stays when the page is renamed."""
    known = id_in(path)
    return hashlib.sha256(f"{side}\n{known or path}".encode()).hexdigest()[:16]


def _reject(number: int, name: str, fault: BadFile) -> Reject:
    place = f"line {fault.row}: " if fault.row else ""
    return Reject(number, "file", name, f"{place}{fault.reason}. {fault.mend}")


def _n(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


READER: Reader = Documents()
