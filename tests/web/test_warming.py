"""What the first readers would wait for is made ready before the server answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import jinja2
import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse

from accord.findings.identity import finding_id
from accord.pages import outlook
from accord.people.rights import Role
from accord.web import warming
from tests.people_made_up import person
from tests.web.scenes_findings import published

pytestmark = pytest.mark.django_db


def test_no_template_is_compiled_for_the_first_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    warming.warm()
    client = Client()
    client.force_login(person(Role.CMO), backend="django.contrib.auth.backends.ModelBackend")

    def compiled(*_: object) -> None:
        raise AssertionError("a template was compiled for a reader")

    monkeypatch.setattr(jinja2.Environment, "compile", compiled)
    for name in ("today", "findings", "decisions", "charter", "calendar", "facts"):
        assert client.get(reverse(name)).status_code == 200
    assert engines["jinja2"].env.cache  # type: ignore[attr-defined]


def test_the_pages_of_findings_are_worked_out_before_anybody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    from accord.pages import opened

    name = finding_id(published().findings[0])
    warming.warm()

    def worked_out(*_: object) -> None:
        raise AssertionError("a finding was worked out for a reader")

    monkeypatch.setattr(opened, "finding_page", worked_out)
    for role in (Role.CMO, Role.CIO, Role.FINANCE):
        client = Client()
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("finding", args=[name])).status_code == 200


def test_a_site_that_cannot_be_made_ready_says_so_and_serves(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    published()

    def broken(workspace: object) -> None:
        raise OSError("the disk does not answer")

    monkeypatch.setattr(outlook, "plans_of", broken)
    warming._warm()
    assert "could not be made ready" in caplog.text


def test_a_server_begins_without_what_takes_longest_to_import(tmp_path: Path) -> None:
    """Every server process would be a second later, when it starts or when somebody asks first."""
    begun = "import django; django.setup(); import accord.web.urls"
    told = "import sys; print([m for m in ('scipy.stats', 'pandas', 'statsforecast', 'pptx') if m in sys.modules])"
    ours = {"DJANGO_SETTINGS_MODULE": "accord.record.settings", "ACCORD_WORKSPACE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", f"{begun}; {told}"], env=os.environ | ours, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
