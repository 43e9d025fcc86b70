"""After orders and incidents were read, the names in the incidents are offered: which of them carry orders?"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accord.charter.models import Proposal
from accord.clauses.defaults import default_text
from accord.facts.importing import read
from accord.pages.charter.offering import draft_services, services_found
from accord.people.rights import NotAllowed, Role
from accord.workspace.folder import Workspace
from tests.people_made_up import NOW, person
from tests.web.scenes_facts import ORDERS

pytestmark = pytest.mark.django_db
HEAD = (
    "id,incident_number,description,urgency,service_id,service_name,team_id,created_at,resolved_at,seconds_to_engage,"
    "seconds_to_first_ack,seconds_to_mobilize,seconds_to_resolve,engaged_seconds,priority_name\n"
)
INCIDENTS = HEAD + "".join(
    f"m-{n},{n},Down,high,,{service},,2026-10-0{n}T10:00:00Z,2026-10-0{n}T11:00:00Z,,,,3600,,P{severity}\n"
    for n, (service, severity) in enumerate([("Checkout", 1), ("Checkout", 3), ("Wiki", 4), ("Search", 2)], 1)
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    own = Workspace(tmp_path / "workspace").create()
    monkeypatch.setattr(settings, "ACCORD_WORKSPACE", own)
    own.charter.write_text(default_text())
    for name, text in (("orders.csv", ORDERS), ("incidents.csv", INCIDENTS.encode())):
        (tmp_path / name).write_bytes(text)
    read(own, [tmp_path / "orders.csv", tmp_path / "incidents.csv"], now=NOW.replace(tzinfo=None))
    return own


def test_the_names_in_the_incidents_are_offered_the_most_frequent_first(workspace: Workspace) -> None:
    found = services_found(workspace)
    assert [(s.name, s.incidents, s.severities) for s in found] == [
        ("Checkout", 2, ("1", "2")),
        ("Search", 1, ("1", "2")),
        ("Wiki", 1, ("4",)),
    ]


def test_what_is_chosen_becomes_a_draft_of_the_clause_and_the_offer_ends(client: Client, workspace: Workspace) -> None:
    client.force_login(person(Role.MARKETING), backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(reverse("facts")).content.decode()
    assert "These 3 names are in your incidents" in text
    done = client.post(reverse("facts_services"), {"carries": ["Checkout", "Search"]})
    row = Proposal.objects.get()
    assert done["Location"] == reverse("proposal", args=[row.id])
    assert [(s["name"], s["carries"]) for s in row.content] == [("Checkout", "orders"), ("Search", "orders")]
    assert "names are in your incidents" not in client.get(reverse("facts")).content.decode()


@pytest.mark.parametrize("chosen", [[], ["Nothing of ours"]])
def test_nothing_chosen_and_a_name_of_no_incident_draft_nothing(workspace: Workspace, chosen: list[str]) -> None:
    with pytest.raises(ValueError, match="orders"):
        draft_services(person(Role.IT), workspace, chosen, now=NOW)
    with pytest.raises(NotAllowed):
        draft_services(person(Role.FINANCE), workspace, ["Checkout"], now=NOW)
    assert not Proposal.objects.exists()
