"""Views of findings."""

from __future__ import annotations

from accord.pages.interim import Interim
from accord.web import door


@door.page("interim.html", step="findings")
def findings(asked: door.Asked) -> Interim:
    return Interim("findings")
