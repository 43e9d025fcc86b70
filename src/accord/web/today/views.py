"""Views of today."""

from __future__ import annotations

from accord.pages.interim import Interim
from accord.web import door


@door.page("interim.html", step="today")
def today(asked: door.Asked) -> Interim:
    return Interim("today")
