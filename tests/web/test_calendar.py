"""The joint calendar: both sides' weeks, clashes with their price, a plan tried elsewhere, feeds."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accord.decisions.models import Decision
from accord.decisions.operations import publish
from accord.facts.importing import read
from accord.findings.format import Format
from accord.methods.calendars import Entry
from accord.pages.account import brief_of
from accord.pages.joint_calendar.asked import Asked, asked_for
from accord.pages.joint_calendar.feed import MOST_BYTES
from accord.pages.joint_calendar.feeds import make_feed, revoke_feed
from accord.pages.joint_calendar.horizon import ends_of
from accord.pages.joint_calendar.page import JointCalendarPage, joint_calendar_page
from accord.pages.joint_calendar.slot import try_slot
from accord.pages.joint_calendar.weeks import DAYS, Bar, bar_of, edges_of, rows_of
from accord.pages.outlook import plans_of, stamp_of
from accord.people.models import Person
from accord.people.operations import deactivate
from accord.people.rights import NotAllowed, Role
from accord.record import clock
from accord.record.writing import HOUSE
from accord.workspace.folder import Workspace
from accord.worlds import small
from tests.people_made_up import person
from tests.web.scenes import all_scenes

pytestmark = pytest.mark.django_db
FORM = Format("en_IE", "UTC", "EUR")
WORLD = small.change_world(np.random.default_rng(2))
NOW = datetime(2026, 3, 2, 6, 0)
AWARE = NOW.replace(tzinfo=UTC)
CHANGE = "CHG00161"


def _table(path: Path, columns: dict[str, Any]) -> Path:
    """A fact table as the file that somebody would export, times in UTC."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        cells = [
            [f"{v}Z" if c.dtype.kind == "M" and str(v) != "NaT" else "" if v is None else v for v in c]
            for c in columns.values()
        ]
        writer.writerows(zip(*cells, strict=True))
    return path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A made-up shop with its plans, read from files once."""
    home = tmp_path_factory.mktemp("calendar")
    workspace = Workspace(home / "workspace").create()
    workspace.charter.write_text(yaml.safe_dump(small.clauses()), encoding="utf-8")
    files = [_table(home / f"{name}.csv", WORLD.tables[name]) for name in ("orders", "campaigns", "changes")]
    report = read(workspace, files, now=NOW)
    assert (report.refused, report.questions) == ((), ())
    return workspace


@pytest.fixture
def workspace(kept: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(settings, "ACCORD_WORKSPACE", kept)
    monkeypatch.setattr(clock, "now", lambda: AWARE)
    return kept


@pytest.fixture
def published(workspace: Workspace) -> Workspace:
    publish(brief_of(workspace, now=NOW), now=AWARE)
    return workspace


@pytest.fixture
def mara(client: Client) -> Person:
    mara = person(Role.CMO)
    client.force_login(mara, backend="django.contrib.auth.backends.ModelBackend")
    return mara


def _page(who: Person, workspace: Workspace, asked: Asked) -> JointCalendarPage:
    return joint_calendar_page(who, workspace, asked, now=AWARE, audience="it", form=FORM, made_up="")


def test_the_weeks_show_both_sides_and_each_clash_with_its_price(published: Workspace, mara: Person) -> None:
    page = _page(mara, published, Asked(first=date(2026, 3, 16)))
    lanes = {lanes.label for week in page.weeks for lanes in week.lanes}
    assert {"Marketing", "IT", "Clash", "Free slots"} <= lanes
    told = {line.moving: line for line in page.clashes if line.amount}
    truth = dict(zip(WORLD.truth["clashes"]["change_id"], WORLD.truth["clashes"]["at_risk_minor"], strict=True))
    assert set(told) == set(truth)
    for change, line in told.items():
        assert line.amount is not None
        assert line.amount.low <= truth[change] <= line.amount.high


def test_a_plan_tried_where_it_lies_costs_what_its_finding_says(published: Workspace, mara: Person) -> None:
    line = next(c for c in _page(mara, published, Asked()).clashes if c.moving == CHANGE)
    assert line.amount is not None
    tried = try_slot(published, CHANGE, line.start, line.end, now=NOW)
    assert tried.risk is not None
    assert tried.risk.interval.mid == pytest.approx(line.amount.mid, rel=0.05)
    assert [m.other.id for m in tried.meets] == [line.one.id]
    assert tried.in_the_way[0].id == line.one.id


def test_a_slot_at_night_away_from_campaigns_is_free_and_cheaper_and_nothing_is_changed(workspace: Workspace) -> None:
    before = (stamp_of(workspace), plans_of(workspace))
    there = try_slot(workspace, CHANGE, datetime(2026, 3, 21, 2), datetime(2026, 3, 21, 5), now=NOW)
    campaign = next(e for e in plans_of(workspace)[0] if e.kind == "campaign")
    inside = try_slot(
        workspace, CHANGE, campaign.start + timedelta(hours=18), campaign.start + timedelta(hours=21), now=NOW
    )
    assert there.risk is not None
    assert inside.risk is not None
    assert there.meets == ()
    assert there.in_the_way == ()
    assert there.risk.interval.mid < inside.risk.interval.mid
    assert (stamp_of(workspace), plans_of(workspace)) == before


def test_slots_on_offer_are_free_in_order_of_price_and_either_side_gets_some(workspace: Workspace) -> None:
    change = next(e for e in plans_of(workspace)[0] if e.id == CHANGE)
    tried = try_slot(workspace, CHANGE, change.start, change.end, now=NOW)
    assert {s.entry.kind for s in tried.slots} == {"change"}
    assert {s.entry.kind for s in tried.others} == {"campaign"}
    for offers in (tried.slots, tried.others):
        prices = [s.risk.interval.mid for s in offers]
        assert prices == sorted(prices)
        for slot in offers:
            again = try_slot(workspace, slot.entry.id, slot.start, slot.end, now=NOW)
            assert again.risk is not None
            assert tried.risk is not None
            assert again.risk.interval.mid < tried.risk.interval.mid
            assert slot.entry.kind != "change" or again.meets == ()


def test_the_same_slot_costs_the_same_each_time(workspace: Workspace) -> None:
    asked = (CHANGE, datetime(2026, 3, 17, 9), datetime(2026, 3, 17, 12))
    assert try_slot(workspace, *asked, now=NOW) == try_slot(workspace, *asked, now=NOW)


def test_a_slot_that_has_begun_or_lies_too_far_or_a_plan_that_is_not_there_is_refused(workspace: Workspace) -> None:
    hour = timedelta(hours=1)
    with pytest.raises(ValueError, match="begun"):
        try_slot(workspace, CHANGE, NOW - hour, NOW, now=NOW)
    with pytest.raises(ValueError, match="three years"):
        try_slot(workspace, CHANGE, NOW + timedelta(days=1200), NOW + timedelta(days=1200) + hour, now=NOW)
    with pytest.raises(LookupError, match="CHG-none"):
        try_slot(workspace, "CHG-none", NOW + hour, NOW + 2 * hour, now=NOW)


def test_a_slot_far_ahead_is_priced_too(workspace: Workspace) -> None:
    tried = try_slot(workspace, CHANGE, datetime(2028, 3, 21, 2), datetime(2028, 3, 21, 5), now=NOW)
    assert tried.risk is not None
    assert tried.risk.interval.mid > 0


def test_a_slot_without_its_day_says_what_is_missing(published: Workspace, mara: Person, client: Client) -> None:
    query = {"entry": CHANGE, "day": "", "at": "02:00", "minutes": "180"}
    assert "give the day too" in client.get(reverse("calendar"), query).content.decode()
    with pytest.raises(ValueError, match="the hour from which and the minutes"):
        Asked(day=date(2026, 3, 21)).slot("UTC")


def test_an_hour_that_clocks_skip_is_said_on_the_page_and_one_shown_twice_is_taken() -> None:
    asked = Asked(day=date(2026, 3, 29), at=time(2, 30), minutes=60)
    with pytest.raises(ValueError, match="clocks skip"):
        asked.slot("Europe/Paris")
    twice = Asked(day=date(2026, 10, 25), at=time(2, 30), minutes=60).slot("Europe/Paris")
    assert twice == (datetime(2026, 10, 25, 0, 30), datetime(2026, 10, 25, 1, 30))


@pytest.mark.parametrize(
    "query",
    [{"from": "soon"}, {"day": "1999-12-31"}, {"at": "25:00"}, {"at": "05:00+02:00"}, {"minutes": "0"}, {"side": "x"}],
)
def test_what_cannot_be_read_is_named(query: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(query))):
        asked_for(query)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["", "marketing", "it"]),
    st.text(max_size=20).filter(lambda t: "\x00" not in t),
    st.times(),
    st.integers(1, 9999),
)
def test_an_address_holds_the_whole_question(first: date, side: str, service: str, at: time, minutes: int) -> None:
    from django.http import QueryDict

    asked = Asked(first, side, service, "change", "CHG 1", first, at.replace(second=0, microsecond=0), minutes)
    assert asked_for(QueryDict(asked.address()).dict()) == asked


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 7)), max_size=20))
def test_bars_of_a_week_never_lie_on_each_other_and_fill_seven_days(spans: list[tuple[int, int]]) -> None:
    bars = [Bar(at, min(DAYS, at + n), str(i), "t", "", str(i)) for i, (at, n) in enumerate(spans)]
    rows = rows_of(bars)
    assert all(sum(cell.span for cell in row) == DAYS for row in rows)
    shown = [cell.bar for row in rows for cell in row if cell.bar]
    assert sorted(b.entry for b in shown) == sorted(b.entry for b in bars)


def test_a_bar_lies_on_its_local_days_across_the_night_in_which_clocks_change() -> None:
    paris = Format("en_IE", "Europe/Paris", "EUR")
    edges = edges_of(date(2026, 10, 19), "Europe/Paris")
    night = Entry("x", "change", "A change", datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 23), "it")
    bar = bar_of(night, edges, paris, clashes=False, now=datetime(2026, 10, 1))
    assert bar is not None
    assert (bar.at, bar.till, bar.on, bar.minutes) == (6, 7, "Sun 25", 25 * 60)
    before = Entry("y", "change", "Late", datetime(2026, 10, 18, 20), datetime(2026, 10, 18, 22), "it")
    assert bar_of(before, edges, paris, clashes=False, now=datetime(2026, 10, 1)) is None


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_stretches_of_the_horizon_follow_each_other_to_three_years(today: date) -> None:
    ends = ends_of(today)
    assert ends == sorted(ends)
    assert len(ends) == 7
    assert today <= ends[0] <= today + timedelta(days=6)
    assert timedelta(days=1060) <= ends[-1] - today <= timedelta(days=1100)


def test_filters_keep_what_they_name(workspace: Workspace, mara: Person) -> None:
    week = date(2026, 3, 16)
    assert {e.kind for e in _page(mara, workspace, Asked(first=week, side="marketing")).entries} == {"campaign"}
    on_search = _page(mara, workspace, Asked(first=week, service="search")).entries
    assert {e.service for e in on_search} <= {"search", None}
    assert {e.kind for e in _page(mara, workspace, Asked(first=week, kind="change")).entries} <= {"change"}


def test_nobody_who_was_shut_out_reads_it(workspace: Workspace, mara: Person) -> None:
    mara.is_active = False
    with pytest.raises(NotAllowed):
        _page(mara, workspace, Asked())


def test_the_page_says_the_price_of_a_slot_in_the_address(published: Workspace, mara: Person, client: Client) -> None:
    query = {"from": "2026-03-16", "entry": CHANGE, "day": "2026-03-21", "at": "02:00", "minutes": "180"}
    text = client.get(reverse("calendar"), query).content.decode()
    assert "Free:" in text
    assert "Decide on this slot" in text
    assert "style=" not in text
    skipped = client.get(reverse("calendar"), query | {"day": "2026-01-01"}).content.decode()
    assert "has begun already" in skipped


def test_a_tried_slot_is_carried_into_the_decision_as_its_chosen_option(
    published: Workspace, mara: Person, client: Client
) -> None:
    query = {"entry": CHANGE, "day": "2026-03-21", "at": "02:00", "minutes": "180"}
    text = client.get(reverse("calendar"), query).content.decode()
    address = html.unescape(re.search(r'href="([^"]+)">Decide on this slot', text).group(1))  # type: ignore[union-attr]
    form = client.get(address).content.decode()
    [name] = re.findall(r'name="option-0-name" value="([^"]*)"', form)
    assert name.startswith("Move ")
    assert "21 Mar 2026" in name
    assert re.search(r'name="chosen" value="0" checked', form)
    mid = float(re.findall(r'name="option-0-mid" value="([^"]*)"', form)[0])
    line = next(c for c in _page(mara, published, Asked()).clashes if c.moving == CHANGE)
    assert line.amount is not None
    assert 0 < mid * 100 <= line.amount.mid


def test_who_may_not_prepare_sees_the_calendar_without_the_form(published: Workspace, client: Client) -> None:
    client.force_login(person(Role.AUDITOR), backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(reverse("calendar"), {"from": "2026-03-16"}).content.decode()
    assert "Price it" not in text
    assert "At risk" in text


def test_hand_outs_hold_the_times_of_the_screen(published: Workspace, mara: Person, client: Client) -> None:
    asked = {"from": "2026-03-16"}
    packed = zipfile.ZipFile(io.BytesIO(client.get(reverse("calendar.as", args=["csv"]), asked).content))
    told = [packed.read(name).decode("utf-8-sig") for name in packed.namelist()]
    rows = [row for text in told for row in csv.reader(io.StringIO(text))]
    page = _page(mara, published, Asked(first=date(2026, 3, 16)))
    texts = {cell for row in rows for cell in row}
    assert {e.title for e in page.entries} <= texts
    assert any("2026-03-17" in cell for cell in texts)
    assert json.loads(client.get(reverse("calendar.as", args=["json"]), asked).content)


def _feed(secret: str, client: Client, **headers: str) -> Any:
    return client.get(reverse("calendar.feed", args=[secret]), headers=headers)


def _events_of(content: bytes) -> Any:
    from icalendar import Calendar

    return Calendar.from_ical(content)


def test_a_feed_is_valid_and_holds_both_sides_plans_in_utc(workspace: Workspace, mara: Person) -> None:
    _, secret = make_feed(by=mara, name="Telephone", side="", now=AWARE)
    answer = _feed(secret, Client())
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(answer.content) <= MOST_BYTES
    feed = _events_of(answer.content)
    assert feed["REFRESH-INTERVAL"].to_ical() == b"PT1H"
    assert feed["X-PUBLISHED-TTL"] == "PT1H"
    events = {str(e["SUMMARY"]): e for e in feed.walk("VEVENT")}
    plan = next(e for e in plans_of(workspace)[0] if e.kind == "campaign")
    assert events[plan.title]["DTSTART"].dt == plan.start.replace(tzinfo=UTC)
    assert events[plan.title]["DTEND"].dt == plan.end.replace(tzinfo=UTC)
    uids = [str(e["UID"]) for e in feed.walk("VEVENT")]
    assert len(uids) == len(set(uids))
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert re.search(rb"DTSTART:\d{8}T\d{6}Z", answer.content)


def test_a_feed_of_one_side_holds_only_its_plans(workspace: Workspace, mara: Person) -> None:
    _, secret = make_feed(by=mara, name="Telephone", side="marketing", now=AWARE)
    feed = _events_of(_feed(secret, Client()).content)
    assert {str(e["CATEGORIES"].to_ical().decode()) for e in feed.walk("VEVENT")} == {"campaign"}


def test_of_too_many_plans_a_feed_leaves_out_those_furthest_ahead(
    workspace: Workspace, mara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret = make_feed(by=mara, name="Telephone", side="", now=AWARE)
    every = [e["DTSTART"].dt for e in _events_of(_feed(secret, Client()).content).walk("VEVENT")]
    monkeypatch.setattr("accord.pages.joint_calendar.feed.MOST_BYTES", 4_000)
    cut = _feed(secret, Client()).content
    kept = [e["DTSTART"].dt for e in _events_of(cut).walk("VEVENT")]
    assert len(cut) <= 4_000
    assert 0 < len(kept) < len(every)
    assert max(kept) <= min(sorted(every)[len(kept) :])


def test_a_feed_read_again_unchanged_is_not_sent_again(workspace: Workspace, mara: Person) -> None:
    _, secret = make_feed(by=mara, name="Telephone", side="", now=AWARE)
    first = _feed(secret, Client())
    assert first.content == _feed(secret, Client()).content
    assert _feed(secret, Client(), if_none_match=first["ETag"]).status_code == 304
    assert _feed(secret, Client(), if_modified_since=first["Last-Modified"]).status_code == 304
    assert _feed(secret, Client(), if_none_match='"other"').status_code == 200


def test_a_feed_is_dead_at_once_when_revoked(workspace: Workspace, mara: Person) -> None:
    made, secret = make_feed(by=mara, name="Telephone", side="", now=AWARE)
    revoke_feed(made.id, by=mara, now=AWARE)
    assert _feed(secret, Client()).status_code == 404


def test_a_feed_is_dead_at_once_when_its_owner_is_shut_out(workspace: Workspace, mara: Person) -> None:
    _, secret = make_feed(by=mara, name="Telephone", side="", now=AWARE)
    person(Role.ADMINISTRATOR)
    deactivate(by=HOUSE, whom=mara, now=AWARE)
    assert _feed(secret, Client()).status_code == 404


def test_nobody_revokes_anothers_feed(workspace: Workspace, mara: Person, client: Client) -> None:
    made, secret = make_feed(by=person(Role.CIO), name="Telephone", side="", now=AWARE)
    client.post(reverse("calendar.feed_revoke", args=[made.id]))
    assert _feed(secret, Client()).status_code == 200


def test_a_token_of_another_kind_opens_no_feed(workspace: Workspace, mara: Person) -> None:
    from accord.people.operations import make_token

    _, secret = make_token(by=mara, kind="api", name="A program", now=AWARE)
    assert _feed(secret, Client()).status_code == 404


def test_the_address_of_a_feed_is_shown_once(workspace: Workspace, mara: Person, client: Client) -> None:
    answer = client.post(reverse("calendar.feed_make"), {"name": "Telephone", "side": "it"})
    found = re.search(r"http://testserver(/calendar/feed/\S+\.ics)", answer.content.decode())
    assert found is not None
    assert answer["Cache-Control"] == "no-store"
    assert Client().get(found[1]).status_code == 200
    assert "/calendar/feed/" not in client.get(reverse("calendar.feeds")).content.decode()


def test_a_feed_holds_the_day_on_which_a_promise_is_checked(workspace: Workspace) -> None:
    all_scenes()["decision_in_force"](None)
    row = Decision.objects.get()
    _, secret = make_feed(by=person(Role.LIAISON), name="Telephone", side="it", now=AWARE)
    feed = _events_of(_feed(secret, Client()).content)
    [event] = [e for e in feed.walk("VEVENT") if row.name in str(e["SUMMARY"])]
    assert event["DTSTART"].dt == row.due.astimezone(UTC).replace(microsecond=0)
    assert str(event["URL"]) == f"http://testserver{reverse('decision', args=[row.id])}"
