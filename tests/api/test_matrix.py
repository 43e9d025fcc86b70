"""Every operation of the API x role x scope, from the lines of ``matrix.csv``; an operation without a line fails."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.test import Client

from accord.people.rights import Role
from tests.api.asking import BY_NAME, ask, scene_of, token
from tests.people_made_up import person

pytestmark = pytest.mark.django_db
LINES = list(csv.DictReader((Path(__file__).parent / "matrix.csv").read_text(encoding="utf-8").splitlines()))
ROLES = [role.value for role in Role]
PROBLEM = "application/problem+json"


def test_every_operation_has_one_line_in_the_matrix() -> None:
    assert sorted((o.operation, o.method) for o in BY_NAME.values()) == sorted(
        (line["operation"], line["method"]) for line in LINES
    )


def test_nothing_of_the_api_signs_or_settles_who_may_do_what() -> None:
    words = ("sign", "hand", "invite", "role", "deactivate", "token")
    assert [o for o, route in BY_NAME.items() if route.method == "POST" and any(w in o for w in words)] == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("line", LINES, ids=lambda line: line["operation"])
def test_each_role_gets_the_answer_of_its_line(line: dict[str, str], role: str, client: Client) -> None:
    who = person(Role(role))
    scene = scene_of(line["scene"], who)
    answer = ask(client, line["operation"], scene, token(who, "read", "prepare"))
    assert answer.status_code == int(line[role]), answer.content[:600].decode(errors="replace")
    assert (answer.headers["Content-Type"] == PROBLEM) == (answer.status_code >= 400)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["operation"])
def test_a_token_that_may_only_read_reads_and_changes_nothing(line: dict[str, str], client: Client) -> None:
    who = person(Role.CMO)
    scene = scene_of(line["scene"], who)
    answer = ask(client, line["operation"], scene, token(who, "read"))
    changes = BY_NAME[line["operation"]].scope != "read"
    assert answer.status_code == (403 if changes else int(line["cmo"]))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["operation"])
def test_somebody_unknown_gets_nothing(line: dict[str, str], client: Client) -> None:
    scene = scene_of(line["scene"], person(Role.CMO))
    for secret in ("", "accord_api_wrong"):
        answer = ask(client, line["operation"], scene, secret)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json()["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("line", [i for i in LINES if i["method"] == "POST"], ids=lambda line: line["operation"])
def test_a_form_of_another_site_changes_nothing_for_somebody_signed_in(line: dict[str, str]) -> None:
    who = person(Role.CMO)
    scene = scene_of(line["scene"], who)
    client = Client(enforce_csrf_checks=True)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    answer = ask(client, line["operation"], scene)
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, PROBLEM)
