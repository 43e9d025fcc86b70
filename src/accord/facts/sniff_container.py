"""What a file is packed in, found by its first bytes: gzip, a zip of exports, a workbook, or nothing.

Every check that can be made from the directory of an archive is made before a byte is unpacked, and the
sizes that the directory claims are not believed afterwards: unpacking stops at the limits as well.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from accord.facts.limits import Limits
from accord.facts.reading import BadFile

_BLOCK = 1 << 20
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEFT_OUT = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_OFFICE = "[Content_Types].xml"
OFFICE_PARTS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
"""What tells the kinds of office files apart."""
_HEAD = 1 << 16
_MOST_PARTS = 20
_PART = re.compile(r"[ _-]part[ _-]?\d+\.zip$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """One plain file: ``name`` within its archive ('' where there is none), where its bytes lie, their hash."""

    name: str
    path: Path
    source_id: str


def unpack(path: Path, folder: Path, limits: Limits) -> Iterator[Member]:
    """The plain files within ``path``; unpacked ones are written under ``folder``.

    Raises ``BadFile`` for anything that is too big, nested, encrypted, damaged or no table at all.
    """
    _check_size(path, limits)
    head = _head(path)
    if head.startswith(_OLE):
        raise _old_office(path.name)
    if head[:2] == b"\x1f\x8b":
        yield _gunzip(path, folder, limits)
    elif head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _unzip(path, folder, limits)
    elif head.startswith(_ARCHIVES):
        raise BadFile("this kind of archive is not read", "Unpack it, or pack it as .zip or .gz")
    else:
        yield Member("", path, file_hash(path))


def _old_office(name: str) -> BadFile:
    if name.lower().endswith((".doc", ".docx", ".ppt", ".pptx")):
        told = "this is an old Word or PowerPoint file or one with a password"
        return BadFile(told, "Save it as .docx or .pptx, without a password")
    told = "this is an old .xls workbook or one with a password"
    return BadFile(told, "Save it as .xlsx or CSV, without a password")


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _check_size(path: Path, limits: Limits) -> None:
    if not path.is_file():
        raise BadFile("there is no such file", "Check the name")
    size = path.stat().st_size
    if size == 0:
        raise BadFile("the file is empty", "Export it again")
    if size > limits.upload_bytes:
        raise BadFile(f"{size:,} bytes are more than the {limits.upload_bytes:,} allowed", _BIGGER)


_BIGGER = "Export a shorter period, or raise the limit in accord.toml"


def _gunzip(path: Path, folder: Path, limits: Limits) -> Member:
    target = folder / (path.stem or "unpacked")
    bound = _bound(path.stat().st_size, limits)
    try:
        with gzip.open(path) as source, target.open("wb") as sink:
            _copy(source, sink, bound, path.name)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadFile(f"the gzip file is cut off or damaged ({error})", "Fetch or export it again") from error
    _refuse_nested(target, path.name)
    return Member("", target, file_hash(path))


def _bound(packed: int, limits: Limits) -> int:
    """The most that ``packed`` bytes may unpack to."""
    return min(limits.expanded_bytes, max(packed * limits.ratio, limits.ratio_from_bytes))


def _copy(source: IO[bytes] | gzip.GzipFile, sink: IO[bytes] | None, bound: int, name: str) -> int:
    done = 0
    while block := source.read(_BLOCK):
        done += len(block)
        if done > bound:
            raise BadFile(
                f"{name} unpacks to more than {bound:,} bytes", "This looks like a zip bomb; " + _BIGGER.lower()
            )
        if sink is not None:
            sink.write(block)
    return done


def _refuse_nested(path: Path, name: str) -> None:
    """An archive within an archive is not opened; a Word file in one is a document."""
    if name.lower().endswith((".docx", ".pptx")):
        return
    if _head(path).startswith(_ARCHIVES):
        raise BadFile(f"{name} holds another archive", "Unpack the inner one and give it by itself")


def _unzip(path: Path, folder: Path, limits: Limits) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_directory(path.stat().st_size, infos, limits)
            if any(info.filename == _OFFICE for info in infos):
                check_package(archive, path.stat().st_size, limits)
                yield Member("", path, file_hash(path))
            else:
                yield from _members(archive, folder, limits)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, UnicodeDecodeError) as error:
        raise BadFile(f"the archive is cut off or damaged ({error})", "Fetch or export it again") from error


def _check_directory(packed: int, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.members:
        raise BadFile(f"{len(infos):,} files in one archive, {limits.members:,} allowed", "Split it")
    claimed = sum(info.file_size for info in infos)
    if claimed > _bound(packed, limits):
        raise BadFile(f"the archive unpacks to {claimed:,} bytes", "This looks like a zip bomb; " + _BIGGER.lower())
    for info in infos:
        _check_member(info)
    _check_overlap(infos)


def _check_member(info: zipfile.ZipInfo) -> None:
    name = info.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name.startswith(("/", "\\")) or (parts and parts[0].endswith(":")):
        raise BadFile(f"member {name!r} points outside of the archive", "Do not trust this file")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise BadFile(f"member {name!r} is a link", "Pack the file itself")
    if info.flag_bits & 0x1:
        raise BadFile(f"member {name!r} has a password", "Pack it without a password")


def _check_overlap(infos: list[zipfile.ZipInfo]) -> None:
    """Members that share bytes are how 46 MB become 4.5 PB (Fifield, A better zip bomb, WOOT 2019)."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise BadFile(f"member {info.filename!r} overlaps another", "Do not trust this file")
        end = info.header_offset + 30 + len(info.filename.encode()) + info.compress_size


def check_package(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    """Look at an office file, of ``packed`` bytes, before a library opens it. Raises ``BadFile``.

    Its parts are unpacked once and counted, since what its directory says of their sizes need not be so. No office
    program writes a document type: it is how a page of XML grows to gigabytes.
    """
    infos = archive.infolist()
    _check_directory(packed, infos, limits)
    names = {info.filename for info in infos}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise BadFile("the file holds macros", "Save it as .xlsx, .docx or .pptx (without macros), or as CSV")
    if not names & OFFICE_PARTS.keys():
        raise BadFile(
            "this is an office document, but no .xlsx, .docx or .pptx", "Save it as one of these, a table also as CSV"
        )
    bound = _bound(packed, limits)
    for info in infos:
        with archive.open(info) as source:
            bound -= _copy(source, None, bound, info.filename)
        if info.filename.endswith((".xml", ".rels")):
            with archive.open(info) as source:
                _refuse_document_type(source.read(_HEAD), info.filename)


def _refuse_document_type(head: bytes, name: str) -> None:
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise BadFile(f"{name} defines entities of its own", "Do not trust this file")


def office_kind(path: Path) -> str:
    """``xlsx``, ``docx`` or ``pptx``; '' for any other zip. Raises ``zipfile.BadZipFile``."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    return next((kind for part, kind in OFFICE_PARTS.items() if part in names), "")


def _members(archive: zipfile.ZipFile, folder: Path, limits: Limits) -> Iterator[Member]:
    wanted = [i for i in archive.infolist() if not i.is_dir() and not i.filename.endswith(_LEFT_OUT[1:])]
    wanted = [i for i in wanted if not i.filename.startswith(_LEFT_OUT[0])]
    if not wanted:
        raise BadFile("the archive holds no file", "Pack the export itself")
    bound = limits.expanded_bytes
    is_in_parts = len(wanted) <= _MOST_PARTS and all(_PART.search(info.filename) for info in wanted)
    for number, info in enumerate(wanted):
        place = folder / str(number)
        place.mkdir()
        target = place / (PurePosixPath(info.filename.replace("\\", "/")).name or "unnamed")
        with archive.open(info) as source, target.open("wb") as sink:
            bound -= _copy(source, sink, bound, info.filename)
        if is_in_parts:
            yield from _part(target, place, limits)
            continue
        _refuse_nested(target, info.filename)
        yield Member(info.filename, target, file_hash(target))


def _part(target: Path, place: Path, limits: Limits) -> Iterator[Member]:
    """The files of one part of an export that a tool split into zips within a zip, as Notion does."""
    with zipfile.ZipFile(target) as archive:
        infos = archive.infolist()
        _check_directory(target.stat().st_size, infos, limits)
        if any(_PART.search(info.filename) for info in infos):
            raise BadFile(f"{target.name} holds parts again", "Unpack the inner ones and give them by themselves")
        yield from _members(archive, place, limits)
