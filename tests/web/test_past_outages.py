"""Past outages stand on the calendar beside both sides' plans, on the days on which they were."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accord.findings.format import Format
from accord.pages.joint_calendar.past import Outage, outage_bars, outages_of
from accord.pages.joint_calendar.weeks import edges_of
from accord.people.rights import Role
from accord.record import clock
from accord.workspace.folder import Workspace
from tests.people_made_up import person
from tests.web.test_services_offered import workspace

pytestmark = pytest.mark.django_db
__all__ = ["workspace"]
NOW = datetime(2026, 10, 3, 10, 30)


def test_those_of_the_stretch_are_told_up_to_now(workspace: Workspace) -> None:
    told = outages_of(workspace, datetime(2026, 10, 2), datetime(2026, 10, 30), NOW)
    assert [(o.service, o.severity, o.start.day) for o in told] == [("Checkout", "3", 2), ("Wiki", "4", 3)]
    assert outages_of(workspace, NOW, datetime(2026, 11, 1), NOW) == ()


def test_a_bar_lies_on_its_days_and_says_what_broke() -> None:
    edges = edges_of(datetime(2026, 9, 28).date(), "UTC")
    night = Outage("Checkout", "Down", "1", datetime(2026, 10, 1, 23), datetime(2026, 10, 2, 1))
    before = Outage("Wiki", "", "4", datetime(2026, 9, 1), datetime(2026, 9, 2))
    [bar] = outage_bars([night, before], edges, Format("en_IE", "UTC", "EUR"))
    assert (bar.at, bar.till, bar.text, bar.small) == (3, 5, "Checkout: Down", "23:00–01:00")
    assert bar.hidden == "Outage, severity 1: "


def test_the_calendar_shows_them_and_leads_nowhere_from_them(
    client: Client, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(tzinfo=UTC))
    client.force_login(person(Role.CMO), backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(reverse("calendar"), {"from": "2026-09-28"}).content.decode()
    assert '<span class="ev past outage"><span class="hide">Outage, severity 1: </span>' in text
    only = client.get(reverse("calendar"), {"from": "2026-09-28", "side": "marketing"}).content.decode()
    assert "Outage, severity" not in only
