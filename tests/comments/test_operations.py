"""Comments and restatements: said by those who may, with what got lost, and taken back in time."""

from __future__ import annotations

import pytest

from accord.comments import operations, queries
from accord.people.rights import NotAllowed, Role
from accord.record import undo
from accord.record.models import Activity
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db


def test_a_comment_names_whom_it_mentions() -> None:
    mara, tom = person(Role.CMO), person(Role.CIO)
    said = operations.say(by=mara, kind="finding", subject="f1", text="@cio, is that so? @nobody", now=NOW)
    assert said.mentions == [str(tom.id)]
    assert [c.text for c in queries.comments("finding", "f1")] == ["@cio, is that so? @nobody"]
    assert queries.comments("finding", "f2") == ()


def test_an_address_in_the_text_is_no_mention() -> None:
    person(Role.CIO, email="made-up.example@made-up.example")
    assert operations.mentioned("write to x@made-up.example") == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_takes_no_side_does_not_comment(role: Role) -> None:
    with pytest.raises(NotAllowed):
        operations.say(by=person(role), kind="finding", subject="f1", text="Hm", now=NOW)


def test_finance_comments_but_does_not_say_back() -> None:
    fay = person(Role.FINANCE)
    operations.say(by=fay, kind="finding", subject="f1", text="Hm", now=NOW)
    with pytest.raises(NotAllowed):
        operations.say_back(
            by=fay, kind="finding", subject="f1", revision="r", original="1", text="1", names=(), now=NOW
        )


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
def test_an_empty_or_endless_comment_is_refused_and_leaves_nothing(text: str) -> None:
    with pytest.raises(ValueError):
        operations.say(by=person(Role.CMO), kind="finding", subject="f1", text=text, now=NOW)
    assert not Activity.objects.exists()


def test_a_restatement_keeps_what_it_lost() -> None:
    points = operations.say_back(
        by=person(Role.CIO),
        kind="finding",
        subject="f1",
        revision="r1",
        original="We pay at most €4,200",
        text="You pay",
        names=(),
        now=NOW,
    )
    assert [p.text for p in points if not p.kept] == ["at most €4,200", "€4,200"]
    assert queries.restatements("finding", "f1")[0].lost == ("at most €4,200", "€4,200")


def test_what_was_just_said_can_be_taken_back() -> None:
    mara = person(Role.CMO)
    operations.say(by=mara, kind="finding", subject="f1", text="Hm", now=NOW)
    way = undo.offered(mara, now=NOW)
    assert way is not None
    undo.undo(mara, way.id, now=NOW)
    assert queries.comments("finding", "f1") == ()
    assert [a.verb for a in Activity.objects.all()] == ["took back", "commented"]
