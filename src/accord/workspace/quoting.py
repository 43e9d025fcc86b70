"""From which folders sentences may be shown, because their owner agreed: ``[language]`` of accord.toml."""

from __future__ import annotations

from pathlib import PurePosixPath

from accord.workspace.folder import Workspace
from accord.workspace.settings import BadSetting, document

_SIDES = ("marketing", "it")


def quoting(workspace: Workspace) -> tuple[str, ...]:
    """The folders, each as ``side`` or ``side/folder``; none unless somebody wrote them down.

    Raises ``BadSetting`` for an entry that is no such folder, and for another name in ``[language]``.
    """
    told = document(workspace).get("language", {})
    where = f"{workspace.settings}, [language]"
    if not isinstance(told, dict):
        raise BadSetting(f"{where}: write it as a table: [language]")
    if unknown := sorted(set(told) - {"quoting"}):
        raise BadSetting(f"{where}: there is no setting {unknown[0]}. There is quoting")
    folders = told.get("quoting", [])
    if not isinstance(folders, list):
        raise BadSetting(f'{where}: quoting is {folders!r}; it needs a list, such as ["marketing/handbook"]')
    for folder in folders:
        _check(folder, where)
    return tuple(folder.strip("/") for folder in folders)


def is_quotable(side: str, path: str, folders: tuple[str, ...]) -> bool:
    """Whether a document of ``side`` at ``path`` lies in one of ``folders``."""
    place = PurePosixPath(side, path)
    return any(place.is_relative_to(folder) for folder in folders)


def _check(folder: object, where: str) -> None:
    parts = PurePosixPath(folder).parts if isinstance(folder, str) else ()
    if not parts or parts[0] not in _SIDES or ".." in parts:
        raise BadSetting(f"{where}: quoting has {folder!r}; each is a side, or a side and its folder: it/handbook")
