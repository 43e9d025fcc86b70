"""Goals of another tool are taken up on the charter's page as a draft, and what is left is said."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accord.people.rights import Role
from tests.methods.goal_files.test_reading import DBT, OKRS
from tests.people_made_up import person
from tests.web.test_charter import signed_in

pytestmark = pytest.mark.django_db


def _shown(text: str, name: str) -> str:
    client = signed_in(person(Role.MARKETING))
    file = SimpleUploadedFile(name, text.encode())
    answer = client.post(reverse("charter.preview"), {"file": file})
    assert answer.status_code == 200
    return answer.content.decode()


def test_okrs_become_a_change_of_the_objectives() -> None:
    shown = _shown(OKRS, "okrs.csv")
    assert "Shared objectives" in shown
    assert "raise_nps" in shown
    assert "it does not say whether more or less is better" in shown


def test_metrics_of_dbt_become_key_results_that_are_watched() -> None:
    shown = _shown(DBT, "metrics.yml")
    assert "large_share" in shown
    assert "config.meta.unit" in shown


def test_only_those_who_see_rewards_are_led_to_what_rewards_do() -> None:
    way = f'href="{reverse("incentives")}"'
    led = {role: way in signed_in(person(role)).get(reverse("goals")).content.decode() for role in Role}
    assert {role for role, there in led.items() if there} == {Role.CMO, Role.CIO, Role.FINANCE}
