"""Scenes of findings: a made-up brief that was published, its findings in the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.conf import settings

from accord.decisions.operations import publish
from accord.findings import archive
from accord.findings.brief import Brief
from accord.findings.identity import finding_id
from accord.people.models import Person
from tests.pages import made_up
from tests.people_made_up import NOW
from tests.web.scenes import Scene, scene


def published() -> Brief:
    """The made-up brief, published; without charts, whose numbers only the analyses themselves lay out."""
    brief = made_up.brief()
    brief = replace(brief, findings=tuple(replace(f, grid=None) for f in brief.findings))
    for finding in brief.findings:
        archive.save(settings.ACCORD_WORKSPACE.findings, finding)
    publish(brief, now=NOW - timedelta(hours=1))
    return brief


@scene
def findings(person: Person | None) -> Scene:
    published()
    return Scene(query={"analysis": "outages", "from": "2026-11-01", "least": "100"})


@scene
def wrong_filter(person: Person | None) -> Scene:
    return Scene(query={"from": "yesterday"})


@scene
def a_finding(person: Person | None) -> Scene:
    return Scene(args=(finding_id(published().findings[0]),))


@scene
def no_finding(person: Person | None) -> Scene:
    return Scene(args=("0123456789",))


@scene
def a_comment(person: Person | None) -> Scene:
    return Scene(args=(finding_id(published().findings[0]),), form={"text": "Is that so?"})


@scene
def an_analysis(person: Person | None) -> Scene:
    return Scene(args=("outages",))


@scene
def no_analysis(person: Person | None) -> Scene:
    return Scene(args=("guesses",))


@scene
def published_brief(person: Person | None) -> Scene:
    published()
    return Scene()
