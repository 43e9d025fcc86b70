"""The mirror check in the browser: read by few, tried without a trace, mended by a proposal."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from accord.charter.models import Proposal
from accord.people.rights import Role
from tests.people_made_up import person
from tests.web.scenes_incentives import rewards_in_file
from tests.web.test_charter import charter_file, signed_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["charter_file"]
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def rewards(charter_file: Path) -> None:
    rewards_in_file()


def test_the_page_says_what_works_against_the_company_and_what_it_rests_on() -> None:
    page = text_of(signed_in(person(Role.FINANCE)).get(reverse("incentives")))
    assert "IT is paid to raise idea to live between 20 days and 40 days" in page
    assert "cannot be told" in page
    assert "Draft it as a proposal" not in page


def test_the_mend_becomes_a_draft_that_others_do_not_see() -> None:
    client = signed_in(person(Role.CIO))
    answer = client.post(reverse("incentives.propose"), follow=True)
    row = Proposal.objects.get()
    assert (row.clause, row.state) == ("incentives", "draft")
    assert [line["weight"] for line in row.content if line["name"] == "Slow and safe"] != [1.0]
    assert any(line["name"] == "Soon there, shared with IT" for line in row.content)
    assert "Slow and safe" in text_of(answer)
    assert signed_in(person(Role.IT)).get(reverse("proposal", args=[row.id])).status_code == 403
    assert row.name in text_of(client.get(reverse("incentives")))


def test_a_decision_is_tried_and_nothing_of_it_is_stored_or_markup() -> None:
    client = signed_in(person(Role.CMO))
    given = {"name": HOSTILE, "pays": "61234.5", "moves": "idea_to_live - 12"}
    page = text_of(client.post(reverse("incentives.try"), given))
    assert "which brings the company €61,200" in page
    assert HOSTILE not in page
    assert "61,2" not in text_of(client.get(reverse("incentives")))


def test_a_decision_that_cannot_be_read_says_how_to_write_it() -> None:
    client = signed_in(person(Role.CMO))
    answer = client.post(reverse("incentives.try"), {"name": "x", "pays": "60000", "moves": "faster"}, follow=True)
    assert "Write it as: uptime - 0.1 %." in text_of(answer)


def test_the_search_leads_there_only_whom_it_is_for() -> None:
    address = f"{reverse('search')}?q=incentives"
    assert f'href="{reverse("incentives")}"' in text_of(signed_in(person(Role.CMO)).get(address))
    assert f'href="{reverse("incentives")}"' not in text_of(signed_in(person(Role.AUDITOR)).get(address))


def test_a_line_of_the_clause_is_shown_with_what_its_kind_says_and_no_more() -> None:
    told = signed_in(person(Role.CMO)).get(reverse("clause.as", args=["incentives", "json"])).json()
    labels = {block["title"]: [label for label, _ in block["pairs"]] for block in told["blocks"]}
    assert labels["A day earlier"] == ["Is", "For each", "Pays", "Currency"]
    assert "At most" in labels["Slow and safe"]
