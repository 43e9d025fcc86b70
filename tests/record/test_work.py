"""Jobs: queued once, taken by one, ended once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accord.people.rights import Role
from accord.record import work
from accord.record.models import Activity, Job
from accord.record.writing import HOUSE
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db
REAL = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
LATER = REAL + work.LEASE + timedelta(seconds=1)


def _queued(key: str = "", **given: Any) -> Job:
    return work.queue("made_up", given, by=HOUSE, now=NOW, key=key)


def _taken(worker: str = "one", real: datetime = REAL) -> work.Held:
    held = work.take(worker, now=NOW, real=real)
    assert held is not None
    return held


def test_work_of_the_same_key_that_still_waits_is_the_same_work() -> None:
    first = _queued("a")
    assert _queued("a").id == first.id
    assert _queued("b").id != first.id
    assert _queued().id != _queued().id


def test_while_work_runs_the_same_key_may_be_queued_again() -> None:
    first = _queued("a")
    _taken()
    assert _queued("a").id != first.id


def test_queued_work_is_not_there_when_the_change_around_it_fails() -> None:
    with transaction.atomic():
        _queued()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_job_is_given_to_one_worker_only() -> None:
    _queued()
    _taken("one")
    assert work.take("two", now=NOW, real=REAL) is None


def test_work_is_not_taken_before_its_time() -> None:
    work.queue("made_up", {}, by=HOUSE, now=NOW, not_before=NOW + timedelta(hours=1))
    assert work.take("one", now=NOW, real=REAL) is None
    assert work.take("one", now=NOW + timedelta(hours=1), real=REAL) is not None


def test_the_oldest_due_work_is_taken_first() -> None:
    late = work.queue("made_up", {}, by=HOUSE, now=NOW + timedelta(seconds=1), not_before=NOW)
    soon = work.queue("made_up", {}, by=HOUSE, now=NOW, not_before=NOW)
    assert [_taken().id, _taken().id] == [soon.id, late.id]


def test_a_job_whose_worker_fell_silent_is_taken_by_another_and_the_first_can_say_nothing_more() -> None:
    _queued()
    first = _taken("one")
    second = _taken("two", LATER)
    assert (second.id, second.attempt) == (first.id, 2)
    for say in (
        lambda: work.renew(first, real=LATER),
        lambda: work.finish(first, {}, now=NOW),
        lambda: work.fail(first, "no", now=NOW),
        lambda: work.cancelled(first, now=NOW),
    ):
        with pytest.raises(work.Lost):
            say()
    work.finish(second, {"rows": 3}, now=NOW)
    assert work.progress(second.id).result == {"rows": 3}


def test_a_renewed_lease_keeps_others_away() -> None:
    _queued()
    held = _taken()
    work.renew(held, real=LATER, done=1, total=4, step="reading")
    assert work.take("two", now=NOW, real=LATER) is None
    told = work.progress(held.id)
    assert (told.share, told.step, told.open) == (0.25, "reading", True)


def test_a_job_that_wears_out_every_worker_fails_with_a_sentence() -> None:
    name = _queued().id
    for n in range(work.MOST_ATTEMPTS):
        _taken(f"worker {n}", REAL + n * 2 * work.LEASE)
    assert work.take("another", now=NOW, real=REAL + 20 * work.LEASE) is None
    told = work.progress(name)
    assert (told.state, told.error) == (Job.FAILED, work.WORN_OUT)


def test_work_ends_once() -> None:
    _queued()
    held = _taken()
    work.finish(held, {}, now=NOW)
    with pytest.raises(work.Lost):
        work.finish(held, {}, now=NOW)


def test_an_effect_in_rows_and_done_are_one_transaction() -> None:
    _queued()
    held = _taken("one")
    _taken("two", LATER)

    def effect() -> None:
        with transaction.atomic():
            work.queue("effect", {}, by=HOUSE, now=NOW)
            work.finish(held, {}, now=NOW)

    with pytest.raises(work.Lost):
        effect()
    assert not Job.objects.filter(kind="effect").exists()


def test_waiting_work_is_cancelled_at_once_and_running_work_is_told() -> None:
    mara = person(Role.CMO)
    waiting = _queued()
    work.ask_to_cancel(waiting.id, by=mara, now=NOW)
    assert work.progress(waiting.id).state == Job.CANCELLED
    running = _queued()
    held = _taken()
    work.ask_to_cancel(running.id, by=mara, now=NOW)
    assert work.renew(held, real=REAL) is True
    work.cancelled(held, now=NOW)
    assert work.progress(running.id).state == Job.CANCELLED
    assert Activity.objects.filter(verb="cancelled", actor=mara.id).count() == 2


def test_a_job_that_was_asked_to_end_is_not_begun_again_when_its_worker_dies() -> None:
    name = _queued().id
    _taken()
    work.ask_to_cancel(name, by=HOUSE, now=NOW)
    assert work.take("two", now=NOW, real=LATER) is None
    assert work.progress(name).state == Job.CANCELLED


def test_only_work_that_failed_or_was_cancelled_can_be_tried_again() -> None:
    _queued("a", file="x")
    held = _taken()
    with pytest.raises(ValueError, match="failed"):
        work.again(held.id, by=HOUSE, now=NOW)
    work.fail(held, "The disk is full.", now=NOW)
    new = work.again(held.id, by=HOUSE, now=NOW)
    assert (new.given, new.key, new.state) == ({"file": "x"}, "a", Job.QUEUED)


def test_work_given_back_does_not_count_as_an_attempt() -> None:
    _queued()
    work.release(_taken(), now=NOW)
    assert _taken().attempt == 1


@given(st.lists(st.sampled_from(["take", "silence", "renew", "finish", "fail", "cancel"]), max_size=30))
def test_whatever_workers_do_a_job_ends_at_most_once(happenings: list[str]) -> None:
    with transaction.atomic():
        ends = _happen(happenings)
        transaction.set_rollback(True)
    assert ends <= 1


def _happen(happenings: list[str]) -> int:
    name, real, ends = _queued().id, REAL, 0
    held: list[work.Held] = []
    for n, what in enumerate(happenings):
        if what == "silence":
            real += work.LEASE + timedelta(seconds=1)
        elif what == "take":
            found = work.take(f"worker {n}", now=NOW, real=real)
            held += [found] if found else []
        elif what == "cancel":
            work.ask_to_cancel(name, by=HOUSE, now=NOW)
        else:
            ends += sum(_said(what, one, real) for one in held)
    return ends


def _said(what: str, held: work.Held, real: datetime) -> bool:
    try:
        if what == "renew":
            work.renew(held, real=real)
        elif what == "finish":
            work.finish(held, {}, now=NOW)
        else:
            work.fail(held, "no", now=NOW)
    except work.Lost:
        return False
    return what != "renew"
