"""Facts in the browser: dropped, looked at, asked about, confirmed, read, undone."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accord.decisions.models import Published
from accord.decisions.operations import put_none_in_force
from accord.decisions.queries import latest_kept
from accord.facts.store import Store
from accord.jobs.worker import Worker
from accord.pages.facts.waiting import drop, fit_name, waiting_room
from accord.people.rights import Role
from accord.record import work
from accord.record.models import Activity, Job
from accord.workspace.folder import Workspace
from tests.people_made_up import person

pytestmark = pytest.mark.django_db
HEAD = "order_id,ordered_at,amount,currency,status\n"
GOOD = HEAD + "a-1,2026-10-01T10:00:00Z,19.90,EUR,placed\na-2,2026-10-02T10:00:00Z,20.10,EUR,placed\n"
WITH_REJECT = GOOD + "a-3,not a day,1.00,EUR,placed\n"
NO_ZONE = HEAD + "b-1,2026-10-01 10:00:00,5.00,EUR,placed\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    own = Workspace(tmp_path / "workspace").create()
    monkeypatch.setattr(settings, "ACCORD_WORKSPACE", own)
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(waiting_room(own)))
    return own


@pytest.fixture
def ada(client: Client, workspace: Workspace) -> Client:
    client.force_login(person(Role.MARKETING), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _drop(client: Client, **files: str) -> uuid.UUID:
    sent = [SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in files.items()]
    answer = client.post(reverse("facts_bring"), {"side": "marketing", "files": sent})
    assert answer.status_code == 302, answer.content
    return uuid.UUID(answer["Location"].rpartition("/")[2])


def _page(client: Client, name: uuid.UUID) -> str:
    return client.get(reverse("facts_drop", args=[name])).content.decode()


def test_dropped_files_are_looked_at_and_nothing_is_stored_before_somebody_confirms(
    ada: Client, workspace: Workspace
) -> None:
    name = _drop(ada, orders=WITH_REJECT)
    assert "Looking at the files" in _page(ada, name)
    Worker().until_idle()
    page = _page(ada, name)
    assert "2 new rows, 1 rejected" in page
    assert "not a day" in page
    assert "€19.90" in page
    assert Store(workspace).state().imports == ()


SLO = """apiVersion: openslo/v1
kind: SLO
metadata: {name: checkout-answers}
spec:
  service: checkout
  budgetingMethod: Occurrences
  timeWindow: [{duration: 28d, isRolling: true}]
  objectives: [{displayName: Answers, target: 0.999}]
"""


def test_the_page_of_a_drop_says_in_words_what_comes_in(ada: Client, workspace: Workspace) -> None:
    one = _drop(ada, orders=HEAD + "a-1,2026-10-01T10:00:00Z,19.90,EUR,placed\n")
    none = _drop(ada, orders=HEAD)
    answer = ada.post(reverse("facts_bring"), {"side": "it", "files": SimpleUploadedFile("slo.yaml", SLO.encode())})
    Worker().until_idle()
    assert "1 new row comes in. It can be undone." in _page(ada, one)
    assert "1,234.56, as in English" in _page(ada, one)
    assert "No new rows come in." in _page(ada, none)
    offered = ada.get(answer["Location"]).content.decode()
    assert "services with their service levels" in offered
    assert "Take up a file makes them a draft" in offered


def test_confirmed_files_are_read_row_for_row_as_the_preview_said_and_wait_no_longer(
    ada: Client, workspace: Workspace
) -> None:
    name = _drop(ada, orders=WITH_REJECT)
    Worker().until_idle()
    ada.post(reverse("facts_confirm", args=[name]))
    Worker().until_idle()
    assert Store(workspace).state().tables["orders"].rows == 2
    looked, read = work.latest("look")[0].result["report"], work.latest("import_files")[0].result["report"]
    for told in ("tables", "rejected", "rejects", "rows_read", "money", "columns_matched"):
        assert looked["files"][0][told] == read["files"][0][told]
    assert "1 file read" in _page(ada, name)
    assert not drop(workspace, name).files()
    assert Job.objects.filter(kind="analyse").exists()


def test_a_question_is_answered_in_its_place_and_the_file_is_then_read(ada: Client, workspace: Workspace) -> None:
    name = _drop(ada, orders=NO_ZONE)
    Worker().until_idle()
    assert "In which time zone" in _page(ada, name)
    ada.post(reverse("facts_answer", args=[name]), {"marketing/orders.csv|zone": "Europe/Paris"})
    Worker().until_idle()
    ada.post(reverse("facts_confirm", args=[name]))
    Worker().until_idle()
    assert Store(workspace).state().tables["orders"].first == datetime(2026, 10, 1, 8)


def test_an_answer_that_cannot_be_one_is_refused_with_a_sentence(ada: Client) -> None:
    name = _drop(ada, orders=NO_ZONE)
    Worker().until_idle()
    answer = ada.post(
        reverse("facts_answer", args=[name]),
        {"marketing/orders.csv|zone": "Mars/Olympus", "next": reverse("facts_drop", args=[name])},
        follow=True,
    )
    assert "there is no time zone Mars/Olympus" in answer.content.decode()


def test_a_file_that_no_reader_knows_is_read_once_its_columns_are_named(ada: Client, workspace: Workspace) -> None:
    name = _drop(ada, sales="Beleg,Wann,Summe\nx-1,2026-10-01T10:00:00Z,7.50\n")
    Worker().until_idle()
    assert "No reader recognises this file" in _page(ada, name)
    file = "marketing/sales.csv"
    mapping = "order_id=Beleg,ordered_at=Wann,amount=Summe,currency='EUR',status='placed'"
    ada.post(reverse("facts_answer", args=[name]), {f"{file}|as": "orders", f"{file}|map": mapping})
    Worker().until_idle()
    assert "1 new row," in _page(ada, name)


def test_columns_that_were_named_wrongly_are_named_anew(ada: Client) -> None:
    name, file = _drop(ada, sales="Beleg,Wann,Summe\nx-1,2026-10-01T10:00:00Z,7.50\n"), "marketing/sales.csv"
    Worker().until_idle()
    ada.post(reverse("facts_answer", args=[name]), {f"{file}|as": "orders", f"{file}|map": "order_id=Beleg"})
    Worker().until_idle()
    refused = _page(ada, name)
    assert "the mapping does not say where" in refused
    assert "Answer anew" in refused
    ada.post(reverse("facts_answer", args=[name]), {f"{file}|again": "yes"})
    Worker().until_idle()
    assert "No reader recognises this file" in _page(ada, name)
    assert "Answer anew" not in _page(ada, name)


def test_an_import_is_undone_from_its_page(ada: Client, workspace: Workspace) -> None:
    name = _drop(ada, orders=GOOD)
    ada.post(reverse("facts_confirm", args=[name]))
    Worker().until_idle()
    one = Store(workspace).state().imports[0]
    assert "Every row could be read" in ada.get(reverse("facts_import", args=[one.id])).content.decode()
    assert latest_kept() is not None
    ada.post(reverse("facts_undo", args=[one.id]))
    Worker().until_idle()
    assert Store(workspace).state().imports == ()
    # Without facts nothing is found, and nobody is told that the day is quiet.
    assert latest_kept() is None
    assert not Published.objects.filter(gone_at=None).exists()
    assert "Nothing has been worked out yet" in ada.get(reverse("today")).content.decode()
    told = Activity.objects.filter(says="took every finding off the lists: no facts are left")
    put_none_in_force(now=datetime.now(UTC))
    assert told.count() == 1


def test_confirming_can_be_undone_for_half_a_minute(ada: Client, workspace: Workspace) -> None:
    from accord.record.models import Undo

    name = _drop(ada, orders=GOOD)
    ada.post(reverse("facts_confirm", args=[name]))
    Worker().until_idle()
    ada.post(reverse("undo", args=[Undo.objects.get().pk]))
    Worker().until_idle()
    assert Store(workspace).state().imports == ()


def test_a_file_beyond_the_limit_is_left_out_with_a_sentence(
    ada: Client, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setattr(settings, "ACCORD", replace(settings.ACCORD, limit_upload_mb=1))
    sent = SimpleUploadedFile("large.csv", b"x" * 1_500_000)
    answer = ada.post(reverse("facts_bring"), {"side": "", "files": [sent]}, follow=True)
    assert "large.csv is larger than 1 MB" in answer.content.decode()
    assert not Job.objects.exists()
    assert not list(waiting_room(workspace).iterdir())


def test_rejected_rows_come_as_a_file(ada: Client, workspace: Workspace) -> None:
    name = _drop(ada, orders=WITH_REJECT)
    ada.post(reverse("facts_confirm", args=[name]))
    Worker().until_idle()
    one = Store(workspace).state().imports[0]
    answer = ada.get(reverse("facts_rejects", args=[one.id]))
    assert b"not a day" in b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_made_up_company_takes_no_files_of_yours(ada: Client, workspace: Workspace) -> None:
    (workspace.root / "made-up").write_text("{}", encoding="utf-8")
    sent = SimpleUploadedFile("orders.csv", GOOD.encode())
    answer = ada.post(reverse("facts_bring"), {"side": "", "files": [sent]})
    assert answer.status_code == 302
    assert not waiting_room(workspace).exists() or not list(waiting_room(workspace).glob("*/**/*.csv"))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\boot.ini", ".hidden", "~$lock.xlsx", "a\x00b.csv", "", "x" * 400]
)
def test_no_file_name_leads_elsewhere_or_is_passed_over(name: str, tmp_path: Path) -> None:
    fit = fit_name(name)
    assert 0 < len(fit) <= 150
    assert not set(fit) & {"/", "\\", "\x00"}
    assert not fit.startswith((".", "~$"))
    room = drop(Workspace(tmp_path), uuid.uuid4())
    room.add(name, [b"x"])
    assert len(room.files()) == 1


def test_facts_are_getting_old_by_the_day_to_which_they_reach_not_by_the_day_of_reading(
    ada: Client, workspace: Workspace
) -> None:
    from datetime import timedelta

    from accord.findings.format import Format
    from accord.pages.facts.overview import facts_page
    from accord.people.models import Person

    lines = [f"a-{n},2026-10-{n:02d}T10:00:00Z,19.90,EUR,placed\n" for n in range(1, 15)]
    name = _drop(ada, orders=HEAD + "".join(lines))
    ada.post(reverse("facts_confirm", args=[name]))
    Worker().until_idle()
    mara, last = Person.objects.get(), datetime(2026, 10, 14, 10, tzinfo=UTC)
    usual_pauses = timedelta(days=3)
    for later, title in ((timedelta(days=7), "The facts are fresh"), (timedelta(days=9), "Orders is getting old")):
        page = facts_page(mara, workspace, form=Format(), now=last + later + usual_pauses)
        assert page.title == title
        assert "They reach to 14 Oct 2026; something last came in on" in page.lede
