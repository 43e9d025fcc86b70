"""A workspace's folder: where it is, and whose."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from accord.workspace.folder import Workspace, default_root, workspace_for


def test_the_environment_names_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORD_WORKSPACE", str(tmp_path))
    assert default_root() == tmp_path
    monkeypatch.delenv("ACCORD_WORKSPACE")
    assert default_root() == platformdirs.user_data_path("accord") / "default"


def test_each_folder_of_exports_has_its_own_workspace(tmp_path: Path) -> None:
    one, other = tmp_path / "a/exports", tmp_path / "b/exports"
    assert workspace_for(one) != workspace_for(other)
    assert workspace_for(one) == workspace_for(one / "." / "../exports")
    assert workspace_for(one).root.name.startswith("exports-")


def test_a_workspace_is_private_and_made_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w").create()
    kept = workspace.keys / "kept"
    kept.touch()
    assert Workspace(tmp_path / "w").create() == workspace
    assert kept.exists()
    assert {p.stat().st_mode & 0o777 for p in workspace.root.rglob("*") if p.is_dir()} == {0o700}
    assert workspace.charter.name == "charter.yaml"
