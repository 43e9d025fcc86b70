"""Today says what waits for the reader's own signature, decisions and changes of the charter alike."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accord.charter import operations
from accord.people.rights import Role
from tests.people_made_up import person
from tests.web.test_charter import charter_file, queries_now, signed_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["charter_file"]


def proposed(clause: str, content: list[dict[str, str]]) -> None:
    ada = person(Role.MARKETING)
    row = operations.draft(clause, content, reason="So that it is told.", by=ada, now=queries_now())
    operations.propose(row.id, version=1, by=ada, now=queries_now())


def told(role: Role) -> bool:
    return "1 change of the charter to sign" in text_of(signed_in(person(role)).get(reverse("today")))


def test_both_heads_see_a_change_of_the_charter_that_they_may_sign() -> None:
    proposed("services", [{"name": "Checkout"}])
    assert {role: told(role) for role in (Role.CMO, Role.CIO, Role.IT, Role.AUDITOR)} == {
        Role.CMO: True,
        Role.CIO: True,
        Role.IT: False,
        Role.AUDITOR: False,
    }
