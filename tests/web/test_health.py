"""What machines are told: whether the site is well, what it counts, and what it logs of a request."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from accord.people.rights import Role
from accord.record import work
from accord.record.doctoring import SILENT
from accord.record.logs import to_stderr
from accord.record.writing import HOUSE, WAITED
from accord.web.health import views
from tests.people_made_up import person

pytestmark = pytest.mark.django_db


def test_a_site_that_is_well_says_so_and_nothing_else(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "database": "ok", "facts": "ok", "worker": "ok"},
    )


def test_work_that_nobody_does_is_told_and_takes_no_page_away(client: Client) -> None:
    work.queue("made_up", {}, by=HOUSE, now=datetime.now(UTC) - SILENT - timedelta(seconds=1))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["worker"]) == (200, "wrong")


def test_without_a_database_the_site_is_not_well(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_database", lambda: False)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["database"], answer.json()["worker"]) == (503, "wrong", "wrong")


def test_numbers_are_for_whoever_shows_the_token(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/metrics").status_code == 404
    monkeypatch.setattr(settings, "METRICS_TOKEN", "a made-up token")
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    answer = client.get("/metrics", headers={"Authorization": "Bearer a made-up token"})
    found = {f.name: f for f in text_string_to_metric_families(answer.content.decode())}
    refused = {"route": "/metrics", "status": "401", "method": "GET"}
    assert [s.value for s in found["accord_requests"].samples if s.labels == refused and s.name.endswith("_total")]
    assert {s.labels["state"] for s in found["accord_jobs"].samples} >= {"queued", "failed"}
    assert found["accord_write_wait_seconds"].type == "histogram"
    assert WAITED, "nobody is told how long changes wait"


def test_a_request_is_logged_as_json_by_its_pattern_and_its_persons_id(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    who = person(Role.CMO)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    before = logging.root.handlers[:], logging.root.level
    try:
        to_stderr()
        client.get("/join/a-secret-that-nobody-logs")
        name = client.get("/people").headers["X-Request-ID"]
    finally:
        logging.root.handlers[:], logging.root.level = before
    told = capsys.readouterr().err
    assert "a-secret-that-nobody-logs" not in told
    assert who.email not in told
    line = next(found for found in map(json.loads, told.splitlines()) if found.get("request_id") == name)
    assert {k: line[k] for k in ("logger", "event", "method", "route", "status", "person")} == {
        "logger": "accord.request",
        "event": "answered",
        "method": "GET",
        "route": "/people",
        "status": 200,
        "person": str(who.pk),
    }
    assert line["ms"] > 0
