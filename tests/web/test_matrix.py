"""Every address x role x format, from the lines of ``matrix/``; an address without a line fails."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accord.people.rights import RIGHTS, Right, Role
from tests.people_made_up import person
from tests.web.scenes import Scene, all_scenes

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "matrix"
SCENES = all_scenes()
ROLES = ["nobody", *(r.value for r in Role)]
# Django's own and django-allauth's pages have tests of their own beside people/.
ELSEWHERE = ("account/", "administration/", "api/")


def _lines() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for file in sorted(FOLDER.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as text:
            found += list(csv.DictReader(text))
    return found


LINES = _lines()


def _addresses(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from () if str(one.pattern) in ELSEWHERE else _addresses(one)
        elif isinstance(one, URLPattern):
            yield str(one.name)


def test_every_address_has_a_line_in_the_matrix() -> None:
    known = {line["address"] for line in LINES}
    known |= {f"{line['address']}.as" for line in LINES if line["formats"]}
    asked = set(_addresses(get_resolver()))
    assert sorted(asked - known) == []
    assert sorted(known - asked) == []


def test_every_line_names_every_role_and_a_scene_that_exists() -> None:
    for line in LINES:
        assert all(line[role] for role in ROLES), line
        assert not line["scene"] or line["scene"] in SCENES, line


# A mail program posts here for its reader (RFC 8058): what it needs is the signed link.
WITHOUT_TOKEN = ("mail_stop",)
POSTS = [line for line in LINES if line["method"] == "POST" and line["address"] not in WITHOUT_TOKEN]
CASES = [
    pytest.param(line, role, form, id=f"{line['method']}-{line['address']}-{role}-{form or 'html'}")
    for line in LINES
    for role in ROLES
    for form in ["", *line["formats"].split()]
]


@pytest.mark.parametrize(("line", "role", "form"), CASES)
def test_each_role_gets_the_answer_of_its_line(line: dict[str, str], role: str, form: str, client: Client) -> None:
    who = None if role == "nobody" else person(Role(role))
    scene = SCENES[line["scene"]](who) if line["scene"] else Scene()
    if who is not None:
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse(line["address"] + (".as" if form else ""), args=(*scene.args, *([form] if form else [])))
    given: Any = scene.query if line["method"] == "GET" else scene.form
    answer = (
        client.generic("HEAD", address) if line["method"] == "HEAD" else _ask(client, line["method"], address, given)
    )
    assert answer.status_code == _expected(line[role], role, form), answer.content[:600].decode(errors="replace")


def _ask(client: Client, method: str, address: str, given: dict[str, Any]) -> Any:
    return client.get(address, given) if method == "GET" else client.post(address, given)


def _expected(cell: str, role: str, form: str) -> int:
    exports = role != "nobody" and Right.EXPORT in RIGHTS[Role(role)]
    return 403 if cell == "200" and form not in ("", "json") and not exports else int(cell)


@pytest.mark.parametrize("line", POSTS, ids=lambda line: line["address"])
def test_an_address_that_changes_something_refuses_get_and_a_form_of_another_site(line: dict[str, str]) -> None:
    who = person(Role.CMO)
    scene = SCENES[line["scene"]](who) if line["scene"] else Scene()
    address = reverse(line["address"], args=scene.args)
    client = Client(enforce_csrf_checks=True)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address, scene.form).status_code == 403
    both = any(o["address"] == line["address"] and o["method"] == "GET" for o in LINES)
    assert client.get(address).status_code in ((200, 302) if both else (405,))
