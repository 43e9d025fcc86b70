"""Asking the API in tests: tokens, addresses of operations, bodies."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accord.api.doors import Route
from accord.api.urls import ROUTES
from accord.charter.models import Proposal
from accord.charter.queries import one_proposal
from accord.decisions.models import Decision
from accord.pages.charter.proposal import choice_names
from accord.people.models import Person
from accord.people.operations import make_token
from tests.web.scenes import Scene, all_scenes

BY_NAME: dict[str, Route] = {route.operation: route for route in ROUTES}


def token(person: Person, *scopes: str) -> str:
    """A fresh token's secret."""
    _, secret = make_token(by=person, kind="api", name="made up", scopes=scopes, now=datetime.now(UTC))
    return secret


def address_of(operation: str, scene: Scene) -> str:
    """Where an operation is asked; what the scene has beyond its address is left out."""
    return reverse(f"api:{operation}", args=scene.args[: BY_NAME[operation].address.count("{")])


def ask(client: Client, operation: str, scene: Scene, secret: str = "", **headers: str) -> Any:
    """Send an operation's request, with the body that its name has in ``BODIES``."""
    route, address = BY_NAME[operation], address_of(operation, scene)
    if secret:
        headers["Authorization"] = f"Bearer {secret}"
    if route.method == "GET":
        return client.get(address, headers=headers)
    body = BODIES.get(operation, lambda _: None)(scene)
    if operation == "bring":
        return client.post(address, body, headers=headers)
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def _version(scene: Scene) -> dict[str, Any]:
    return {"version": int(scene.form["version"])}


def _terms(scene: Scene) -> dict[str, Any]:
    row = Decision.objects.get(pk=scene.args[0])
    return {k: v for k, v in row.terms.items() if k != "zone"}


def _content(scene: Scene) -> dict[str, Any]:
    row = Proposal.objects.get(pk=scene.args[0])
    return _version(scene) | {"content": row.content, "reason": "A made-up better reason."}


BODIES: dict[str, Callable[[Scene], Any]] = {
    "comment": lambda _: {"text": "Is that so?"},
    "say_back": lambda _: {"text": "Orders were lost in the outage."},
    "draft": lambda scene: {"finding": scene.form["finding"]},
    "edit": lambda scene: _version(scene) | {"terms": _terms(scene)},
    "propose": _version,
    "ask_for_change": lambda _: {"text": "At most EUR 4,000."},
    "say_decision_back": lambda _: {"text": "At most EUR 4,000."},
    "draft_proposal": lambda _: {
        "clause": "liaisons",
        "content": [{"name": "Made-up Lio", "side": "it"}],
        "reason": "Made up.",
    },
    "edit_proposal": _content,
    "propose_proposal": _version,
    "refresh_proposal": lambda scene: (
        _version(scene)
        | {"choices": dict.fromkeys(choice_names(one_proposal(scene.args[0]), settings.ACCORD_WORKSPACE), "mine")}
    ),
    "take_up": lambda scene: {"text": scene.form["text"], "reason": scene.form["reason"]},
    "end": lambda _: {"reason": "The provider left."},
    "bring": lambda _: {"side": "marketing", "files": SimpleUploadedFile("orders.csv", b"order_id\n1\n")},
    "answer": lambda _: {"answers": {"marketing/orders.csv|currency": "EUR"}},
    "leave_out": lambda _: {"file": "marketing/orders.csv"},
    "settle": lambda _: {"name": "Made-up Somebody", "locale": "de_DE"},
    "read_as": lambda _: {"audience": "it"},
    "wish": lambda _: {"news": "daily", "weekly_brief": True, "quiet_from": 20, "quiet_to": 6},
    "make_feed": lambda _: {"name": "A made-up telephone", "side": "it"},
    "share": lambda scene: {"path": scene.form["path"], "name": "For the board", "days": 7},
    "check_text": lambda _: {"text": "The CAB met.", "reader": "it"},
    "rewrite_text": lambda _: {"text": "The CAB met.", "reader": "it"},
    "word_for_both": lambda _: {"text": "The CAB must meet."},
    "playback": lambda _: {"original": "At most EUR 4,000.", "restated": "Not too much."},
    "propose_word": lambda scene: {"finding": scene.form["finding"]},
    "move_clock": lambda _: {"day": "2026-12-01"},
}


def scene_of(name: str, person: Person | None) -> Scene:
    """The scene of that name; the empty name is an empty scene."""
    return all_scenes()[name](person) if name else Scene()
