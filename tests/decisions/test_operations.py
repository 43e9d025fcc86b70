"""From a draft to a decision in force: two people on two sides, one text, nothing overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from accord.decisions import operations, queries
from accord.decisions.models import Decision, HandOver, Signed
from accord.decisions.terms import LEAVE_IT, Line, from_json
from accord.facts import manifest
from accord.findings.identity import finding_id
from accord.people.models import Person
from accord.people.rights import NotAllowed, Role
from accord.record import signing, undo
from accord.record.append_only import WrittenOnce
from accord.record.models import Activity, Outbox, SignedEntry
from accord.record.refusals import NotYours, Stale, Unfinished
from accord.signatures.statement import Again, Refused
from accord.signatures.verifying import verify
from accord.units.interval import Interval
from tests.decisions.made import Cast, again, basis
from tests.pages.made_up import outage
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def test_a_draft_pins_the_finding_s_revision_and_leaves_the_docket(cast: Cast) -> None:
    row = cast.drafted()
    assert (row.finding, row.state, row.name) == (finding_id(outage()), "draft", "D-1")
    assert row.finding not in [p.finding for p in queries.docket(NOW)]


def test_leaving_it_as_it_is_is_always_an_option(cast: Cast) -> None:
    row = cast.drafted(options=())
    assert [o.name for o in from_json(row.terms).options] == [LEAVE_IT]


def test_a_finding_that_was_never_published_cannot_be_decided(cast: Cast) -> None:
    with pytest.raises(LookupError):
        operations.draft(basis(), cast.terms(), by=cast.ada, now=NOW)
    assert not Decision.objects.exists()
    assert not Activity.objects.exists()


def test_a_second_decision_on_the_same_is_refused_while_one_is_open(cast: Cast) -> None:
    cast.drafted()
    with pytest.raises(Unfinished, match="D-1"):
        operations.draft(basis(), cast.terms(), by=cast.ben, now=NOW)


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_stands_on_no_side_drafts_nothing(cast: Cast, role: Role) -> None:
    row = cast.drafted()
    who = cast.fay if role is Role.FINANCE else person(role)
    for attempt in _attempts(row, cast):
        with pytest.raises(NotAllowed):
            attempt(who)


def _attempts(row: Decision, cast: Cast) -> list[Callable[[Any], Any]]:
    one = row.id
    return [
        lambda p: operations.draft(basis(), cast.terms(), by=p, now=NOW),
        lambda p: operations.edit(one, version=1, terms=cast.terms(), by=p, now=NOW),
        lambda p: operations.propose(one, version=1, by=p, now=NOW),
        lambda p: operations.sign(one, version=1, proof=again(), by=p, now=NOW),
        lambda p: operations.withdraw(one, by=p, now=NOW),
        lambda p: operations.ask_for_change(one, text="no", by=p, now=NOW),
        lambda p: operations.renew(one, by=p, now=NOW),
        lambda p: operations.end(one, reason="no", by=p, now=NOW),
        lambda p: operations.hand_over(one, side="it", to=p, reason="no", proof=again(), by=p, now=NOW),
    ]


def test_members_of_a_side_prepare_but_do_not_sign(cast: Cast) -> None:
    row = cast.proposed()
    with pytest.raises(NotAllowed):
        cast.signed(row, cast.ada)


def test_two_who_edit_the_same_text_do_not_overwrite_each_other(cast: Cast) -> None:
    row = cast.drafted()
    operations.edit(row.id, version=1, terms=cast.terms(title="Ben's title"), by=cast.ben, now=NOW)
    with pytest.raises(Stale):
        operations.edit(row.id, version=1, terms=cast.terms(title="Ada's title"), by=cast.ada, now=NOW)
    row.refresh_from_db()
    assert (row.title, row.version) == ("Ben's title", 2)


def test_a_draft_and_its_edits_can_be_taken_back_for_half_a_minute(cast: Cast) -> None:
    row = cast.drafted()
    operations.edit(row.id, version=1, terms=cast.terms(title="Another title"), by=cast.ada, now=NOW)
    [edited] = [u for u in undo.Undo.objects.all() if u.kind == "decisions.edit"]
    undo.undo(cast.ada, edited.id, now=NOW)
    row.refresh_from_db()
    assert (row.title, row.version) == ("Checkout budget shared 50:50", 3)
    [drafted] = [u for u in undo.Undo.objects.all() if u.kind == "decisions.draft"]
    undo.undo(cast.ada, drafted.id, now=NOW)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert row.finding in [p.finding for p in queries.docket(NOW)]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"owner_it": ""}, "owner in IT"),
        ({"does_marketing": " "}, "marketing's owner does"),
        ({"options": ()}, "Choose one"),
        ({"budget": (Line("Licence", "running", 1, 1),)}, "do not add up"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_proposed(cast: Cast, changes: dict[str, Any], says: str) -> None:
    row = cast.drafted(**changes)
    with pytest.raises(Unfinished, match=says):
        operations.propose(row.id, version=1, by=cast.ada, now=NOW)
    row.refresh_from_db()
    assert row.state == "draft"


@pytest.mark.parametrize(
    ("promise", "says"),
    [({"least": -1.0}, "least that counts as kept must be above 0"), ({"effect": Interval(-5, -9, -1)}, "above 0")],
)
def test_a_promise_below_nothing_is_refused_where_it_is_drafted(cast: Cast, promise: dict[str, Any], says: str) -> None:
    with pytest.raises(Unfinished, match=says):
        cast.drafted(promise=replace(cast.terms().promise, **promise))
    assert not Decision.objects.exists()


def test_an_owner_must_stand_on_the_side_that_is_answered_for(cast: Cast) -> None:
    with pytest.raises(Unfinished, match="nobody of that side"):
        cast.drafted(owner_marketing=str(cast.ben.id))


def test_proposing_keeps_the_facts_and_asks_both_heads(cast: Cast) -> None:
    row = cast.proposed()
    assert row.facts in manifest.load(settings.ACCORD_WORKSPACE.manifest).pins
    asked = set(Outbox.objects.filter(kind="waits_for_signature").values_list("to", flat=True))
    assert asked == {cast.cmo.id, cast.cio.id}


def test_one_signature_puts_nothing_in_force(cast: Cast) -> None:
    row = cast.signed(cast.proposed(), cast.cmo)
    assert (row.state, row.in_force_at) == ("signed_by_one", None)
    assert not SignedEntry.objects.exists()
    assert list(queries.waiting_for("it")) == [row]
    assert list(queries.waiting_for("marketing")) == []


def test_both_signatures_put_it_in_force_and_mail_the_new_head(cast: Cast) -> None:
    row = cast.in_force()
    entry = signing.last_entry()
    assert entry is not None
    assert (row.state, row.entry, row.name) == ("in_force", entry.sequence, entry.subject)
    mails = Outbox.objects.filter(kind="signed_by_both")
    assert {m.to for m in mails} == {cast.cmo.id, cast.cio.id}
    assert {m.given["head"] for m in mails} == {entry.head}
    assert signing.faults() == []


def test_the_signed_text_holds_every_word_of_the_decision_and_is_verified_offline(cast: Cast) -> None:
    row = cast.in_force()
    assert row.entry is not None
    told = verify(signing.export(row.entry, now=NOW), fingerprint=signing.server_key().fingerprint)
    assert told.verified
    content = told.proofs[0].content
    assert content["terms"] == json.loads(json.dumps(row.terms))
    assert content["finding"]["revision"] == row.revision
    assert (content["facts"], content["owners"]["it"]["name"]) == (row.facts, cast.ben.name)


def test_nobody_signs_twice_and_no_side_signs_for_the_other(cast: Cast) -> None:
    row = cast.signed(cast.proposed(), cast.cmo)
    with pytest.raises(NotYours):
        cast.signed(row, cast.cmo)
    second = person(Role.CMO, email="second@made-up.example")
    with pytest.raises(NotYours):
        cast.signed(row, second)
    assert Signed.objects.count() == 1


def test_a_proof_that_is_old_signs_nothing(cast: Cast) -> None:
    row = cast.proposed()
    with pytest.raises(Refused):
        operations.sign(
            row.id, version=1, proof=Again(NOW - timedelta(minutes=11), ("password",)), by=cast.cmo, now=NOW
        )
    assert not Signed.objects.exists()


def test_a_change_after_the_first_signature_voids_it(cast: Cast) -> None:
    row = cast.signed(cast.proposed(), cast.cmo)
    operations.edit(row.id, version=1, terms=cast.terms(stop="We stop on 1 March."), by=cast.ben, now=NOW)
    with pytest.raises(Stale):
        operations.sign(row.id, version=1, proof=again(), by=cast.cio, now=NOW)
    row = operations.propose(row.id, version=2, by=cast.ben, now=NOW)
    assert cast.signed(row, cast.cio).state == "signed_by_one"
    assert cast.signed(row, cast.cmo).state == "in_force"
    assert signing.faults() == []


def test_once_somebody_has_signed_nobody_is_offered_to_take_the_proposal_back(cast: Cast) -> None:
    row = cast.proposed()
    offered = undo.Undo.objects.get(kind="decisions.propose")
    drafter = Person.objects.get(pk=offered.person)
    assert undo.offered(drafter, now=NOW) is not None
    cast.signed(row, cast.cio)
    assert undo.offered(drafter, now=NOW) is None
    with pytest.raises(undo.TooLate, match="somebody has signed it meanwhile"):
        undo.undo(drafter, offered.id, now=NOW)


def test_asking_for_a_change_says_why_and_makes_it_a_draft_again(cast: Cast) -> None:
    row = cast.signed(cast.proposed(), cast.cmo)
    row = operations.ask_for_change(row.id, text="At most EUR 4,000.", by=cast.cio, now=NOW)
    assert (row.state, row.version) == ("draft", 2)
    assert queries.signatures(row) == []


def test_only_the_side_that_drafted_withdraws_and_only_before_both_have_signed(cast: Cast) -> None:
    row = cast.proposed()
    with pytest.raises(NotYours):
        operations.withdraw(row.id, by=cast.ben, now=NOW)
    assert operations.withdraw(row.id, by=cast.cmo, now=NOW).state == "withdrawn"
    undo.undo(cast.cmo, undo.Undo.objects.get(kind="decisions.withdraw").id, now=NOW)
    row.refresh_from_db()
    cast.signed(row, cast.cmo)
    cast.signed(row, cast.cio)
    with pytest.raises(Unfinished):
        operations.withdraw(row.id, by=cast.cmo, now=NOW)


def test_a_decision_in_force_is_not_edited(cast: Cast) -> None:
    row = cast.in_force()
    with pytest.raises(Unfinished):
        operations.edit(row.id, version=1, terms=cast.terms(title="Else"), by=cast.ada, now=NOW)


def test_it_ends_only_when_both_have_signed_its_end(cast: Cast) -> None:
    row = cast.in_force()
    ending = operations.end(row.id, reason="The provider left.", by=cast.ben, now=NOW)
    ending = operations.propose(ending.id, version=1, by=cast.ben, now=NOW)
    cast.signed(ending, cast.cio)
    row.refresh_from_db()
    assert row.state == "in_force"
    assert cast.signed(ending, cast.cmo).state == "ended"
    row.refresh_from_db()
    assert row.state == "ended"
    assert row.finding in [p.finding for p in queries.docket(NOW)]


def test_a_renewal_runs_as_long_again_and_replaces_the_old_one_once_signed(cast: Cast) -> None:
    row = cast.in_force()
    again_ = operations.renew(row.id, by=cast.ada, now=NOW)
    assert again_.counts_from == row.counts_to
    assert abs((again_.counts_to - again_.counts_from) - (row.counts_to - row.counts_from)) <= timedelta(hours=1)
    again_ = operations.propose(again_.id, version=1, by=cast.ada, now=NOW)
    cast.signed(again_, cast.cmo)
    cast.signed(again_, cast.cio)
    row.refresh_from_db()
    assert row.state == "renewed"


def test_an_owner_changes_by_the_signature_of_that_side_alone(cast: Cast) -> None:
    row = cast.in_force()
    bea = person(Role.IT, email="bea@made-up.example")
    with pytest.raises(NotYours):
        operations.hand_over(row.id, side="it", to=bea, reason="Ben left.", proof=again(), by=cast.cmo, now=NOW)
    with pytest.raises(Unfinished):
        operations.hand_over(row.id, side="it", to=cast.ada, reason="Ben left.", proof=again(), by=cast.cio, now=NOW)
    row = operations.hand_over(row.id, side="it", to=bea, reason="Ben left.", proof=again(), by=cast.cio, now=NOW)
    assert row.owner_it == bea.id
    kept = HandOver.objects.get()
    assert (kept.from_person, kept.to_person, kept.signed_by) == (cast.ben.id, bea.id, cast.cio.id)


def test_a_verdict_ends_it_and_one_extension_is_all_there_is(cast: Cast) -> None:
    row = cast.in_force()
    longer = operations.extend(row.id, by=cast.cmo, now=NOW)
    assert longer.counts_to - row.counts_to == row.counts_to - row.counts_from
    with pytest.raises(Unfinished):
        operations.extend(row.id, by=cast.cmo, now=NOW)
    assert operations.conclude(row.id, "kept", by=cast.cmo, now=NOW).state == "kept"
    with pytest.raises(Unfinished):
        operations.conclude(row.id, "broken", by=cast.cmo, now=NOW)


def test_every_step_leaves_one_row_of_activity_with_its_name(cast: Cast) -> None:
    cast.in_force()
    verbs = list(Activity.objects.filter(subject_kind="decision").order_by("id").values_list("verb", flat=True))
    assert verbs == ["drafted", "proposed", "signed", "signed"]


@pytest.mark.parametrize("statement", ["update decisions_signed set name = 'x'", "delete from decisions_signed"])
def test_the_database_refuses_to_change_a_signature(cast: Cast, statement: str) -> None:
    cast.in_force()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(WrittenOnce):
        Signed.objects.all().delete()


def test_a_byte_changed_in_the_decision_s_row_does_not_change_what_was_signed(cast: Cast) -> None:
    row = cast.in_force()
    Decision.objects.filter(pk=row.id).update(terms={**row.terms, "title": "Something else"})
    entry = signing.last_entry()
    assert entry is not None
    assert entry.content["terms"]["title"] == "Checkout budget shared 50:50"
    assert replace(entry, content={**entry.content, "facts": "x"}).content_hash == entry.content_hash
    assert signing.faults() == []
