"""Views of search."""

from __future__ import annotations

from accord.pages.interim import Interim
from accord.web import door


@door.page("interim.html", step="search")
def search(asked: door.Asked) -> Interim:
    return Interim("search")
