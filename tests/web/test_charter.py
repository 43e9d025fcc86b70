"""The charter in the browser: from a form to a clause in force, without a script; what is typed is never markup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accord.charter import operations, queries
from accord.charter.models import Proposal
from accord.clauses import marks
from accord.clauses.defaults import default_text
from accord.clauses.yaml_io import load
from accord.people.models import Person
from accord.people.rights import Role
from tests.people_made_up import PASSWORD, person
from tests.web.scenes_charter import TYPED, _signed, _waiting

pytestmark = pytest.mark.django_db
HOSTILE = "<img src=x onerror=alert(1)>\"'&"
OPENSLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: checkout-availability}
spec:
  service: checkout
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{target: 0.995}]
"""


@pytest.fixture(autouse=True)
def charter_file() -> Iterator[Path]:
    path: Path = settings.ACCORD_WORKSPACE.charter
    path.write_text(default_text())
    yield path
    for left in (*path.parent.glob("charter*.yaml"), marks.beside(path)):
        left.unlink(missing_ok=True)


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_typed_change_comes_in_force_with_two_passwords(django_capture_on_commit_callbacks: Any) -> None:
    ada, cmo, cio = (person(r) for r in (Role.MARKETING, Role.CMO, Role.CIO))
    answer = signed_in(ada).post(reverse("clause.draft", args=["services"]), {**TYPED, "propose": "yes"}, follow=True)
    row = Proposal.objects.get()
    assert "waits for both" in text_of(answer)
    sign = reverse("proposal.sign", args=[row.id])
    for who in (cmo, cio):
        client = signed_in(who)
        wrong = client.post(sign, {"version": "1", "password": "not it"}, follow=True)
        assert "nothing was signed" in text_of(wrong)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(sign, {"version": "1", "password": PASSWORD})
    assert queries.in_force()["services"].content[0]["slos"][0]["target"] == 0.9995
    assert load(settings.ACCORD_WORKSPACE.charter).services[0].name == "Checkout"
    page = text_of(signed_in(ada).get(reverse("clause", args=["services"])))
    assert "In force since" in page
    assert "Made-up Mara for marketing and Made-up Tom for IT" in page
    assert signed_in(ada).get(reverse("proposal.signed", args=[row.id])).json()


def test_a_wrong_value_is_told_beside_its_field_and_nothing_typed_is_lost() -> None:
    typed = {**TYPED, "services-0-slos-0-target": "120 %", "reason": "Because of <b>sales</b>"}
    answer = signed_in(person(Role.IT)).post(reverse("clause.draft", args=["services"]), typed)
    page = text_of(answer)
    assert answer.status_code == 400
    assert "Checkout, availability: Target: This is no target. Write it in per cent" in page
    assert 'value="120 %"' in page
    assert "Because of &lt;b&gt;sales&lt;/b&gt;" in page
    assert not Proposal.objects.exists()


def test_a_target_that_is_none_is_asked_for_in_per_cent_as_the_form_takes_it() -> None:
    client = signed_in(person(Role.IT))
    for wrong in ("-3", "1e400", "much"):
        typed = {**TYPED, "services-0-slos-0-target": wrong, "reason": "Because"}
        page = text_of(client.post(reverse("clause.draft", args=["services"]), typed))
        assert "in per cent, above 0 and up to 100" in page
        assert "a share such as" not in page


def test_a_row_is_added_without_storing_anything() -> None:
    client, address = signed_in(person(Role.IT)), reverse("clause.draft", args=["owners"])
    page = text_of(client.post(address, {"owners-0-subject": "lift", "more": "yes"}))
    assert 'name="owners-2-subject"' in page
    assert not Proposal.objects.exists()


def test_what_people_type_is_shown_as_text_everywhere() -> None:
    ada = person(Role.MARKETING)
    row = operations.draft(
        "services", [{"name": HOSTILE, "aliases": [HOSTILE]}], reason=HOSTILE, by=ada, now=queries_now()
    )
    client = signed_in(ada)
    _signed(operations.propose(row.id, version=1, by=ada, now=queries_now()))
    other = operations.draft("owners", [{"subject": HOSTILE, "marketing": HOSTILE, "it": "B"}], reason=HOSTILE, by=ada,
                             now=queries_now())  # fmt: skip
    pages = [
        reverse("charter"),
        reverse("clause", args=["services"]),
        reverse("clause.versions", args=["services"]),
        reverse("clause.change", args=["services"]),
        reverse("proposal", args=[row.id]),
        reverse("proposal", args=[other.id]),
        reverse("proposal.edit", args=[other.id]),
    ]
    for address in pages:
        page = text_of(client.get(address))
        assert "<img" not in page, address
        assert address == reverse("charter") or "&lt;img" in page, address


def queries_now() -> Any:
    from accord.record import clock

    return clock.now()


def test_an_overtaken_proposal_is_settled_and_brought_up_to_date() -> None:
    _signed(_waiting())
    first, second = _waiting(0.9995), _waiting(0.99)
    _signed(first)
    client, address = signed_in(person(Role.CMO, email="other@made-up.example")), reverse("proposal", args=[second.id])
    page = text_of(client.get(address))
    assert "Another change came in force first" in page
    assert "Checkout, availability: target 99.9 % → 99.95 %" in page
    refresh = reverse("proposal.refresh", args=[second.id])
    assert "choose for each" in text_of(client.post(refresh, {"version": "1", "next": address}, follow=True))
    client.post(refresh, {"version": "1", "choice-0": "mine"})
    second.refresh_from_db()
    assert (second.state, second.base_version, second.content[0]["slos"][0]["target"]) == ("draft", 2, 0.99)


def test_a_file_becomes_drafts_and_nothing_else(charter_file: Path) -> None:
    client = signed_in(person(Role.IT))
    before = charter_file.read_bytes()
    upload = SimpleUploadedFile("charter.yaml", b"calendar: {country: DE}\nliaisons: [{name: Made-up Lio, side: it}]")
    page = text_of(client.post(reverse("charter.preview"), {"file": upload}))
    assert "no country → DE" in page
    assert not Proposal.objects.exists()
    text = "calendar: {country: DE}\nliaisons: [{name: Made-up Lio, side: it}]"
    client.post(reverse("charter.draft_all"), {"text": text, "reason": "From the wiki."})
    assert {(p.clause, p.state) for p in Proposal.objects.all()} == {("calendar", "draft"), ("liaisons", "draft")}
    assert charter_file.read_bytes() == before


def test_objectives_of_another_tool_are_offered_as_a_proposal() -> None:
    client = signed_in(person(Role.IT))
    upload = SimpleUploadedFile("checkout.yaml", OPENSLO.encode())
    page = text_of(client.post(reverse("charter.preview"), {"file": upload}))
    assert "What checkout.yaml would change" in page
    assert "99.5 %" in page


@pytest.mark.parametrize("text", ["nonsense: 1", "calendar: [", "a: &a [*a]", "\x00", "calendar: {country: XX}"])
def test_a_text_that_is_no_charter_is_refused_in_words(text: str) -> None:
    client = signed_in(person(Role.IT))
    answer = client.post(reverse("charter.preview"), {"text": text, "next": reverse("charter.import")}, follow=True)
    assert answer.status_code == 200
    assert 'class="wrong"' in text_of(answer)


def test_the_export_is_read_back_as_the_same_charter() -> None:
    _signed(_waiting())
    answer = signed_in(person(Role.AUDITOR)).get(reverse("charter.export"))
    assert answer["Content-Disposition"] == 'attachment; filename="charter.yaml"'
    assert load(text_of(answer)).services == queries.agreed(settings.ACCORD_WORKSPACE).services


def test_a_file_edited_by_hand_is_told_and_can_be_written_again(
    charter_file: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _signed(_waiting())
    charter_file.write_text(charter_file.read_text().replace("0.999", "0.9"))
    client = signed_in(person(Role.IT))
    page = text_of(client.get(reverse("clause", args=["services"])))
    assert "charter.yaml differs from what is signed" in page
    assert "Checkout, availability: target 99.9 % → 90 %" in page
    client.post(reverse("charter.write_again"))
    assert "differs" not in text_of(client.get(reverse("charter")))


def test_a_version_that_there_is_not_is_said(client: Client) -> None:
    _signed(_waiting())
    ada = signed_in(person(Role.AUDITOR))
    address = reverse("clause.versions", args=["services"])
    assert ada.get(address, {"left": "0", "right": "1"}).status_code == 200
    assert ada.get(address, {"left": "0", "right": "9"}).status_code == 404
    assert ada.get(address, {"left": "x"}).status_code == 400
    assert ada.get(reverse("clause.versions", args=["owners"])).status_code == 404
    assert ada.get(reverse("clause", args=["words"])).status_code == 404


@pytest.mark.parametrize("broken", ["services: [{nam: x}]", "\tnot: yaml", "calendar: {country: XX}"])
def test_a_file_broken_by_hand_stops_no_page_and_is_written_again(
    charter_file: Path, broken: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _signed(_waiting())
    charter_file.write_text(broken)
    client = signed_in(person(Role.IT))
    assert client.get(reverse("account")).status_code == 200
    page = text_of(client.get(reverse("charter")))
    assert "The file cannot be read" in page
    assert "charter.yaml, line" in page
    refused = client.post(reverse("clause.draft", args=["liaisons"]), {"liaisons-0-name": "x", "reason": "y"})
    assert "Nobody knows what the draft says" in text_of(refused)
    client.post(reverse("charter.write_again"))
    assert load(charter_file).services[0].name == "Checkout"
    assert "The file cannot be read" not in text_of(client.get(reverse("charter")))


def test_damaged_marks_are_told_and_written_again(charter_file: Path, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _signed(_waiting())
    marks.beside(charter_file).write_text("{")
    client = signed_in(person(Role.IT))
    assert "charter.signed.json cannot be read" in text_of(client.get(reverse("charter")))
    client.post(reverse("charter.write_again"))
    assert marks.read(marks.beside(charter_file))["services"].version == 1
