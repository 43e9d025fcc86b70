"""Scenes of activities: a published brief whose activities are of three classes and one that must be tested."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
from django.conf import settings

from accord.analyses.discovery import load
from accord.decisions.operations import publish
from accord.findings import archive
from accord.findings.finding import Finding
from accord.people.models import Person
from accord.worlds import small
from tests.analyses.sitting import ask
from tests.pages import made_up
from tests.people_made_up import NOW
from tests.web.scenes import Scene, scene


@cache
def of_activities() -> tuple[Finding, ...]:
    """What the analysis finds in a small made-up world."""
    world = small.activity_world(np.random.default_rng(11), outages=1)
    return tuple(ask(load("activities"), world, seed=11, draws=50))


def publish_activities() -> None:
    brief = replace(made_up.brief(), findings=of_activities())
    for finding in brief.findings:
        archive.save(settings.ACCORD_WORKSPACE.findings, finding)
    publish(brief, now=NOW - timedelta(hours=1))


@scene
def known_activities(person: Person | None) -> Scene:
    publish_activities()
    return Scene()
