"""What must be there before something is searched."""

from __future__ import annotations

from accord.people.models import Person
from tests.web.scenes import Scene, scene
from tests.web.scenes_findings import published


@scene
def search_for(who: Person | None) -> Scene:
    published()
    return Scene(query={"q": "checkout"})


@scene
def search_part(who: Person | None) -> Scene:
    published()
    return Scene(query={"q": "checkout", "part": "1"})


@scene
def search_nothing(who: Person | None) -> Scene:
    return Scene()


@scene
def search_too_long(who: Person | None) -> Scene:
    return Scene(query={"q": "x" * 201})
