"""Views of calendar."""

from __future__ import annotations

from accord.pages.interim import Interim
from accord.web import door


@door.page("interim.html", step="calendar")
def calendar(asked: door.Asked) -> Interim:
    return Interim("calendar")
