"""A form sent twice does its work once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accord.comments.models import Comment
from accord.findings.identity import finding_id
from accord.people.rights import Role
from tests.people_made_up import person
from tests.web.scenes_findings import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client: Client) -> str:
    client.force_login(person(Role.CMO), backend="django.contrib.auth.backends.ModelBackend")
    return reverse("finding.comment", args=[finding_id(published().findings[0])])


def test_the_second_of_two_clicks_gets_the_answer_of_the_first(address: str, client: Client) -> None:
    answers = [client.post(address, {"text": "Hm", "once": "k1"}) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Comment.objects.count() == 1


def test_without_a_key_each_is_answered(address: str, client: Client) -> None:
    for _ in range(2):
        client.post(address, {"text": "Hm"})
    assert Comment.objects.count() == 2


def test_a_key_serves_one_form_only(address: str, client: Client) -> None:
    client.post(address, {"text": "Hm", "once": "k1"})
    client.post(address, {"text": "Something else", "once": "k1"})
    assert [c.text for c in Comment.objects.all()] == ["Hm"]


def test_what_was_refused_may_be_sent_again_mended(address: str, client: Client) -> None:
    client.post(address, {"text": "", "once": "k1"})
    client.post(address, {"text": "Hm", "once": "k1"})
    assert [c.text for c in Comment.objects.all()] == ["Hm"]


def test_what_was_refused_says_why(address: str, client: Client) -> None:
    answer = client.post(address, {"text": "", "once": "k1"}, follow=True)
    assert "nothing was written" in answer.content.decode()
