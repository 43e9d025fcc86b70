"""One way to write: the change and its row of activity stand or fall together."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from accord.people.models import Person
from accord.people.rights import Role
from accord.record import undo
from accord.record.append_only import WrittenOnce
from accord.record.models import Activity
from accord.record.writing import HOUSE, change
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db


def _rename(by: Person, name: str) -> None:
    with change(by, "renamed", "person", by.id, f"is now called {name}", now=NOW):
        by.name = name
        by.save(update_fields=["name"])


def test_a_change_leaves_one_row_of_activity_that_says_who_and_what() -> None:
    mara = person(Role.CMO)
    _rename(mara, "Mara M.")
    row = Activity.objects.get()
    assert (row.actor, row.actor_side, row.verb, row.says) == (
        mara.id,
        "marketing",
        "renamed",
        "is now called Mara M.",
    )


def test_without_its_row_of_activity_a_change_does_not_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    mara = person(Role.CMO)

    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("no room for the row")

    monkeypatch.setattr(Activity.objects, "create", broken)
    with pytest.raises(DatabaseError):
        _rename(mara, "Somebody else")
    mara.refresh_from_db()
    assert mara.name == "Made-up Mara"


def test_a_change_that_fails_leaves_no_row_of_activity() -> None:
    with pytest.raises(ZeroDivisionError), change(HOUSE, "tried", "thing", "1", "tried", now=NOW):
        _ = 1 / 0
    assert not Activity.objects.exists()


def test_a_row_of_activity_cannot_be_changed_or_deleted_by_the_model() -> None:
    _rename(person(Role.CMO), "Mara M.")
    row = Activity.objects.get()
    row.says = "something else"
    with pytest.raises(WrittenOnce):
        row.save()
    with pytest.raises(WrittenOnce):
        row.delete()
    with pytest.raises(WrittenOnce):
        Activity.objects.all().delete()
    with pytest.raises(WrittenOnce):
        Activity.objects.update(says="something else")


@pytest.mark.parametrize("statement", ["update record_activity set says = 'x'", "delete from record_activity"])
def test_the_database_itself_refuses_to_change_a_row_of_activity(statement: str) -> None:
    _rename(person(Role.CMO), "Mara M.")
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Activity.objects.get().says == "is now called Mara M."


def test_undo_is_open_for_half_a_minute_to_the_person_who_made_the_change() -> None:
    taken_back: list[str] = []
    undo.way("made-up.thing")(lambda by, given, now: taken_back.append(given["thing"]))
    mara, tom = person(Role.CMO), person(Role.CIO)
    offered = undo.offer(mara, "made-up.thing", "Made a thing", {"thing": "x"}, now=NOW)
    with pytest.raises(undo.TooLate):
        undo.undo(tom, offered.id, now=NOW)
    with pytest.raises(undo.TooLate):
        undo.undo(mara, offered.id, now=NOW + undo.OPEN_FOR)
    undo.undo(mara, offered.id, now=NOW)
    with pytest.raises(undo.TooLate):
        undo.undo(mara, offered.id, now=NOW)
    assert taken_back == ["x"]
