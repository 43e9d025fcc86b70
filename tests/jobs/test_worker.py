"""The worker: it does what is due, says why it could not, hears who cancels, and gives back what it must leave."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from accord.jobs import kinds, nightly
from accord.jobs import worker as workers
from accord.jobs.aside import _started, aside
from accord.jobs.doing import Cancelled, CannotBeDone, Stopping, Work
from accord.jobs.kinds import Kind
from accord.jobs.worker import Worker
from accord.record import work
from accord.record.models import Activity, Job
from accord.record.writing import HOUSE, change
from accord.workspace.folder import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    own = Workspace(tmp_path / "workspace").create()
    monkeypatch.setattr(settings, "ACCORD_WORKSPACE", own)
    return own


def _kind(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    monkeypatch.setattr(workers, "kind", lambda name: Kind(name, "A made-up kind", run))


def _queued(**given: Any) -> Job:
    return work.queue("made_up", given, by=HOUSE, now=datetime.now(UTC))


def _told(job: Job) -> work.Progress:
    return work.progress(job.id)


def test_every_kind_of_work_has_a_title_and_a_way_to_run() -> None:
    for name in kinds.names():
        found = kinds.kind(name)
        assert found.title
        assert callable(found.run)


def test_what_a_kind_returns_is_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    _kind(monkeypatch, lambda job: {"doubled": job.given["n"] * 2})
    job = _queued(n=4)
    assert Worker().until_idle() == 1
    assert (_told(job).state, _told(job).result) == (Job.DONE, {"doubled": 8})


def test_a_reason_that_people_can_mend_is_said_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(job: Work) -> dict[str, Any]:
        raise CannotBeDone("The disk is full.")

    _kind(monkeypatch, cannot)
    job = _queued()
    Worker().until_idle()
    assert (_told(job).state, _told(job).error) == (Job.FAILED, "The disk is full.")


def test_an_unforeseen_fault_fails_the_job_with_a_sentence_and_the_worker_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(job: Work) -> dict[str, Any]:
        return {"quotient": 1 // int(job.given["by"])}

    _kind(monkeypatch, broken)
    bad, good = _queued(by=0), _queued(by=1)
    assert Worker().until_idle() == 2
    assert "did not foresee (ZeroDivisionError" in _told(bad).error
    assert _told(good).result == {"quotient": 1}


def test_work_of_another_version_fails_with_a_sentence() -> None:
    job = _queued()
    Worker().until_idle()
    assert "knows no work called made_up" in _told(job).error


def test_rows_and_done_are_there_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(job: Work) -> dict[str, Any]:
        with job.finishing({"made": 1}), change(HOUSE, "made", "thing", "1", "made a thing", now=job.now()):
            raise CannotBeDone("Half of it is there.")

    _kind(monkeypatch, broken)
    job = _queued()
    Worker().until_idle()
    assert _told(job).state == Job.FAILED
    assert not Activity.objects.filter(verb="made").exists()


def test_a_worker_that_is_told_to_stop_gives_its_job_back(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()

    def stopped(job: Work) -> dict[str, Any]:
        stop.set()
        job.tell(1, 2, "half")
        return {}

    _kind(monkeypatch, stopped)
    job = _queued()
    Worker(stop).one()
    assert (_told(job).state, _told(job).attempts) == (Job.QUEUED, 0)


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[bytes]]:
    """The process of a task that says nothing and does not end."""
    command = [sys.executable, "-c", "import sys, time; sys.stdin.readline(); time.sleep(600)"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    monkeypatch.setattr("accord.jobs.aside._started", lambda task: child)
    yield child
    child.kill()
    child.wait()


def test_who_cancels_is_heard_whatever_is_being_done_aside(
    workspace: Workspace, endless: subprocess.Popen[bytes]
) -> None:
    job = _queued()
    held = work.take("one", now=datetime.now(UTC), real=datetime.now(UTC))
    assert held is not None
    begun = time.monotonic()
    work.ask_to_cancel(job.id, by=HOUSE, now=datetime.now(UTC))
    with pytest.raises(Cancelled):
        aside(Work(held), "endless", {})
    assert time.monotonic() - begun < 60  # the task would take ten minutes
    assert endless.returncode is not None


def test_what_is_done_aside_ends_with_its_worker(workspace: Workspace, endless: subprocess.Popen[bytes]) -> None:
    _queued()
    held = work.take("one", now=datetime.now(UTC), real=datetime.now(UTC))
    assert held is not None
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopping):
        aside(Work(held, stop), "endless", {})
    assert endless.returncode is not None


def test_a_task_whose_process_dies_says_so(workspace: Workspace) -> None:
    _queued()
    held = work.take("one", now=datetime.now(UTC), real=datetime.now(UTC))
    assert held is not None
    with pytest.raises(CannotBeDone, match="ended before it was done"):
        aside(Work(held), "no_such_task", {})


def test_what_is_done_aside_gives_way_to_pages() -> None:
    child = _started("analyse")
    try:
        # Linux shares the processors among sessions first: a priority counts against processes of the same one only.
        assert os.getsid(child.pid) == os.getsid(0)
        assert os.getpgid(child.pid) == child.pid
        until = time.monotonic() + 60
        while os.getpriority(os.PRIO_PROCESS, child.pid) <= os.getpriority(os.PRIO_PROCESS, 0):
            assert time.monotonic() < until
            time.sleep(0.01)
    finally:
        child.communicate()


def test_the_nightly_round_is_due_once_a_day_from_its_hour_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ACCORD", SimpleNamespace(nightly_at="02:30", watched_folder=""))
    night = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)  # the organisation's zone is UTC or ahead of it
    zone_is_late = nightly.queue_when_due(now=night.replace(hour=0))
    assert not zone_is_late
    assert nightly.queue_when_due(now=night.replace(hour=12))
    assert not nightly.queue_when_due(now=night.replace(hour=13))
    assert nightly.queue_when_due(now=night.replace(hour=12) + timedelta(days=1))


def test_a_round_is_queued_as_a_whole_and_not_twice(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ACCORD", SimpleNamespace(nightly_at="02:30", watched_folder="/made-up"))
    queued = nightly.queue_round(now=datetime.now(UTC))
    assert queued[0] == "import_files"
    assert {"analyse", "forget_old"} <= set(queued)
    nightly.queue_round(now=datetime.now(UTC))
    assert Job.objects.count() == len(queued)


def test_a_watched_folder_that_is_not_there_is_named(workspace: Workspace) -> None:
    job = work.queue("import_files", {"folder": "/made-up/exports"}, by=HOUSE, now=datetime.now(UTC))
    Worker().until_idle()
    assert "There is no folder /made-up/exports" in _told(job).error


def test_a_watched_folder_is_read_and_brings_nothing_twice(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "exports" / "marketing"
    folder.mkdir(parents=True)
    text = "order_id,ordered_at,amount,currency,status\nw-1,2026-10-01T10:00:00Z,5.00,EUR,placed\n"
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    jobs = []
    for _ in range(2):
        jobs.append(work.queue("import_files", {"folder": str(folder.parent)}, by=HOUSE, now=datetime.now(UTC)))
        Worker().until_idle()
    told = [_told(job).result["report"]["files"][0]["status"] for job in jobs]
    assert told == ["read", "here already"]
    assert (folder / "orders.csv").exists(), "a watched folder belongs to others"


def test_what_nobody_needs_is_cleared_away(workspace: Workspace) -> None:
    import os
    import uuid

    from accord.pages.facts.waiting import drop

    old, new = drop(workspace, uuid.uuid4()), drop(workspace, uuid.uuid4())
    for room in (old, new):
        room.add("orders.csv", [b"x"])
    week = time.time() - 8 * 86400
    os.utime(old.path, (week, week))
    ended = _queued()
    Job.objects.filter(pk=ended.pk).update(state=Job.DONE, ended_at=datetime.now(UTC) - timedelta(days=91))
    work.queue("forget_old", {}, by=HOUSE, now=datetime.now(UTC))
    Worker().until_idle()
    assert not old.files()
    assert new.files()
    assert not Job.objects.filter(pk=ended.pk).exists()


def test_a_look_that_nobody_waited_for_ends_with_the_reading_and_is_no_failure(workspace: Workspace) -> None:
    from accord.pages.facts import operations
    from tests.decisions.made import Cast

    ada, now = Cast().ada, datetime.now(UTC)
    text = b"order_id,ordered_at,amount,currency,status\nl-1,2026-10-01T10:00:00Z,5.00,EUR,placed\n"
    name = operations.bring(workspace, [operations.Upload("orders.csv", [text])], side="marketing", by=ada, now=now)
    held = work.take("a worker that dies", now=now, real=now - timedelta(minutes=5))
    assert held is not None
    assert held.kind == "look"
    read = operations.confirm(workspace, name, by=ada, now=now)
    Worker().until_idle()
    assert work.progress(read).state == Job.DONE
    assert work.progress(held.id).state == Job.CANCELLED
    assert not Job.objects.exclude(error="").exists()
