"""A page given again is never older than the record, and never somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accord.comments import operations as comments
from accord.decisions import operations
from accord.findings.identity import finding_id
from accord.people.models import Person
from accord.people.rights import Role
from accord.record.models import Activity
from accord.web import door
from accord.web.kept import SHELF, Kept, Shelf
from accord.workspace.folder import Workspace
from tests.pages.made_up import brief
from tests.people_made_up import NOW, person
from tests.web.scenes_findings import published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_shelf() -> Iterator[None]:
    SHELF.clear()
    yield
    SHELF.clear()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of pages that were made anew."""
    told: list[str] = []
    show = door.show

    def noted(a: Any, page: Any, template: str, step: str, status: int = 200) -> Any:
        told.append(template)
        return show(a, page, template, step, status)

    monkeypatch.setattr(door, "show", noted)
    monkeypatch.setattr(door.clock, "now", lambda: NOW)
    return told


def _signed_in(role: Role) -> tuple[Person, Client]:
    who, client = person(role), Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("findings"))  # brings the token of forms
    return who, client


def test_the_same_page_for_the_same_person_is_made_once(made: list[str]) -> None:
    published()
    _, client = _signed_in(Role.CMO)
    first = client.get(reverse("today"))
    again = client.get(reverse("today"))
    assert first.content == again.content
    assert made.count("today/today.html") == 1
    assert client.get(reverse("today"), headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_another_person_another_audience_and_another_locale_are_other_pages(made: list[str]) -> None:
    published()
    mara, client = _signed_in(Role.CMO)
    _, other = _signed_in(Role.CIO)
    for one in (client, other):
        one.get(reverse("today"))
    client.get(reverse("today") + "?audience=it")
    mara.locale = "de_DE"
    mara.save()
    client.get(reverse("today"))
    assert made.count("today/today.html") == 4


def test_people_of_one_role_and_side_share_a_page_before_it_is_rendered(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from accord.web.today import views

    asked: list[str] = []
    page = views.pages.today_page

    def noted(who: Person, *given: Any, **more: Any) -> Any:
        asked.append(who.role)
        return page(who, *given, **more)

    published()
    two = [Person.objects.make(email=f"made-up-{n}@made-up.example", name=f"Made up {n}", role=Role.IT) for n in (1, 2)]
    people = [(Client(), who) for who in (*two, person(Role.MARKETING), person(Role.CIO))]
    for client, who in people:
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        client.get(reverse("findings"))
    monkeypatch.setattr(views.pages, "today_page", noted)
    for client, who in people:
        assert who.name in client.get(reverse("today")).content.decode()
    assert asked == ["it", "marketing", "cio"]
    people[1][1].is_active = False
    people[1][1].save()
    assert people[1][0].get(reverse("today")).status_code == 302


def test_a_change_by_anybody_shows_at_once(made: list[str]) -> None:
    name = finding_id(published().findings[0])
    _, client = _signed_in(Role.CMO)
    before = client.get(reverse("finding", args=[name])).content.decode()
    tom = person(Role.CIO)
    comments.say(by=tom, kind="finding", subject=name, text="A new thought", now=NOW)
    assert "A new thought" not in before
    assert "A new thought" in client.get(reverse("finding", args=[name])).content.decode()


def test_a_change_that_was_committed_behind_later_ones_shows_at_once(made: list[str]) -> None:
    """PostgreSQL gives a row its number when it is written; whoever commits late appears in the middle."""
    published()
    _, client = _signed_in(Role.CMO)
    told = {"at": NOW, "actor_name": "Tom", "verb": "made", "subject_kind": "thing", "says": "made a thing"}
    last = Activity.objects.order_by("-id").values_list("id", flat=True)[0]
    Activity.objects.create(id=last + 2, subject="quick", **told)
    client.get(reverse("today"))
    Activity.objects.create(id=last + 1, subject="slow", **told)
    client.get(reverse("today"))
    client.get(reverse("today"))
    assert made.count("today/today.html") == 2


@pytest.mark.parametrize(("field", "value"), [
    ("name", "Mara Made-up"), ("zone", "Asia/Tokyo"), ("locale", "fr_FR"), ("audience", "finance"),
    ("role", Role.AUDITOR.value), ("side", "it"),
])  # fmt: skip
def test_whatever_a_page_says_of_its_reader_makes_it_another_page(made: list[str], field: str, value: str) -> None:
    published()
    mara, client = _signed_in(Role.CMO)
    client.get(reverse("today"))
    Person.objects.filter(pk=mara.pk).update(**{field: value})
    client.get(reverse("today"))
    assert made.count("today/today.html") == 2


def test_facts_that_came_in_and_clauses_that_changed_show_at_once(
    made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published()
    workspace = Workspace(tmp_path).create()
    monkeypatch.setattr(settings, "ACCORD_WORKSPACE", workspace)
    _, client = _signed_in(Role.CMO)
    client.get(reverse("findings"))
    for path in (workspace.charter, workspace.manifest):
        shown = made.count("findings/list.html")
        path.write_text("{}", encoding="utf-8")
        client.get(reverse("findings"))
        assert made.count("findings/list.html") == shown + 1


def test_a_brief_published_anew_shows_at_once(made: list[str]) -> None:
    published()
    _, client = _signed_in(Role.CMO)
    before = client.get(reverse("findings")).content
    operations.publish(replace(brief(), findings=()), now=NOW)
    assert client.get(reverse("findings")).content != before


def test_the_same_finding_in_other_words_is_worked_out_for_them(made: list[str]) -> None:
    """What is worked out once for all holds nobody's words but those of its audience."""
    name = finding_id(published().findings[0])
    _, client = _signed_in(Role.CMO)
    told = {a: client.get(reverse("finding", args=[name]), {"audience": a}).content for a in ("marketing", "it")}
    assert told["marketing"] != told["it"]
    again = {a: client.get(reverse("finding", args=[name]), {"audience": a}).content for a in ("marketing", "it")}
    assert again == told


def test_somebody_shut_out_gets_no_kept_page(made: list[str]) -> None:
    published()
    mara, client = _signed_in(Role.CMO)
    assert client.get(reverse("today")).status_code == 200
    mara.is_active = False
    mara.save()
    assert client.get(reverse("today")).status_code == 302


def test_a_page_is_made_anew_after_a_minute(made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    _, client = _signed_in(Role.CMO)
    client.get(reverse("today"))
    monkeypatch.setattr(door.clock, "now", lambda: NOW + timedelta(minutes=1))
    client.get(reverse("today"))
    assert made.count("today/today.html") == 2


def test_the_shelf_lets_go_of_what_was_used_longest_ago() -> None:
    shelf = Shelf(most=10)
    for n in range(3):
        shelf.put((n,), Kept(b"12345", "text/html", str(n)))
    assert [n for n in range(3) if shelf.get((n,))] == [1, 2]


def test_a_page_that_offers_an_undo_is_not_given_again(made: list[str]) -> None:
    name = finding_id(published().findings[0])
    mara, client = _signed_in(Role.CMO)
    comments.say(by=mara, kind="finding", subject=name, text="Hm", now=NOW)
    for _ in range(2):
        client.get(reverse("today"))
    assert made.count("today/today.html") == 2
