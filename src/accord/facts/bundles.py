"""Many documents of one folder are read as one: a company's handbook is thousands of files, and one import.

The bundle is a plain zip of the files as they are, which is then read like an archive that somebody gave: the same
files make the same bytes, so that a folder that did not change is here already.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from accord.facts.documents.formats import is_document_name
from accord.facts.found import Found

FEWEST = 20
"""Fewer documents of one side are read each by itself, and can be undone each by itself."""
MOST = 500
LARGEST = 50_000_000
"""Files, and bytes, of one bundle."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def bundled(found: Sequence[Found], folder: Path) -> list[Found]:
    """The files as they are read: see ``planned``; bundles are written into ``folder``."""
    return [bundle(one.holds, folder / one.shown, one.side) if one.holds else one for one in planned(found)]


def planned(found: Sequence[Found]) -> list[Found]:
    """The files, with those that are documents by their names in bundles, which are not there yet.

    Whether they are documents is told by their content when the bundle is opened.
    """
    rest = [one for one in found if not _may_be(one)]
    for side in dict.fromkeys(one.side for one in found):
        theirs = [one for one in found if _may_be(one) and one.side == side]
        first = {one.within: one for one in reversed(theirs)}
        rest += [one for one in theirs if first[one.within] is not one or len(first) < FEWEST]
        if len(first) >= FEWEST:
            rest += _bundles(list(first.values()), side)
    return rest


def _bundles(found: Sequence[Found], side: str | None) -> Iterator[Found]:
    groups = _groups(found)
    for at, group in enumerate(groups, 1):
        name = f"{len(group)} documents" + (f" of {side}" if side else "")
        name += f", part {at} of {len(groups)}" if len(groups) > 1 else ""
        yield Found(Path(f"{name}.zip"), f"{name}.zip", side, f"{name}.zip", tuple(group))


def bundle(group: Sequence[Found], target: Path, side: str | None) -> Found:
    """One file that holds all of ``group``, at ``target``."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for one in group:
            archive.writestr(zipfile.ZipInfo(one.within, _LONG_AGO), one.path.read_bytes())
    return Found(target, target.name, side, target.name, tuple(group))


def _may_be(one: Found) -> bool:
    return is_document_name(one.within) and one.path.stat().st_size <= LARGEST


def _groups(found: Sequence[Found]) -> list[list[Found]]:
    """In order of path, cut where a group is full."""
    groups: list[list[Found]] = [[]]
    room = LARGEST
    for one in sorted(found, key=lambda one: one.within):
        size = one.path.stat().st_size
        if groups[-1] and (len(groups[-1]) == MOST or size > room):
            groups.append([])
            room = LARGEST
        groups[-1].append(one)
        room -= size
    return groups
