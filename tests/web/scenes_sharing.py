"""Scenes of sharing: links to a finding, for people who sign in and for others."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from accord.findings.identity import finding_id
from accord.pages.sharing import make_link
from accord.people.models import Person
from accord.people.rights import Role
from accord.record import clock
from tests.people_made_up import person as made_up_person
from tests.web.scenes import Scene, scene
from tests.web.scenes_findings import published


def _path() -> str:
    return reverse("finding", args=[finding_id(published().findings[0])])


def _link(*, outside: bool, days: int = 14, ago: int = 0) -> str:
    owner = made_up_person(Role.CMO, email="whose@made-up.example")
    now = clock.now() - timedelta(days=ago)
    return make_link(by=owner, path=_path(), name="A finding", days=days, outside=outside, audience="it", now=now)[1]


@scene
def share(person: Person | None) -> Scene:
    return Scene(query={"path": _path(), "name": "A finding"})


@scene
def share_elsewhere(person: Person | None) -> Scene:
    return Scene(query={"path": "https://made-up.example/"})


@scene
def share_make(person: Person | None) -> Scene:
    return Scene(form={"path": _path(), "name": "A finding", "days": "14"})


@scene
def share_outside(person: Person | None) -> Scene:
    return Scene(form={"path": _path(), "name": "A finding", "days": "14", "outside": "yes"})


@scene
def shared(person: Person | None) -> Scene:
    return Scene(args=(_link(outside=False),))


@scene
def shared_outside(person: Person | None) -> Scene:
    return Scene(args=(_link(outside=True),))


@scene
def shared_ended(person: Person | None) -> Scene:
    return Scene(args=(_link(outside=True, days=1, ago=2),))
