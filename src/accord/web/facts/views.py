"""Views of facts."""

from __future__ import annotations

from accord.pages.interim import Interim
from accord.web import door


@door.page("interim.html", step="facts")
def facts(asked: door.Asked) -> Interim:
    return Interim("facts")
