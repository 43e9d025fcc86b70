"""An answer that is given once: what is kept, what is refused, and what a crash leaves."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from accord.people.rights import Role
from accord.record.models import Activity, Once
from accord.record.once import KEPT, LEASE, AnotherRequest, Answer, Busy, once
from accord.record.writing import change
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db
WHO = uuid4()
DONE = Answer(201, "application/json", b'{"done": 1}', {"X-Of": "mine"})


def _told(fault: Exception) -> Answer:
    return Answer(422 if isinstance(fault, ValueError) else 500, "application/problem+json", str(fault).encode())


class Counted:
    """Something that is done, and how often it was."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.times, self.fault = 0, fault

    def __call__(self) -> Answer:
        self.times += 1
        if self.fault:
            raise self.fault
        return DONE


def test_the_same_key_gets_the_first_answer_and_does_nothing_again() -> None:
    do = Counted()
    first, second = (once(WHO, "k", "asked", do, _told, now=NOW) for _ in range(2))
    assert (do.times, first.again, second.again) == (1, False, True)
    assert (second.status, second.body, second.media_type, second.headers) == (
        first.status,
        first.body,
        first.media_type,
        first.headers,
    )


def test_the_same_key_of_somebody_else_is_another_key() -> None:
    do = Counted()
    once(WHO, "k", "asked", do, _told, now=NOW)
    once(uuid4(), "k", "asked", do, _told, now=NOW)
    assert do.times == 2


def test_the_same_key_with_another_request_is_refused() -> None:
    once(WHO, "k", "asked", Counted(), _told, now=NOW)
    with pytest.raises(AnotherRequest):
        once(WHO, "k", "something else", Counted(), _told, now=NOW)


def test_a_failure_of_the_server_is_kept_and_what_it_had_begun_is_not() -> None:
    mara = person(Role.CMO)

    def breaks() -> Answer:
        with change(mara, "tried", "thing", 1, "tried something", now=NOW):
            pass
        raise RuntimeError("no more room")

    assert once(WHO, "k", "asked", breaks, _told, now=NOW).status == 500
    again = Counted()
    assert once(WHO, "k", "asked", again, _told, now=NOW).body == b"no more room"
    assert again.times == 0
    assert not Activity.objects.exists()


def test_a_refusal_is_not_kept_so_that_the_mended_request_may_use_the_key() -> None:
    assert once(WHO, "k", "asked", Counted(ValueError("give a title")), _told, now=NOW).status == 422
    assert once(WHO, "k", "mended", Counted(), _told, now=NOW).status == 201


def test_a_twin_is_sent_away_while_the_first_is_being_answered() -> None:
    def with_twin() -> Answer:
        with pytest.raises(Busy):
            once(WHO, "k", "asked", Counted(), _told, now=NOW)
        return DONE

    assert once(WHO, "k", "asked", with_twin, _told, now=NOW).status == 201


def test_after_a_crash_the_request_may_be_sent_again_once_the_first_has_surely_ended() -> None:
    Once.objects.create(person=WHO, key="k", asked="asked", begun_at=NOW)
    with pytest.raises(Busy):
        once(WHO, "k", "asked", Counted(), _told, now=NOW + LEASE / 2)
    assert once(WHO, "k", "asked", Counted(), _told, now=NOW + LEASE).status == 201


def test_whoever_was_taken_over_changes_nothing() -> None:
    mara = person(Role.CMO)

    def slow() -> Answer:
        with change(mara, "did", "thing", 1, "did something late", now=NOW):
            once(WHO, "k", "asked", Counted(), _told, now=NOW + LEASE)
        return DONE

    with pytest.raises(Busy):
        once(WHO, "k", "asked", slow, _told, now=NOW)
    assert not Activity.objects.exists()


def test_a_key_is_free_again_after_a_day_and_not_before() -> None:
    do = Counted()
    once(WHO, "k", "asked", do, _told, now=NOW)
    once(WHO, "k", "asked", do, _told, now=NOW + KEPT)
    assert do.times == 1
    once(WHO, "k", "asked", do, _told, now=NOW + KEPT + timedelta(seconds=1))
    assert do.times == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="1 to 255"):
        once(WHO, key, "asked", Counted(), _told, now=NOW)
    assert not Once.objects.exists()
