"""Which files a call means, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SIDES = ("marketing", "it")
_HIDDEN = (".", "~$")
_NO_EXPORT = frozenset({"charter.yaml", "readme.txt", "readme.md", "readme"})
"""Files that stand beside exports in a folder and are none; a file that is named itself is always read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: where it is, how it is shown (its path within the folder that was named), its side, its path
    within that side's folder, and where it stands for several files, those."""

    path: Path
    shown: str
    side: str | None
    within: str = ""
    holds: tuple[Found, ...] = ()

    @property
    def files(self) -> tuple[Found, ...]:
        """The files that it stands for: itself, where it holds no others."""
        return self.holds or (self,)


def files_in(paths: Sequence[Path]) -> list[Found]:
    """The files named, and those in folders named, in order of name; hidden and lock files are passed over.

    A file in a folder called ``marketing`` or ``it`` belongs to that side. Raises ``FileNotFoundError``.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        for one in _under(path):
            found.setdefault(one.path.resolve(), one)
    return list(found.values())


def _under(path: Path) -> Iterator[Found]:
    if not path.exists():
        raise FileNotFoundError(f"there is no file or folder {path}")
    if path.is_file():
        yield Found(path, path.name, _side([path.resolve().parent.name]), path.name)
        return
    own = path.resolve().name
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        within = file.relative_to(path)
        if not any(part.startswith(_HIDDEN) for part in within.parts) and file.name.casefold() not in _NO_EXPORT:
            side = _side([own, *within.parts[:-1]])
            yield Found(file, within.as_posix(), side, _within([own, *within.parts], side))


def _side(folders: Sequence[str]) -> str | None:
    """The innermost folder that names a side."""
    sides = [name.casefold() for name in folders if name.casefold() in SIDES]
    return sides[-1] if sides else None


def _within(parts: Sequence[str], side: str | None) -> str:
    """The path below the first folder of that side, the same whether the folder or one above it was named."""
    at = [part.casefold() for part in parts[:-1]].index(side) if side else 0
    return "/".join(parts[at + 1 :])
