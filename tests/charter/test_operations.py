"""A change of a clause: a reason, a text, two signatures of two people on two sides; nothing overwrites another."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from accord.charter import operations, queries
from accord.charter.models import ClauseSigned, ClauseVersion, Proposal
from accord.charter.operations import Overtaken, Undecided
from accord.charter.reading import charter_of
from accord.clauses.defaults import default_text
from accord.clauses.schema import ClauseError
from accord.clauses.yaml_io import load
from accord.people.rights import NotAllowed, Role
from accord.record import signing, undo
from accord.record.append_only import WrittenOnce
from accord.record.models import Activity, Job, Outbox, SignedEntry, Undo
from accord.record.refusals import NotYours, Stale, Unfinished
from accord.signatures.statement import Again, Refused
from accord.signatures.verifying import verify
from tests.charter.made import CHECKOUT, REASON, Team, again, promised, services
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db
TARGET = ("Checkout", "slos", "availability", "target")


def test_a_change_is_in_force_only_once_both_sides_have_signed_it(team: Team) -> None:
    row = team.proposed()
    assert not queries.in_force()
    row = team.signed(row, team.cmo)
    assert (row.state, queries.in_force()) == ("signed_by_one", {})
    row = team.signed(row, team.cio)
    version = queries.in_force()["services"]
    assert (row.state, version.number, version.content) == ("in_force", 1, services())
    assert [v.number for v in queries.versions("services")] == [1, 0]
    assert queries.versions("services")[1].content == []


def test_what_is_signed_is_the_whole_text_and_can_be_checked_offline(team: Team) -> None:
    team.in_force()
    told = verify(signing.archive(now=NOW))
    assert told.faults == ()
    entry = signing.last_entry()
    assert entry is not None
    assert (entry.kind, entry.subject, entry.content["text"]) == ("clause", "P-1", services())
    assert entry.content["replaces"]["version"] == 0
    assert entry.content["reason"] == REASON


def test_the_analyses_read_what_is_signed_and_are_asked_anew(team: Team, committed: Any, charter_file: Path) -> None:
    assert charter_of(settings.ACCORD_WORKSPACE).signed == frozenset()
    with committed():
        team.in_force()
    charter = charter_of(settings.ACCORD_WORKSPACE)
    assert charter.signed == {"services"}
    assert charter.services[0].name == "Checkout"
    assert "# Who answers for findings, by role" in charter_file.read_text()
    assert Job.objects.filter(kind="analyse", state="queued").count() == 1
    assert [p.read_text() for p in charter_file.parent.glob("charter.2*.yaml")] == [default_text()]


def test_a_text_edited_by_hand_is_never_taken_for_the_signed_one(
    team: Team, committed: Any, charter_file: Path
) -> None:
    with committed():
        team.in_force("calendar", {"country": "DE", "slot_hours": [8, 18], "pass_below": "250.00"})
    charter_file.write_text(charter_file.read_text().replace("DE", "FR"))
    assert charter_of(settings.ACCORD_WORKSPACE).signed == frozenset()
    stand = queries.standing(settings.ACCORD_WORKSPACE)["calendar"]
    assert (stand.content["country"], stand.in_file["country"]) == ("DE", "FR")
    operations.write_again(by=team.ben, now=NOW)
    assert charter_of(settings.ACCORD_WORKSPACE).signed == {"calendar"}
    assert load(charter_file).calendar.country == "DE"


def test_two_proposals_to_one_clause_do_not_overwrite_each_other(team: Team) -> None:
    team.in_force()
    first = team.proposed(content=promised(0.9995))
    second = team.proposed(content=services(segment="de"), by=team.ben)
    for row in (first, second):
        team.signed(row, team.cmo)
    team.signed(first, team.cio)
    with pytest.raises(Overtaken, match="P-3 up to date"):
        team.signed(second, team.cio)
    second = operations.bring_up_to_date(second.id, version=second.version, choices={}, by=team.ben, now=NOW)
    assert (second.state, second.base_version, second.version) == ("draft", 2, 2)
    second = operations.propose(second.id, version=2, by=team.ben, now=NOW)
    team.signed(second, team.cio)
    team.signed(second, team.cmo)
    [service] = queries.in_force()["services"].content
    assert (service["segment"], service["slos"][0]["target"]) == ("de", 0.9995)


def test_what_both_changed_is_asked_and_nothing_chosen_for_them(team: Team) -> None:
    team.in_force()
    first, second = team.proposed(content=promised(0.9995)), team.proposed(content=promised(0.99), by=team.ben)
    team.signed(first, team.cmo)
    team.signed(first, team.cio)
    with pytest.raises(Undecided) as asked:
        operations.bring_up_to_date(second.id, version=1, choices={}, by=team.ben, now=NOW)
    assert [(c.path, c.base, c.mine, c.theirs) for c in asked.value.conflicts] == [(TARGET, 0.999, 0.99, 0.9995)]
    done = operations.bring_up_to_date(second.id, version=1, choices={TARGET: "mine"}, by=team.ben, now=NOW)
    assert done.content == promised(0.99)
    assert done.base == promised(0.9995)


def test_a_proposal_that_has_nothing_left_to_change_says_so(team: Team) -> None:
    team.in_force()
    first, second = team.proposed(content=promised(0.9995)), team.proposed(content=promised(0.99), by=team.ben)
    team.signed(first, team.cmo)
    team.signed(first, team.cio)
    with pytest.raises(Unfinished, match="changes nothing"):
        operations.bring_up_to_date(second.id, version=1, choices={TARGET: "theirs"}, by=team.ben, now=NOW)


def test_proposals_to_different_clauses_are_signed_beside_each_other(team: Team) -> None:
    first = team.proposed()
    second = team.proposed("owners", [{"subject": "default", "marketing": "Brand", "it": "Platform"}])
    for row in (first, second):
        team.signed(row, team.cmo)
        team.signed(row, team.cio)
    assert set(queries.in_force()) == {"services", "owners"}
    assert verify(signing.archive(now=NOW)).faults == ()


def test_two_who_edit_one_proposal_do_not_overwrite_each_other(team: Team) -> None:
    row = team.drafted()
    operations.edit(row.id, promised(0.99), reason=REASON, version=1, by=team.ben, now=NOW)
    with pytest.raises(Stale):
        operations.edit(row.id, promised(0.95), reason=REASON, version=1, by=team.ada, now=NOW)
    row.refresh_from_db()
    assert (row.content, row.version) == (promised(0.99), 2)


def test_an_edit_voids_the_signature_of_the_text_before(team: Team) -> None:
    row = team.proposed()
    team.signed(row, team.cmo)
    row = operations.edit(row.id, promised(0.99), reason=REASON, version=1, by=team.ben, now=NOW)
    assert (row.state, queries.signatures(row)) == ("draft", [])
    with pytest.raises(Stale):
        operations.sign(row.id, version=1, proof=again(), by=team.cio, now=NOW)


def test_nobody_signs_twice_nor_for_both_sides(team: Team) -> None:
    row = team.proposed()
    team.signed(row, team.cmo)
    with pytest.raises(NotYours, match="you have signed"):
        team.signed(row, team.cmo)
    with pytest.raises(NotYours, match="your side"):
        team.signed(row, person(Role.CMO, email="second@made-up.example"))
    assert ClauseSigned.objects.count() == 1


def test_a_stale_sign_in_signs_nothing(team: Team) -> None:
    row = team.proposed()
    old = Again(NOW - timedelta(hours=1), ("password",))
    with pytest.raises(Refused), transaction.atomic():
        operations.sign(row.id, version=1, proof=old, by=team.cmo, now=NOW)
    assert not ClauseSigned.objects.exists()


def _attempts(row: Proposal) -> list[Callable[[Any], Any]]:
    one = row.id
    return [
        lambda p: operations.draft("services", promised(0.9), reason=REASON, by=p, now=NOW),
        lambda p: operations.edit(one, promised(0.9), reason=REASON, version=1, by=p, now=NOW),
        lambda p: operations.propose(one, version=1, by=p, now=NOW),
        lambda p: operations.sign(one, version=1, proof=again(), by=p, now=NOW),
        lambda p: operations.to_sign(one, version=1, by=p, now=NOW),
        lambda p: operations.withdraw(one, by=p, now=NOW),
        lambda p: operations.bring_up_to_date(one, version=1, choices={}, by=p, now=NOW),
        lambda p: operations.write_again(by=p, now=NOW),
    ]


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_stands_on_no_side_changes_no_clause(team: Team, role: Role) -> None:
    row, who = team.drafted(), person(role)
    for attempt in _attempts(row):
        with pytest.raises(NotAllowed):
            attempt(who)
    assert Activity.objects.exclude(verb="drafted").count() == 0


def test_members_of_a_side_propose_but_do_not_sign(team: Team) -> None:
    row = team.proposed()
    for who in (team.ada, person(Role.LIAISON)):
        with pytest.raises(NotAllowed):
            team.signed(row, who)


def test_the_other_side_does_not_withdraw_a_proposal(team: Team) -> None:
    row = team.proposed()
    with pytest.raises(NotYours):
        operations.withdraw(row.id, by=team.ben, now=NOW)
    assert operations.withdraw(row.id, by=team.cmo, now=NOW).state == "withdrawn"


@pytest.mark.parametrize(
    ("clause", "content", "reason", "fault", "says"),
    [
        ("services", services(), "  ", Unfinished, "say why"),
        ("services", services(), "x" * 501, Unfinished, "longer"),
        ("services", [], REASON, Unfinished, "changes nothing"),
        ("services", services(carries="gold"), REASON, ClauseError, "services"),
        ("services", [CHECKOUT, CHECKOUT], REASON, ClauseError, "twice"),
        ("organisation", {"currency": "XXX"}, REASON, ClauseError, "currency"),
        ("record", {"orders": "no_such_reader"}, REASON, ClauseError, "no reader"),
        ("calendar", {"country": "XX"}, REASON, ClauseError, "holidays"),
        ("words", {}, REASON, LookupError, "no clause words"),
    ],
)
def test_what_cannot_be_a_clause_is_refused_with_its_mend(
    team: Team, clause: str, content: Any, reason: str, fault: type[Exception], says: str
) -> None:
    with pytest.raises(fault, match=says):
        operations.draft(clause, content, reason=reason, by=team.ada, now=NOW)
    assert not Proposal.objects.exists()
    assert not Activity.objects.exists()


def test_a_clause_that_another_made_impossible_meanwhile_is_not_signed(team: Team) -> None:
    calendar = team.proposed("calendar", {"slot_hours": [8, 18], "pass_below": "250.50"})
    organisation = team.proposed("organisation", {"name": "A", "currency": "JPY"})
    team.signed(calendar, team.cmo)
    team.signed(organisation, team.cmo)
    team.signed(organisation, team.cio)
    with pytest.raises(ClauseError, match="pass_below"):
        team.signed(calendar, team.cio)


@pytest.mark.parametrize("table", ["charter_clauseversion", "charter_clausesigned"])
@pytest.mark.parametrize("verb", ["update {} set id = id + 100", "delete from {}"])
def test_what_was_signed_is_never_changed_nor_deleted(team: Team, table: str, verb: str) -> None:
    team.in_force()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))
    for model in (ClauseVersion, ClauseSigned):
        with pytest.raises(WrittenOnce):
            model.objects.all().delete()


def test_a_signed_clause_that_was_tampered_with_is_found_in_the_chain(team: Team) -> None:
    team.in_force()
    row = SignedEntry.objects.get()
    changed = json.loads(bytes(row.content))
    changed["content"]["text"][0]["slos"][0]["target"] = 0.9
    with connection.cursor() as cursor:
        _disarm(cursor)
        from accord.signatures.canonical import canonical

        cursor.execute("update record_signedentry set content = %s", [canonical(changed)])
    assert signing.faults()


def _disarm(cursor: Any) -> None:
    """Somebody with the database in their hands takes its guard away first."""
    if connection.vendor == "sqlite":
        cursor.execute("drop trigger record_signedentry_no_update")
    else:
        cursor.execute("alter table record_signedentry disable trigger all")


def test_each_step_can_be_taken_back_but_a_signature(team: Team) -> None:
    row = team.drafted()
    operations.edit(row.id, promised(0.99), reason="Another", version=1, by=team.ada, now=NOW)
    _undo(team, "charter.edit")
    row.refresh_from_db()
    assert (row.content, row.reason, row.version) == (services(), REASON, 3)
    operations.propose(row.id, version=3, by=team.ada, now=NOW)
    _undo(team, "charter.propose")
    operations.withdraw(row.id, by=team.ada, now=NOW)
    _undo(team, "charter.withdraw")
    row.refresh_from_db()
    assert row.state == "draft"
    _undo(team, "charter.draft")
    row.refresh_from_db()
    assert row.state == "withdrawn"
    other = team.proposed()
    team.signed(other, team.cmo)
    with pytest.raises(undo.TooLate):
        _undo(team, "charter.propose")


def _undo(team: Team, kind: str) -> None:
    found = Undo.objects.filter(kind=kind, used_at=None).latest("until")
    undo.undo(team.ada, found.id, now=NOW)


def test_whoever_may_sign_is_told_and_each_step_is_in_the_activity(team: Team) -> None:
    row = team.proposed()
    told = Outbox.objects.filter(kind="clause_waits_for_signature")
    assert {m.to for m in told} == {team.cmo.id, team.cio.id}
    team.signed(row, team.cmo)
    (again,) = Outbox.objects.filter(kind="clause_waits_for_signature", given__signed="marketing")
    assert again.to == team.cio.id
    team.signed(row, team.cio)
    assert [a.verb for a in Activity.objects.filter(subject=str(row.id)).order_by("id")] == [
        "drafted",
        "proposed",
        "signed",
        "signed",
    ]
    assert Outbox.objects.filter(kind="clause_in_force").count() == 2


def test_a_side_sees_what_waits_for_it(team: Team) -> None:
    row = team.proposed()
    team.signed(row, team.cmo)
    assert list(queries.waiting_for("it")) == [row]
    assert list(queries.waiting_for("marketing")) == []
    assert queries.one_proposal("P-1") == row
    with pytest.raises(LookupError):
        queries.one_proposal("P-9")
