"""What a file is packed in, found by its first bytes: gzip, a zip of exports, a workbook, or nothing.

Every check that can be made from the directory of an archive is made before a byte is unpacked, and the
sizes that the directory claims are not believed afterwards: unpacking stops at the limits as well.
"""

from __future__ import annotations

import gzip
import hashlib
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
        raise BadFile(
            "this is an old .xls workbook or one with a password", "Save it as .xlsx or CSV, without a password"
        )
    if head[:2] == b"\x1f\x8b":
        yield _gunzip(path, folder, limits)
    elif head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _unzip(path, folder, limits)
    elif head.startswith(_ARCHIVES):
        raise BadFile("this kind of archive is not read", "Unpack it, or pack it as .zip or .gz")
    else:
        yield Member("", path, file_hash(path))


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
    if _head(path).startswith(_ARCHIVES):
        raise BadFile(f"{name} holds another archive", "Unpack the inner one and give it by itself")


def _unzip(path: Path, folder: Path, limits: Limits) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_directory(path, infos, limits)
            if any(info.filename == _OFFICE for info in infos):
                yield _workbook(path, archive, limits)
            else:
                yield from _members(archive, folder, limits)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, UnicodeDecodeError) as error:
        raise BadFile(f"the archive is cut off or damaged ({error})", "Fetch or export it again") from error


def _check_directory(path: Path, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.members:
        raise BadFile(f"{len(infos):,} files in one archive, {limits.members:,} allowed", "Split it")
    claimed = sum(info.file_size for info in infos)
    if claimed > _bound(path.stat().st_size, limits):
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


def _workbook(path: Path, archive: zipfile.ZipFile, limits: Limits) -> Member:
    names = archive.namelist()
    if any(name.endswith("vbaProject.bin") for name in names):
        raise BadFile("the workbook holds macros", "Save it as .xlsx (without macros) or as CSV")
    if "xl/workbook.xml" not in names:
        raise BadFile("this is an office document, but no .xlsx workbook", "Save the table as .xlsx or CSV")
    bound = _bound(path.stat().st_size, limits)
    for name in names:
        with archive.open(name) as source:
            bound -= _copy(source, None, bound, name)
    return Member("", path, file_hash(path))


def _members(archive: zipfile.ZipFile, folder: Path, limits: Limits) -> Iterator[Member]:
    wanted = [i for i in archive.infolist() if not i.is_dir() and not i.filename.endswith(_LEFT_OUT[1:])]
    wanted = [i for i in wanted if not i.filename.startswith(_LEFT_OUT[0])]
    if not wanted:
        raise BadFile("the archive holds no file", "Pack the export itself")
    bound = limits.expanded_bytes
    for number, info in enumerate(wanted):
        place = folder / str(number)
        place.mkdir()
        target = place / (PurePosixPath(info.filename.replace("\\", "/")).name or "unnamed")
        with archive.open(info) as source, target.open("wb") as sink:
            bound -= _copy(source, sink, bound, info.filename)
        _refuse_nested(target, info.filename)
        yield Member(info.filename, target, file_hash(target))
