"""Each test has the workspace's default charter, and files are written as they are after a commit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accord.clauses import marks
from accord.clauses.defaults import default_text


@pytest.fixture(autouse=True)
def charter_file() -> Iterator[Path]:
    path: Path = settings.ACCORD_WORKSPACE.charter
    path.write_text(default_text())
    yield path
    for left in (*path.parent.glob("charter*.yaml"), marks.beside(path)):
        left.unlink(missing_ok=True)


@pytest.fixture
def team(db: Any) -> Any:
    from tests.charter.made import Team

    return Team()


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """``with committed():`` does at its end what follows a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
