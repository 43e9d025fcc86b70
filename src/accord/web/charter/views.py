"""Views of charter."""

from __future__ import annotations

from accord.pages.interim import Interim
from accord.web import door


@door.page("interim.html", step="charter")
def charter(asked: door.Asked) -> Interim:
    return Interim("charter")
