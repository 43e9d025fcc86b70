"""The demo as a site: opened once in an empty workspace; its clock goes forward, and the facts with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accord.facts.importing import read
from accord.facts.store import Store
from accord.jobs.worker import Worker
from accord.pages.demo_company import Company, NotEmpty, company_of, import_later, moment_of, settle_in
from accord.pages.facts import demo_site
from accord.pages.workspaces import begin
from accord.people.models import Person
from accord.people.operations import InvalidLink, first_run_token
from accord.people.rights import NotAllowed, Role
from accord.record import clock, work
from accord.record.models import Job
from accord.record.writing import HOUSE
from accord.workspace.folder import Workspace
from tests.web.test_facts import GOOD

pytestmark = pytest.mark.django_db
SMALL = Company(orders=1_500, visits_days=1)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    own = Workspace(tmp_path / "workspace").create()
    begin(own)
    monkeypatch.setattr(settings, "ACCORD_WORKSPACE", own)
    return own


def _token() -> str:
    token = first_run_token(datetime.now(UTC))
    assert token is not None
    return token


def test_one_click_opens_the_demo_with_people_a_clock_and_its_exports_on_their_way(
    workspace: Workspace, client: Client
) -> None:
    answer = client.post(reverse("first_run_demo"), {"token": _token()})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert all(person.email in page for person in Person.objects.all())
    assert Person.objects.count() == len(Role)
    assert workspace.made_up
    assert clock.now().date() == company_of(workspace).world.end
    assert [j.kind for j in work.open_jobs()] == ["make_demo"]
    assert client.post(reverse("first_run_demo"), {"token": "x"}).status_code == 400


def test_without_the_word_from_the_console_the_demo_stays_shut(workspace: Workspace, client: Client) -> None:
    _token()
    assert client.post(reverse("first_run_demo"), {"token": "guessed"}).status_code == 400
    assert not workspace.made_up
    with pytest.raises(InvalidLink):
        demo_site.begin_demo(workspace, token="guessed")


def test_a_workspace_with_facts_or_clauses_never_becomes_a_demo(workspace: Workspace, tmp_path: Path) -> None:
    workspace.charter.write_text("organisation: {name: Made-up Ltd}\n", encoding="utf-8")
    with pytest.raises(NotEmpty):
        demo_site.begin_demo(workspace, token=_token())
    workspace.charter.unlink()
    (tmp_path / "orders.csv").write_text(GOOD, encoding="utf-8")
    read(workspace, [tmp_path / "orders.csv"], now=datetime(2026, 11, 20))
    with pytest.raises(NotEmpty):
        demo_site.begin_demo(workspace, token=_token())
    assert not workspace.made_up
    assert not Person.objects.exists()


def test_the_clock_goes_forward_only_within_the_world_and_for_those_who_lead(workspace: Workspace) -> None:
    demo_site.begin_demo(workspace, token=_token(), company=SMALL)
    now, lena = clock.now(), Person.objects.get(role=Role.CMO)
    for day in ("2026-10-31", "2026-11-01", "2027-05-02", "2030-01-01", "not a day", ""):
        with pytest.raises(ValueError, match=r"clock goes forward|give a day"):
            demo_site.move_clock(workspace, day, by=lena, now=now)
    with pytest.raises(NotAllowed):
        demo_site.move_clock(workspace, "2026-11-20", by=Person.objects.get(role=Role.MARKETING), now=now)
    demo_site.move_clock(workspace, "2027-05-01", by=lena, now=now)


def test_moving_the_clock_brings_the_facts_up_to_that_day_and_then_the_day(workspace: Workspace) -> None:
    demo_site.begin_demo(workspace, token=_token(), company=SMALL)
    Job.objects.all().delete()
    job = demo_site.move_clock(workspace, "2026-11-11", by=Person.objects.get(role=Role.CIO), now=clock.now())
    assert Worker().one()
    assert work.progress(job).state == Job.DONE, work.progress(job).error
    assert clock.now().date() == date(2026, 11, 11)
    orders = Store(workspace).state().tables["orders"]
    assert orders.last is not None
    assert datetime(2026, 11, 10) < orders.last < datetime(2026, 11, 10, 23, 0)
    incidents = Store(workspace).state().tables["incidents"].last
    assert incidents is None or incidents < datetime(2026, 11, 11), "no export tells of what has not happened yet"
    assert {"analyse", "verify_due"} >= {j.kind for j in work.open_jobs()} >= {"analyse"}


def test_who_moves_the_clock_stays_signed_in(workspace: Workspace, client: Client) -> None:
    demo_site.begin_demo(workspace, token=_token(), company=SMALL)
    lena = Person.objects.get(role=Role.CMO)
    client.force_login(lena, backend="django.contrib.auth.backends.ModelBackend")
    clock.move(clock.now() + timedelta(days=90))
    Job.objects.all().delete()
    work.queue("forget_old", {}, by=HOUSE, now=clock.now())
    Worker().until_idle()
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.soak
def test_what_comes_is_drawn_once_in_secret_and_told_day_by_day_without_contradiction(workspace: Workspace) -> None:
    settle_in(workspace, SMALL, over=workspace.charter.read_text(encoding="utf-8"))
    now = moment_of(date(2026, 11, 21), SMALL).astimezone(UTC).replace(tzinfo=None)
    import_later(workspace, date(2026, 11, 6), now=now)
    coin = (workspace.keys / "later-months").read_text(encoding="ascii")
    first = Store(workspace).state().tables
    import_later(workspace, date(2026, 11, 11), now=now)
    assert (workspace.keys / "later-months").read_text(encoding="ascii") == coin
    then = Store(workspace).state().tables
    assert then["orders"].rows > first["orders"].rows


def test_a_promise_of_the_demo_can_be_extended_within_its_months(tmp_path: Path) -> None:
    from accord.pages.decisions.together import _usual
    from accord.pages.demo_company import last_day

    made = Workspace(tmp_path / "made-up")
    settle_in(made, SMALL)
    first = date(2026, 11, 1)
    usual, last = _usual(made, first), last_day(SMALL)
    assert timedelta(weeks=12) < usual < timedelta(days=91)
    assert first + timedelta(days=1) + 2 * usual <= last
    assert _usual(made, date(2027, 4, 1)) == timedelta(days=91)
    assert _usual(Workspace(tmp_path / "ours").create(), first) == timedelta(days=91)
