"""Files that are there whole or not at all, private to the account, and on the disk when we say so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, data: bytes) -> None:
    """Replace ``path`` in one step: after a crash it holds its old content or ``data``, nothing between.

    The file is readable by its owner only. Raises ``OSError`` when the disk refuses; then the old file stands.
    """
    spare = path.with_name(f".{path.name}.new")
    with open_private(spare) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    spare.replace(path)
    sync_folder(path.parent)


def open_private(path: Path) -> BinaryIO:
    """Open a new or emptied file for writing that its owner alone may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def sync_file(path: Path) -> None:
    """Have the content of a finished file on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk: a rename counts only after this."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
