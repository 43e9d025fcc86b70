"""Views of people: one's own account, the audience."""

from __future__ import annotations

from accord.pages.interim import Interim
from accord.people import operations
from accord.web import door


@door.page("interim.html", step="")
def account(asked: door.Asked) -> Interim:
    return Interim("Your account")


@door.action
def audience(asked: door.Asked) -> str:
    operations.read_as(by=asked.person, audience=asked.given.get("audience", ""), now=asked.now)
    return door.back(asked.request)
