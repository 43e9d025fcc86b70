"""What must be there before the addresses of the joint calendar are asked."""

from __future__ import annotations

from accord.pages.joint_calendar.feeds import make_feed
from accord.people.models import Person
from accord.people.rights import Role
from tests.people_made_up import NOW, person
from tests.web.scenes import Scene, scene


def _somebody() -> Person:
    return person(Role.LIAISON, email="somebody@made-up.example")


@scene
def calendar_filtered(who: Person | None) -> Scene:
    return Scene(query={"from": "2026-11-23", "side": "it", "kind": "change", "service": "checkout"})


@scene
def calendar_wrong(who: Person | None) -> Scene:
    return Scene(query={"from": "next week"})


@scene
def calendar_no_plan(who: Person | None) -> Scene:
    return Scene(query={"entry": "CHG-none"})


@scene
def calendar_new_feed(who: Person | None) -> Scene:
    return Scene(form={"name": "A made-up telephone", "side": "it"})


@scene
def calendar_my_feed(who: Person | None) -> Scene:
    made, _ = make_feed(by=who or _somebody(), name="A made-up telephone", side="", now=NOW)
    return Scene(args=(made.id,))


@scene
def calendar_others_feed(who: Person | None) -> Scene:
    made, _ = make_feed(by=_somebody(), name="A made-up telephone", side="", now=NOW)
    return Scene(args=(made.id,))


@scene
def calendar_feed(who: Person | None) -> Scene:
    """Somebody's feed opens to whoever holds its secret, signed in or not."""
    _, secret = make_feed(by=_somebody(), name="A made-up telephone", side="", now=NOW)
    return Scene(args=(secret,))


@scene
def calendar_no_feed(who: Person | None) -> Scene:
    _somebody()
    return Scene(args=("accord_feed_wrong",))
