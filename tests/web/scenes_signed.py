"""Scenes of the signed record: a decision that both sides signed."""

from __future__ import annotations

from accord.people.models import Person
from tests.web import scenes_decisions as decisions
from tests.web.scenes import Scene, scene


@scene
def signed_record(who: Person | None) -> Scene:
    decisions.decision_in_force(who)
    return Scene()


@scene
def signed_entry(who: Person | None) -> Scene:
    decisions.decision_in_force(who)
    return Scene(args=(1,))


@scene
def signed_entry_of_none(who: Person | None) -> Scene:
    return Scene(args=(7,))
