"""The secret that sessions and links are signed with: made once, kept with the workspace's other keys."""

from __future__ import annotations

import secrets

from accord.workspace.folder import Workspace
from accord.workspace.safely import write_whole


def web_secret(workspace: Workspace) -> str:
    """64 hexadecimal digits, from ``keys/web.key``. Two processes that start at once end up with the same one."""
    path = workspace.keys / "web.key"
    if not path.exists():
        with workspace.writing():
            if not path.exists():
                write_whole(path, f"{secrets.token_hex(32)}\n".encode())
    return path.read_text(encoding="ascii").strip()
