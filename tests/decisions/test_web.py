"""The same in the browser: a password signs, a wrong one does not, and nothing typed is lost."""

from __future__ import annotations

import html
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from accord.decisions.models import Decision, Signed
from accord.people.models import Person
from tests.people_made_up import PASSWORD
from tests.web import scenes_decisions as scenes

pytestmark = pytest.mark.django_db


def _client(who: Person) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _sign(who: Person, decision: object, password: str) -> tuple[str, str]:
    form = {"version": "1", "password": password}
    client = _client(who)
    answer = client.post(reverse("decision.sign", args=[decision]), form)
    assert answer.status_code == 302
    return str(answer["Location"]), html.unescape(client.get(answer["Location"]).content.decode())


def test_two_passwords_of_two_sides_put_it_in_force(client: Client) -> None:
    [decision] = scenes.proposed_decision(None).args
    name = Decision.objects.get(pk=decision).name
    for role, told in (
        ("cmo", f"You have signed {name}. It is in force once the other side has signed, too."),
        ("cio", f"You have signed {name}, and so has the other side: it is in force."),
    ):
        _, page = _sign(scenes._one(scenes.Role(role)), decision, PASSWORD)
        assert told in page
    assert Decision.objects.get(pk=decision).state == "in_force"


@pytest.mark.parametrize("password", ["not my password", ""])
def test_without_the_right_password_nothing_is_signed(password: str) -> None:
    [decision] = scenes.proposed_decision(None).args
    to, _ = _sign(scenes._one(scenes.Role.CMO), decision, password)
    assert not Signed.objects.exists()
    assert password or "reauthenticate" in to


def test_a_form_with_a_wrong_number_comes_back_as_it_was_typed() -> None:
    made = scenes.drafted_decision(None)
    ada = scenes._one(scenes.Role.MARKETING)
    form = {**made.form, "title": "A title typed just now", "mid": "a lot"}
    answer = _client(ada).post(reverse("decision.save", args=made.args), form)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "A title typed just now" in text
    assert "a lot" in text
    assert Decision.objects.get(pk=made.args[0]).version == 1


def test_an_option_of_which_nobody_said_what_it_brings_is_not_told_to_lose_money() -> None:
    made = scenes.drafted_decision(None)
    ada = _client(scenes._one(scenes.Role.MARKETING))
    option = {"option-0-name": "Two people on call", "option-0-costs": "900", "chosen": "0"}
    ada.post(reverse("decision.save", args=made.args), {**made.form, **option})
    page = ada.get(reverse("decision", args=made.args)).content.decode()
    row = page.partition("Two people on call")[2].partition("</tr>")[0]
    assert "not said" in row
    assert "900" in row
    assert "\u2212" not in row
    first, *_, leave_it = ada.get(f"{reverse('decision', args=made.args)}.json").json()["options"]
    assert (first["unsaid"], first["left_over"], leave_it["unsaid"]) == (True, "", False)


def test_who_saves_over_anothers_text_is_told_once_that_nothing_was_stored() -> None:
    made = scenes.drafted_decision(None)
    ada = _client(scenes._one(scenes.Role.MARKETING))
    for _ in range(2):
        answer = ada.post(reverse("decision.save", args=made.args), {**made.form, "why": "Changed"})
    assert answer.content.decode().count("Nothing was stored") == 1


def test_a_hand_out_of_today_says_who_waits_for_what_and_what_waiting_costs() -> None:
    [decision] = scenes.proposed_decision(None).args
    cmo = _client(scenes._one(scenes.Role.CMO))
    page, told = cmo.get("/today.json").json(), _csv(cmo, "today")
    assert Decision.objects.get(pk=decision).title in told
    waiting = [f["waiting"]["text"] for f in page["needs"] if f["waiting"]["text"]]
    assert waiting
    assert all(text in told for text in waiting)


def test_a_hand_out_of_a_decision_says_what_came() -> None:
    [decision] = scenes.kept_decision(None).args
    cmo = _client(scenes._one(scenes.Role.CMO))
    [look], told = cmo.get(f"/decisions/{decision}.json").json()["looks"], _csv(cmo, f"decisions/{decision}")
    assert look["pairs"]
    assert all(label in told and text in told for label, text in look["pairs"])
    assert look["says"] in told


def _csv(client: Client, address: str) -> str:
    with zipfile.ZipFile(io.BytesIO(client.get(f"/{address}.csv").content)) as held:
        return "\n".join(held.read(name).decode() for name in held.namelist())
