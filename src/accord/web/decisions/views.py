"""Views of decisions."""

from __future__ import annotations

from accord.pages.interim import Interim
from accord.web import door


@door.page("interim.html", step="decisions")
def decisions(asked: door.Asked) -> Interim:
    return Interim("decisions")
