"""What every door of the API keeps: the web's own answers, repeats, problems, who is let in."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accord.api import findings as doors_of_findings
from accord.api.given import Text
from accord.comments.models import Comment
from accord.people import operations as people
from accord.people.rights import Role
from tests.api.asking import ask, scene_of, token
from tests.people_made_up import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("operation", "page", "scene"),
    [
        ("today", "today", ""),
        ("finding", "finding", "a_finding"),
        ("findings", "findings", ""),
        ("decision", "decision", "decision_in_force"),
        ("imported", "facts_import", "facts_import"),
    ],
)
def test_the_api_answers_what_the_web_hands_out(operation: str, page: str, scene: str, client: Client) -> None:
    who = person(Role.CMO)
    at = scene_of(scene, who)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    there = client.get(reverse(f"{page}.as", args=(*at.args, "json"))).json()
    here = ask(client, operation, at).json()
    here.pop("next", None)
    assert here == there


def test_the_words_and_the_locale_may_be_asked_for(client: Client) -> None:
    who = person(Role.CMO)
    scene = scene_of("a_finding", who)
    address = reverse("api:finding", args=scene.args)
    headers = {"Authorization": f"Bearer {token(who, 'read')}"}
    it = client.get(address, {"audience": "it", "locale": "de-DE", "zone": "Asia/Tokyo"}, headers=headers).json()
    assert (it["finding"]["audience"], it["form"]["locale"], it["form"]["zone"]) == (
        "it",
        "de_DE",
        "Asia/Tokyo",
    )
    wrong = client.get(address, {"zone": "Asia/Nowhere"}, headers=headers)
    assert (wrong.status_code, wrong.json()["errors"][0]["at"]) == (422, "query.zone")


def test_a_comment_sent_twice_with_one_key_is_said_once(client: Client) -> None:
    who = person(Role.CMO)
    scene, secret = scene_of("a_comment", who), token(who, "read", "prepare")
    first, second = (ask(client, "comment", scene, secret, **{"Idempotency-Key": "mine-1"}) for _ in range(2))
    assert (first.status_code, second.status_code, Comment.objects.count()) == (201, 201, 1)
    assert first.content == second.content
    assert ("Idempotent-Replayed" in first.headers, second.headers["Idempotent-Replayed"]) == (False, "true")


def test_a_file_sent_again_with_one_key_is_brought_once_whatever_the_boundary(client: Client) -> None:
    who = person(Role.CMO)
    headers = {"Authorization": f"Bearer {token(who, 'read', 'prepare')}", "Idempotency-Key": "mine-2"}
    address = reverse("api:bring")

    def bring(content: bytes) -> tuple[int, str]:
        answer = client.post(address, {"files": SimpleUploadedFile("orders.csv", content)}, headers=headers)
        return answer.status_code, answer.json().get("id", "")

    first = bring(b"order_id\n1\n")
    assert (first[0], bring(b"order_id\n1\n")) == (201, first)
    assert bring(b"order_id\n2\n")[0] == 422


def test_a_request_that_broke_says_nothing_of_the_inside_and_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the secret inside")

    who = person(Role.CMO)
    scene, secret = scene_of("a_comment", who), token(who, "read", "prepare")
    monkeypatch.setattr(doors_of_findings.comments, "say", broken)
    answer = ask(client, "comment", scene, secret, **{"Idempotency-Key": "mine-3"})
    monkeypatch.undo()
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert b"secret inside" not in answer.content
    again = ask(client, "comment", scene, secret, **{"Idempotency-Key": "mine-3"})
    assert (again.status_code, again.content, Comment.objects.count()) == (500, answer.content, 0)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    who = person(Role.CMO)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    scene = scene_of("a_comment", who)
    answer = client.post(
        reverse("api:comment", args=scene.args),
        json.dumps({"text": "x" * 2000}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token(who, 'read', 'prepare')}"},
    )
    assert (answer.status_code, answer.json()["title"]) == (413, "Request Entity Too Large")


def test_a_token_ends_with_its_owner_and_one_that_is_wrong_is_not_saved_by_a_session(client: Client) -> None:
    who, admin = person(Role.MARKETING), person(Role.ADMINISTRATOR)
    secret = token(who, "read")
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    assert ask(client, "today", scene_of("", None), secret).status_code == 200
    people.deactivate(by=admin, whom=who, now=datetime.now(UTC))
    assert ask(client, "today", scene_of("", None), secret).status_code == 401
    assert ask(client, "today", scene_of("", None)).status_code == 200


def test_whoever_asks_too_often_is_told_when_to_ask_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.api.entrance.RATE", "3/m")
    who = person(Role.FINANCE)
    answers = [ask(client, "way_back", scene_of("", None), token(who, "read")) for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


def test_an_address_or_a_method_that_there_is_not_is_a_problem(client: Client) -> None:
    nowhere, wrong = client.get("/api/v1/nowhere"), client.delete("/api/v1/today")
    assert (nowhere.status_code, nowhere.headers["Content-Type"]) == (404, "application/problem+json")
    assert (wrong.status_code, wrong.headers["Allow"], wrong.json()["status"]) == (405, "GET", 405)


def test_a_body_that_is_no_json_is_refused_in_plain_words(client: Client) -> None:
    secret = token(person(Role.CMO), "read", "prepare")
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.post("/api/v1/you/audience", "{", content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["detail"].partition(";")[0]) == (
        400,
        "The body is not JSON that can be read",
    )


def test_a_text_with_nul_is_refused_before_a_database_sees_it() -> None:
    with pytest.raises(ValueError, match="NUL"):
        Text(text="a\x00b")


def test_a_change_can_be_taken_back_by_the_way_that_the_api_tells(client: Client) -> None:
    who = person(Role.CMO)
    scene, secret = scene_of("a_comment", who), token(who, "read", "prepare")
    ask(client, "comment", scene, secret)
    way = ask(client, "way_back", scene_of("", None), secret).json()["id"]
    answer = client.post(reverse("api:undo", args=[way]), headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["says"]) == (200, "Commented.")
    assert ask(client, "said", scene, secret).json()["comments"] == []
