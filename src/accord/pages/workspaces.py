"""Which workspace is meant, and how it is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

from accord.clauses.charter import Charter
from accord.clauses.defaults import default_text
from accord.findings.format import Format
from accord.workspace.folder import Workspace, default_root, platform_root, workspace_for


def named(root: Path | None) -> Workspace:
    """The workspace of that folder, of ``ACCORD_WORKSPACE``, or the default one."""
    return Workspace(root or default_root())


def holding(root: Path | None, finding: str) -> Workspace:
    """The workspace of that folder; where none is named, the only one of this account that has the finding.

    ``accord brief FOLDER`` keeps its findings in a workspace of that folder, which nobody should have to name to
    open one of them.
    """
    first = named(root)
    if root is not None or not finding.isalnum():
        return first
    others = sorted(p for p in platform_root().glob("*") if p.is_dir() and p != first.root)
    having = [w for w in (first, *map(Workspace, others)) if any(w.findings.glob(f"{finding}*"))]
    return having[0] if len(having) == 1 else first


def for_exports(folder: Path, root: Path | None) -> Workspace:
    """The workspace that belongs to a folder of exports; made on first use, with the folder's own charter.yaml."""
    workspace = Workspace(root) if root else workspace_for(folder)
    begin(workspace, folder / "charter.yaml")
    _take_up(workspace, folder / "charter.yaml")
    return workspace


def _take_up(workspace: Workspace, clauses: Path) -> None:
    """A charter that came to lie in the folder later replaces the default, as long as nobody has edited that."""
    if clauses.is_file() and workspace.charter.read_text(encoding="utf-8") == default_text():
        shutil.copyfile(clauses, workspace.charter)


def passed_over(workspace: Workspace, folder: Path) -> bool:
    """Whether the folder has a charter.yaml that says something else than the workspace's, which counts."""
    clauses = folder / "charter.yaml"
    return clauses.is_file() and clauses.read_bytes() != workspace.charter.read_bytes()


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
