"""Scenes of mail."""

from __future__ import annotations

from accord.people.models import Person
from accord.people.rights import Role
from accord.post.links import stop_link
from tests.people_made_up import person as made_up_person
from tests.web.scenes import Scene, scene


@scene
def mail_wish(person: Person | None) -> Scene:
    return Scene(form={"news": "daily", "weekly_brief": "yes", "quiet_from": "20", "quiet_to": "6"})


@scene
def mail_stop(person: Person | None) -> Scene:
    whose = made_up_person(Role.CMO, email="whose@made-up.example")
    return Scene(args=(stop_link(whose.pk, "news"),))


@scene
def mail_stop_cut(person: Person | None) -> Scene:
    made_up_person(Role.CMO, email="whose@made-up.example")
    return Scene(args=("cut-off",))
