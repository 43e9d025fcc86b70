"""Scenes of incentives: rewards of which one works against the company."""

from __future__ import annotations

from django.conf import settings

from accord.clauses import marks
from accord.clauses.defaults import default_text
from accord.people.models import Person
from tests.web.scenes import Scene, scene

REWARDS = """\
incentives:
  - {name: Slow and safe, side: it, role: CIO, pays: "7734519 * ramp(idea_to_live, 20, 40)"}
  - {name: Soon there, side: marketing, role: CMO, pays: "5000 * ramp(idea_to_live, 40, 20)"}
  - {name: A day earlier, kind: worth, horizon: month, pays: "-900 * idea_to_live"}
"""


def rewards_in_file() -> None:
    """The rewards as a draft in charter.yaml."""
    settings.ACCORD_WORKSPACE.charter.write_text(default_text().replace("incentives: []\n", REWARDS))
    marks.beside(settings.ACCORD_WORKSPACE.charter).unlink(missing_ok=True)


@scene
def rewarded(person: Person | None) -> Scene:
    rewards_in_file()
    return Scene()


@scene
def rewarded_tried(person: Person | None) -> Scene:
    rewards_in_file()
    return Scene(form={"name": "Ship it", "pays": "60000", "moves": "idea_to_live - 5"})
