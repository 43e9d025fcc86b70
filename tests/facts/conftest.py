"""A workspace for each test of the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.workspace.folder import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")
