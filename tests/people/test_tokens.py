"""Tokens open what their owner may, as long as everything about them holds, and never sign."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accord.people import operations, queries
from accord.people.models import Token
from accord.people.rights import NotAllowed, Role
from accord.people.secret import hashed, new_secret
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_token_names_its_owner_and_what_it_was_made_for() -> None:
    ada = person(Role.MARKETING)
    made, secret = operations.make_token(
        by=ada, kind="api", name="report", scopes=["prepare", "read"], until=NOW + DAY, now=NOW
    )
    assert queries.token_holder(secret, "api", NOW) == (ada, frozenset({"read", "prepare"}))
    assert made.hash == hashed(secret)
    assert secret not in str(Token.objects.values().get())


def test_a_secret_holds_256_bits_and_no_two_are_alike() -> None:
    made = {new_secret() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(s) == 43 for s in made)


def test_a_token_is_refused_when_expired_revoked_of_another_kind_or_unknown() -> None:
    ada = person(Role.MARKETING)
    made, secret = operations.make_token(by=ada, kind="api", name="x", until=NOW + DAY, now=NOW)
    assert queries.token_holder(secret, "api", NOW + DAY - timedelta(seconds=1))
    assert queries.token_holder(secret, "api", NOW + DAY) is None
    assert queries.token_holder(secret, "feed", NOW) is None
    assert queries.token_holder(secret + "x", "api", NOW) is None
    operations.revoke_token(by=ada, token=made, now=NOW)
    assert queries.token_holder(secret, "api", NOW) is None


def test_a_token_older_than_its_owners_valid_from_is_refused() -> None:
    ada = person(Role.MARKETING)
    _, secret = operations.make_token(by=ada, kind="api", name="x", now=NOW)
    ada.valid_from = NOW + timedelta(seconds=1)
    ada.save()
    assert queries.token_holder(secret, "api", NOW + DAY) is None


def test_a_token_of_somebody_shut_out_is_refused_even_if_nobody_revoked_it() -> None:
    ada = person(Role.MARKETING)
    _, secret = operations.make_token(by=ada, kind="api", name="x", now=NOW)
    ada.is_active = False
    ada.save()
    assert queries.token_holder(secret, "api", NOW) is None


@pytest.mark.parametrize("scopes", [["sign"], ["read", "sign"], [], ["administer"]])
def test_no_token_is_made_to_sign(scopes: list[str]) -> None:
    with pytest.raises(ValueError, match="never signs"):
        operations.make_token(by=person(Role.CMO), kind="api", name="x", scopes=scopes, now=NOW)


def test_a_feed_only_reads_and_a_link_takes_the_right_to_share() -> None:
    ada, aud = person(Role.MARKETING), person(Role.AUDITOR)
    with pytest.raises(ValueError, match="only reads"):
        operations.make_token(by=ada, kind="feed", name="x", scopes=["read", "prepare"], now=NOW)
    with pytest.raises(NotAllowed):
        operations.make_token(by=aud, kind="share", name="x", now=NOW)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_token_needs_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="give the token a name"):
        operations.make_token(by=person(Role.CMO), kind="api", name=name, now=NOW)


def test_an_end_in_the_past_is_refused() -> None:
    with pytest.raises(ValueError, match="day to come"):
        operations.make_token(by=person(Role.CMO), kind="api", name="x", until=NOW, now=NOW)


def test_only_the_owner_and_an_administrator_revoke_a_token() -> None:
    made, secret = operations.make_token(by=person(Role.MARKETING), kind="api", name="x", now=NOW)
    with pytest.raises(NotAllowed):
        operations.revoke_token(by=person(Role.CMO), token=made, now=NOW)
    operations.revoke_token(by=person(Role.ADMINISTRATOR), token=made, now=NOW)
    assert queries.token_holder(secret, "api", NOW) is None


def test_the_day_of_use_is_noted_with_one_write_a_day(django_assert_num_queries: object) -> None:
    made, secret = operations.make_token(by=person(Role.MARKETING), kind="api", name="x", now=NOW)
    queries.token_holder(secret, "api", NOW)
    made.refresh_from_db()
    assert made.last_used == NOW.date()
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.token_holder(secret, "api", NOW + timedelta(hours=2))
    queries.token_holder(secret, "api", NOW + DAY)
    made.refresh_from_db()
    assert made.last_used == (NOW + DAY).date()
