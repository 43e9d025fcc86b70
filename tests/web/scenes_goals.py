"""Scenes of shared goals: objectives in charter.yaml, whether or not any fact tells of them."""

from __future__ import annotations

from django.conf import settings

from accord.clauses import marks
from accord.clauses.defaults import default_text
from accord.people.models import Person
from tests.web.scenes import Scene, scene

OBJECTIVES = """objectives:
  - name: Every shopper can buy
    key_results:
      - metric: shoppers_who_could_buy
        target: 99.7 %
        by: 2027-01-31
        over: quarter
        owner_marketing: Head of e-commerce
        owner_it: Head of platform
        guard_rails: ["idea_to_live <= 30"]
      - metric: nps
        unit: count
        direction: up
        owner_marketing: Head of brand
        owner_it: Head of platform
"""


def agreed() -> None:
    text = default_text().replace("objectives: []\n", OBJECTIVES)
    settings.ACCORD_WORKSPACE.charter.write_text(text)
    marks.beside(settings.ACCORD_WORKSPACE.charter).unlink(missing_ok=True)


@scene
def shared_goals(person: Person | None) -> Scene:
    agreed()
    return Scene()


@scene
def goal_tree(person: Person | None) -> Scene:
    agreed()
    return Scene(args=("shoppers_who_could_buy",))


@scene
def no_goal(person: Person | None) -> Scene:
    agreed()
    return Scene(args=("unheard_of",))
