"""Where the templates and static files of pages lie."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def static_folder() -> Path:
    """Style sheet and fonts, also for doors that serve them as files."""
    return _HERE / "static"


def template_folder() -> Path:
    return _HERE / "templates"
