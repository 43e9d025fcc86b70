"""Which workspace is meant, and how it is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

from accord.clauses.charter import Charter
from accord.clauses.defaults import default_text
from accord.findings.format import Format
from accord.workspace.folder import Workspace, default_root, workspace_for


def named(root: Path | None) -> Workspace:
    """The workspace of that folder, of ``ACCORD_WORKSPACE``, or the default one."""
    return Workspace(root or default_root())


def for_exports(folder: Path, root: Path | None) -> Workspace:
    """The workspace that belongs to a folder of exports; made on first use, with the folder's own charter.yaml."""
    workspace = Workspace(root) if root else workspace_for(folder)
    begin(workspace, folder / "charter.yaml")
    return workspace


def begin(workspace: Workspace, clauses: Path | None = None) -> bool:
    """Make a workspace with clauses from a file, or the commented default. True where a charter was written."""
    workspace.create()
    if workspace.charter.exists():
        return False
    if clauses is not None and clauses.is_file():
        shutil.copyfile(clauses, workspace.charter)
    else:
        workspace.charter.write_text(default_text(), encoding="utf-8")
    return True


def form_of(charter: Charter) -> Format:
    """How the organisation sees numbers and times."""
    organisation = charter.organisation
    return Format(organisation.locale, organisation.zone, organisation.currency)
