"""Scenes of the language: a word that means two things, published; a glossary; texts to check."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accord.analyses.discovery import load
from accord.clauses import marks
from accord.clauses.defaults import default_text
from accord.decisions.operations import publish
from accord.findings import archive
from accord.findings.finding import Finding
from accord.findings.identity import finding_id
from accord.people.models import Person
from accord.worlds import small
from tests.analyses.sitting import ask
from tests.pages import made_up
from tests.people_made_up import NOW
from tests.web.scenes import Scene, scene

TEXT = "The uplift of 3.2 % came from retargeting. The rollback on Tuesday was late; the CAB loved it."
WORDS = b"term,marketing,it,wording\nCAB,Customer Advisory Board,Change Advisory Board,customer board\n"
_CAB = "{term: CAB, marketing: Customer Advisory Board, it: Change Advisory Board, wording: customer board}"


def found() -> list[Finding]:
    """Words of a made-up company that mean two things, published beside the made-up brief."""
    words = ask(load("collisions"), small.word_world(np.random.default_rng(3)))
    brief = made_up.brief()
    brief = replace(brief, findings=tuple(replace(f, grid=None) for f in (*brief.findings, *words)))
    for finding in brief.findings:
        archive.save(settings.ACCORD_WORKSPACE.findings, finding)
    publish(brief, now=NOW)
    return [f for f in brief.findings if f.analysis == "collisions"]


@scene
def words(person: Person | None) -> Scene:
    found()
    return Scene()


@scene
def words_answered(person: Person | None) -> Scene:
    return Scene(form={"question-0": "1", "question-1": "made up", "question-2": "9"})


@scene
def words_out(person: Person | None) -> Scene:
    """The glossary of charter.yaml, with a word in it."""
    text = default_text().replace("glossary: []", f"glossary: [{_CAB}]")
    settings.ACCORD_WORKSPACE.charter.write_text(text)
    marks.beside(settings.ACCORD_WORKSPACE.charter).unlink(missing_ok=True)
    return Scene(args=("tbx",), form={"text": TEXT, "reader": "it"})


@scene
def words_in(person: Person | None) -> Scene:
    return Scene(form={"file": SimpleUploadedFile("words.csv", WORDS), "reason": "Both sides read these."})


@scene
def word_found(person: Person | None) -> Scene:
    return Scene(form={"finding": finding_id(next(f for f in found() if f.subject == "CAB"))})


@scene
def words_marked(person: Person | None) -> Scene:
    return Scene(form={"text": TEXT, "reader": "it"})
