"""Which members of an archive are documents: they are read together, as one file of many documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from accord.facts.documents.formats import FORMATS, name_ending
from accord.facts.documents.notion import is_table
from accord.facts.limits import Limits
from accord.facts.parse_discovery import reader_named, readers
from accord.facts.readers.documents import MANY, File, format_of
from accord.facts.reading import BadFile, Reader, Sample
from accord.facts.sniff import sample_of
from accord.facts.sniff_container import Member, file_hash
from accord.facts.sniff_encoding import encoding_of

_LEFT_OUT = tuple(
    ".png .jpg .jpeg .gif .svg .webp .ico .bmp .mp4 .mov .mp3 .css .js .woff .woff2 .ttf .properties".split()
)
_MAY_BE = frozenset(".md .markdown .mdown .mdx .html .htm .xhtml .docx .pptx .pdf .eml .doc .txt .xml".split())
_SURE = FORMATS - {"txt"}


@dataclass(frozen=True, slots=True)
class SortedOut:
    """Documents, other exports, and how many members are neither."""

    documents: list[File]
    others: list[Member]
    beside: int

    def whole(self, path: Path) -> tuple[Member, Sample]:
        """All documents as one member: the archive itself."""
        whole = Member("", path, file_hash(path))
        return whole, Sample(path, MANY, whole.source_id.encode(), data=self)


def documents_reader() -> Reader:
    """The reader of documents."""
    return reader_named("documents")


def documents_among(members: Sequence[Member], limits: Limits) -> SortedOut | None:
    """The members sorted out; None where none is a document. A readme beside exports does not make it one.

    A member that cannot be read is told with the documents, and is no reason to lose those beside it.
    """
    if not any(name_ending(one.name) in _MAY_BE for one in members):
        return None
    documents, others, beside = list[File](), list[Member](), 0
    notion = any(is_table(one.name) for one in members)
    for one in members:
        if one.name.lower().endswith(_LEFT_OUT) or (notion and _is_view(one.name)):
            beside += 1
        elif (file := _as_document(one, limits)) is not None:
            documents.append(file)
        else:
            others.append(one)
    sure = any(file.format in _SURE for file in documents)
    is_one = sure or (not others and any(file.format for file in documents))
    return SortedOut(documents, others, beside) if is_one else None


def _is_view(name: str) -> bool:
    """Of a database of Notion, the rows of one view; another file has all."""
    return name.lower().endswith(".csv") and not is_table(name)


def _as_document(one: Member, limits: Limits) -> File | None:
    """The member as a document, with its fault where it cannot be read; None where it is something else."""
    try:
        if is_table(one.name):
            return File(one.name, one.path, "notion_csv", encoding_of(one.path, limits), limits)
        sample = sample_of(one.path, limits)
    except BadFile as fault:
        return File(one.name, one.path, "", "", limits, fault)
    kind = format_of(sample)
    if not kind or (sample.kind == "csv" and any(reader.recognise(sample) > 0.1 for reader in readers())):
        return None
    return File(one.name, one.path, kind, sample.encoding, limits)
