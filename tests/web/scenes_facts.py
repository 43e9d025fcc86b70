"""What must be there before an address of facts is asked."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accord.facts import manifest as manifests
from accord.facts.importing import read
from accord.pages.facts.waiting import drop
from accord.people.models import Person
from accord.record import work
from accord.record.writing import HOUSE
from tests.people_made_up import NOW
from tests.web.scenes import Scene, scene

ORDERS = b"""order_id,ordered_at,amount,currency,status
made-up-1,2026-10-01T10:00:00Z,19.90,EUR,placed
made-up-2,2026-10-02T11:30:00Z,45.00,EUR,placed
made-up-3,not a day,45.00,EUR,placed
"""


def _dropped() -> uuid.UUID:
    name = uuid.uuid4()
    drop(settings.ACCORD_WORKSPACE, name).add("orders.csv", [ORDERS], "marketing")
    work.queue("look", {"drop": str(name), "answers": {}}, by=HOUSE, now=NOW)
    return name


def imported() -> str:
    """The id of an import that the tests' workspace has: read once, then here already."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        path.write_bytes(ORDERS)
        read(settings.ACCORD_WORKSPACE, [path], now=datetime(2026, 11, 20, 8))
    return manifests.load(settings.ACCORD_WORKSPACE.manifest).imports[0].id


@scene
def facts_bring(person: Person | None) -> Scene:
    return Scene(form={"side": "marketing", "files": SimpleUploadedFile("orders.csv", ORDERS)})


@scene
def facts_drop(person: Person | None) -> Scene:
    return Scene(args=(_dropped(),))


@scene
def facts_answer(person: Person | None) -> Scene:
    return Scene(args=(_dropped(),), form={"marketing/orders.csv|currency": "EUR"})


@scene
def facts_leave_out(person: Person | None) -> Scene:
    return Scene(args=(_dropped(),), form={"file": "marketing/orders.csv"})


@scene
def facts_import(person: Person | None) -> Scene:
    return Scene(args=(imported(),))


@scene
def facts_work(person: Person | None) -> Scene:
    return Scene(args=(work.queue("made_up", {}, by=HOUSE, now=NOW).id,))


@scene
def facts_failed(person: Person | None) -> Scene:
    job = work.queue("made_up", {}, by=HOUSE, now=NOW)
    held = work.take("made-up worker", now=NOW, real=NOW)
    assert held is not None
    work.fail(held, "A made-up reason.", now=NOW)
    return Scene(args=(job.id,))


@scene
def facts_clock(person: Person | None) -> Scene:
    """In a real workspace it is refused on the page one came from; who may not move it is refused before."""
    return Scene(form={"day": "2026-12-01"})
