"""Calendars of any zone and recurrence become entries, and what cannot be read is told by its line."""

from __future__ import annotations

import random
import re
import warnings
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accord.facts.readers import ical_series, icalendar_file
from accord.facts.readers.ical_parts import calendars
from accord.facts.readers.icalendar_file import READER
from accord.facts.reading import Ask, BadFile, Given, Sample
from tests.facts.readers.documents import Outcome, collect, read, shared, written

BERLIN = Given(zone="Europe/Berlin", side="it")
STAMP = "DTSTAMP:20260601T000000Z"


def event(*lines: str, uid: str = "a") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", STAMP, *lines, "END:VEVENT"])


def calendar(*parts: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""])


def of(folder: Path, *parts: str, given: Given = BERLIN) -> Outcome:
    return read(READER, written(folder, "team.ics", calendar(*parts)), given)


def times(outcome: Outcome) -> list[tuple[datetime, datetime]]:
    return [(r["starts_at"], r["ends_at"]) for r in outcome.rows("calendar")]


def starts(outcome: Outcome) -> list[datetime]:
    return [r["starts_at"] for r in outcome.rows("calendar")]


def test_an_event_in_utc_is_an_entry_of_its_folders_side(tmp_path: Path) -> None:
    outcome = of(tmp_path, event("DTSTART:20260701T100000Z", "DTEND:20260701T113000Z", "SUMMARY:Change freeze"))
    assert outcome.rows("calendar") == [
        {
            "entry_id": "a",
            "kind": "freeze",
            "title": "Change freeze",
            "starts_at": datetime(2026, 7, 1, 10),
            "ends_at": datetime(2026, 7, 1, 11, 30),
            "side": "it",
            "row_number": 3,
        }
    ]


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "W. Europe Standard Time",
        "/freeassociation.sourceforge.net/Europe/Berlin",
        '"europe/berlin"',
        '"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"',
    ],
)
def test_a_zone_is_understood_by_any_of_its_names_without_a_definition(tmp_path: Path, zone: str) -> None:
    outcome = of(tmp_path, event(f"DTSTART;TZID={zone}:20260701T100000"), given=Given())
    assert starts(outcome) == [datetime(2026, 7, 1, 8)]


CUSTOM = "\r\n".join(
    [
        "BEGIN:VTIMEZONE\r\nTZID:Our office",
        "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0345\r\nTZOFFSETTO:+0345\r\nEND:STANDARD",
        "END:VTIMEZONE",
    ]
)


def test_a_zone_of_the_calendars_own_making_is_used_and_then_forgotten(tmp_path: Path) -> None:
    own = event("DTSTART;TZID=Our office:20260701T100000")
    assert starts(of(tmp_path, CUSTOM, own, given=Given())) == [datetime(2026, 7, 1, 6, 15)]
    with pytest.raises(Ask, match="Nobody knows the time zone Our office"):
        of(tmp_path, own, given=Given())


def test_a_zone_that_nobody_knows_is_read_in_the_settled_one_and_told(tmp_path: Path) -> None:
    outcome = of(tmp_path, event("DTSTART;TZID={Mars}:20260701T100000", "RRULE:FREQ=DAILY;COUNT=2"))
    assert starts(outcome) == [datetime(2026, 7, 1, 8), datetime(2026, 7, 2, 8)]
    assert "2 occurrences carry the zone {Mars}, which nobody knows; they are read in Europe/Berlin." in outcome.notes


def test_a_definition_that_changes_the_clock_every_second_is_not_followed(tmp_path: Path) -> None:
    endless = CUSTOM.replace("END:STANDARD", "RRULE:FREQ=SECONDLY\r\nEND:STANDARD")
    with pytest.raises(Ask, match="Our office"):
        of(tmp_path, endless, event("DTSTART;TZID=Our office:20260701T100000"), given=Given())


@pytest.mark.parametrize("start", ["DTSTART:20260701T100000", "DTSTART;VALUE=DATE:20260701"])
def test_floating_times_and_whole_days_are_asked_about(tmp_path: Path, start: str) -> None:
    with pytest.raises(Ask) as asked:
        of(tmp_path, event(start), given=Given())
    assert (asked.value.setting, asked.value.flag, asked.value.row) == ("zone", "--timezone", 3)


def test_the_calendars_own_zone_comes_before_the_organisations(tmp_path: Path) -> None:
    outcome = of(tmp_path, "X-WR-TIMEZONE:Asia/Tokyo", event("DTSTART;VALUE=DATE:20260701"))
    assert times(outcome) == [(datetime(2026, 6, 30, 15), datetime(2026, 7, 1, 15))]


@pytest.mark.parametrize(
    ("lines", "hours"),
    [
        (("DTSTART;VALUE=DATE:20260329",), 23),
        (("DTSTART;VALUE=DATE:20260329", "DTEND;VALUE=DATE:20260329"), 23),
        (("DTSTART;VALUE=DATE:20260329", "DTEND;VALUE=DATE:20260331"), 47),
        (("DTSTART:20260701T100000Z", "DURATION:PT90M"), 1.5),
        (("DTSTART:20260701T100000Z",), 0),
    ],
)
def test_the_end_follows_from_what_is_said(tmp_path: Path, lines: tuple[str, ...], hours: float) -> None:
    ((start, end),) = times(of(tmp_path, event(*lines)))
    assert (end - start).total_seconds() == hours * 3600


def test_a_recurrence_keeps_its_local_hour_over_the_change_of_the_clock(tmp_path: Path) -> None:
    lines = ("DTSTART;TZID=Europe/Berlin:20260322T100000", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert starts(of(tmp_path, event(*lines))) == [datetime(2026, 3, 22, 9), datetime(2026, 3, 29, 8)]


def test_days_are_taken_out_added_and_moved(tmp_path: Path) -> None:
    series = event(
        "DTSTART:20260701T100000Z",
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE:20260702T100000Z",
        "RDATE:20260801T100000Z",
        "SUMMARY:Stand-up",
    )
    moved = event("RECURRENCE-ID:20260703T100000Z", "DTSTART:20260703T150000Z", "SUMMARY:Later")
    outcome = of(tmp_path, series, moved)
    rows = sorted((r["starts_at"].day, r["starts_at"].hour, r["row_number"]) for r in outcome.rows("calendar"))
    assert rows == [(1, 10, 3), (1, 10, 3), (3, 15, 12), (4, 10, 3)]


def test_an_endless_series_is_followed_three_years_around_its_stamp(tmp_path: Path) -> None:
    outcome = of(tmp_path, event("DTSTART:20100101T100000Z", "RRULE:FREQ=MONTHLY"))
    assert (min(starts(outcome)).year, max(starts(outcome)).year, len(starts(outcome))) == (2023, 2029, 71)
    assert "followed from 2023-06-02 to 2029-05-31" in outcome.notes[0]


def test_a_period_that_is_asked_for_bounds_everything(tmp_path: Path) -> None:
    given = Given(zone="UTC", options={"from": "2026-07-02", "to": "2026-07-03"})
    daily = event("DTSTART:20260701T100000Z", "RRULE:FREQ=DAILY")
    outcome = of(tmp_path, daily, event("DTSTART:20260901T100000Z", uid="b"), given=given)
    assert starts(outcome) == [datetime(2026, 7, 2, 10), datetime(2026, 7, 3, 10)]
    assert "1 events outside the asked period left out." in outcome.notes
    with pytest.raises(BadFile, match="no day"):
        of(tmp_path, daily, given=Given(options={"from": "soon"}))


def test_cancelled_occurrences_are_left_out_and_counted(tmp_path: Path) -> None:
    series = event("DTSTART:20260701T100000Z", "RRULE:FREQ=DAILY;COUNT=3")
    gone = event("RECURRENCE-ID:20260702T100000Z", "DTSTART:20260702T100000Z", "STATUS:CANCELLED")
    outcome = of(tmp_path, series, gone, event("DTSTART:20260701T100000Z", "STATUS:CANCELLED", uid="b"))
    assert [s.day for s in starts(outcome)] == [1, 3]
    assert "2 cancelled occurrences left out." in outcome.notes
    whole = of(tmp_path, "METHOD:CANCEL", event("DTSTART:20260701T100000Z"))
    assert (times(whole), whole.notes) == ([], ["1 cancelled occurrences left out."])


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMINUTE=0;BYSETPOS=5",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8;BYMINUTE=0,10,20,30,40,50",
        "RSCALE=CHINESE;FREQ=YEARLY",
        "FREQ=SOMETIMES",
    ],
)
def test_a_rule_that_cannot_be_followed_costs_only_its_event(tmp_path: Path, rule: str) -> None:
    hostile = event("DTSTART:20260701T100000Z", f"RRULE:{rule}", uid="bad")
    outcome = of(tmp_path, event("DTSTART:20260701T100000Z"), hostile)
    assert [(r.row, r.column) for r in outcome.rejects] == [(8, "RRULE")]
    assert len(times(outcome)) == 1


def test_a_series_with_too_many_occurrences_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ical_series, "MOST", 3)
    outcome = of(tmp_path, event("DTSTART:20260701T100000Z", "RRULE:FREQ=DAILY;COUNT=4"))
    assert (times(outcome), outcome.rejects[0].value) == ([], "FREQ=DAILY;COUNT=4")


def test_an_event_that_recurs_and_lasts_for_centuries_is_refused(tmp_path: Path) -> None:
    lines = ("DTSTART:15000701T100000Z", "DTEND:20260701T100000Z", "RRULE:FREQ=DAILY")
    assert "longer than a year" in of(tmp_path, event(*lines)).rejects[0].reason


def test_frequent_but_bounded_rules_are_followed(tmp_path: Path) -> None:
    lines = ("DTSTART:20260701T100000Z", "RRULE:FREQ=MINUTELY;INTERVAL=30;BYHOUR=10,11;UNTIL=20260702T235959Z")
    assert len(times(of(tmp_path, event(*lines)))) == 8


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        (("SUMMARY:no start",), "DTSTART"),
        (("DTSTART:20261301T000000Z",), "DTSTART"),
        (("DTSTART:20260701T000000Z", "DTSTART:20260702T000000Z"), "DTSTART"),
        (("DTSTART:20260701T000000Z", "DTEND:20260601T000000Z"), "DTEND"),
        (("DTSTART:20260701T000000Z", "DURATION:long"), "DURATION"),
        (("DTSTART:20260701T000000Z", "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"), "EXRULE"),
        (("DTSTART;VALUE=DATE:99991231",), "DTSTART"),
    ],
)
def test_a_broken_event_is_rejected_by_its_line_and_the_others_are_read(
    tmp_path: Path, lines: tuple[str, ...], column: str
) -> None:
    outcome = of(tmp_path, event("DTSTART:20260701T100000Z"), event(*lines, uid="b"))
    assert [(r.row, r.column) for r in outcome.rejects] == [(8, column)]
    assert len(times(outcome)) == 1


def test_what_does_not_matter_may_be_broken(tmp_path: Path) -> None:
    outcome = of(tmp_path, event("DTSTART:20260701T100000Z", "CREATED:never", "SEQUENCE:many", "LAST-MODIFIED:x"))
    assert len(times(outcome)) == 1


def test_people_and_private_titles_are_not_kept(tmp_path: Path) -> None:
    private = event("DTSTART:20260701T100000Z", "SUMMARY:Doctor", "CLASS:PRIVATE")
    meeting = event(
        "DTSTART:20260701T100000Z",
        "SUMMARY:Weekly",
        "ATTENDEE;CN=Ann Example:mailto:ann@example.org",
        "ORGANIZER;CN=Bob:mailto:bob@example.org",
        "DESCRIPTION:with Ann",
        uid="b",
    )
    outcome = of(tmp_path, private, meeting)
    assert [r["title"] for r in outcome.rows("calendar")] == ["(private)", "Weekly"]
    assert not any(name in str(outcome) for name in ("Ann", "Bob", "Doctor"))


def test_several_calendars_in_one_file_each_have_their_zone(tmp_path: Path) -> None:
    day = event("DTSTART;VALUE=DATE:20260701")
    text = calendar("X-WR-TIMEZONE:Asia/Tokyo", day) + calendar("X-WR-TIMEZONE:America/New_York", day)
    outcome = read(READER, written(tmp_path, "two.ics", text))
    assert starts(outcome) == [datetime(2026, 6, 30, 15), datetime(2026, 7, 1, 4)]


def test_folded_lines_missing_ends_and_other_components_are_taken_in_stride(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:t\nSUMMARY:x\nEND:VTODO\nBEGIN:VEVENT\nUID:a\nDTSTART:2026070\n 1T100000Z\n"
        "SUMMARY:Win\n\tter sale\nBEGIN:VALARM\nSUMMARY:ring\nEND:VALARM\n"
        "BEGIN:VEVENT\nUID:b\nDTSTART:20260702T100000Z\n"
    )
    outcome = read(READER, written(tmp_path, "cut.ics", text))
    assert [(r["title"], r["kind"], r["row_number"]) for r in outcome.rows("calendar")] == [
        ("Winter sale", "sale", 6),
        ("(untitled)", "other", 15),
    ]
    assert outcome.notes == ["1 components VTODO left out: only events are read."]


def test_an_event_without_an_identity_gets_the_same_one_each_time(tmp_path: Path) -> None:
    text = calendar("BEGIN:VEVENT\r\nDTSTART:20260701T100000Z\r\nSUMMARY:x\r\nEND:VEVENT")
    first, second = (read(READER, written(tmp_path, n, text)).rows("calendar")[0] for n in ("a.ics", "b.ics"))
    assert first["entry_id"] == second["entry_id"]


def test_it_knows_its_own(tmp_path: Path) -> None:
    assert READER.recognise(Sample(tmp_path, "ics", b"")) > 0.9
    assert READER.recognise(Sample(tmp_path, "csv", b"")) == 0


def corpus() -> list[Path]:
    return sorted(shared("ics_corpus").rglob("*.ics"))


def of_any(path: Path) -> Outcome:
    sample = Sample(path, "ics", b"", encoding="utf-8" if is_utf8(path) else "latin-1")
    try:
        return collect(READER, sample, Given())
    except Ask:
        return collect(READER, sample, BERLIN)


def is_utf8(path: Path) -> bool:
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_no_file_of_the_corpus_makes_it_fall_and_most_give_entries() -> None:
    files, found = corpus(), Counter[str]()
    for path in files:
        outcome = of_any(path)
        found["with entries"] += bool(outcome.rows("calendar"))
        found["rejected"] += len(outcome.rejects)
    assert found["with entries"] >= 0.5 * len(files)
    assert found["rejected"] < len(files)


def test_expansion_agrees_with_recurring_ical_events_over_the_corpus() -> None:
    """Whole files through the library, in our horizon, against our entries (single events are never cut by it)."""
    import icalendar
    import recurring_ical_events

    agreed, compared = 0, 0
    for path in corpus():
        outcome = of_any(path)
        parts = list(calendars(path.read_text("utf-8" if is_utf8(path) else "latin-1")))
        if len(parts) != 1 or not outcome.rows("calendar") or outcome.rejects:
            continue
        start, end = icalendar_file._derived_horizon(list(icalendar_file._parsed(_new_file(), parts[0])))
        inside = [s for s, e in times(outcome) if s < end and e >= start]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                text = re.sub(rb"(?m)^RRULE:.*$", lambda rule: rule[0].replace(b" ", b""), path.read_bytes())
                whole = icalendar.Calendar.from_ical(text, multiple=True)[0]
            except ValueError:
                continue  # the library reads whole files or nothing; we lose only the broken event
            query = recurring_ical_events.of(whole, skip_bad_series=True)
            theirs = query.between(start.replace(tzinfo=UTC), end.replace(tzinfo=UTC))
        alive = [o for o in theirs if str(o.get("STATUS", "")).upper() != "CANCELLED"]
        compared += 1
        agreed += len(alive) == len(inside) or whole.get("METHOD") == "CANCEL"
    assert compared > 50
    assert agreed == compared


def _new_file() -> icalendar_file._File:
    return icalendar_file._File(Given(), None)


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    """Lines of the corpus shuffled, cut and mixed, with a fixed seed."""
    rng = random.Random(7)
    files = corpus()
    pool = [line for p in files for line in p.read_bytes().decode("utf-8", "replace").splitlines()]
    path = tmp_path / "damaged.ics"
    for _ in range(300):
        lines = rng.choice(files).read_bytes().decode("utf-8", "replace").splitlines()[:80]
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(lines) + 1)
            lines[at : at + rng.randint(0, 2)] = [rng.choice(pool)[: rng.randint(3, 60)]]
        path.write_text("\n".join(lines))
        with suppress(Ask, BadFile):
            collect(READER, Sample(path, "ics", b""), rng.choice([Given(), BERLIN]))
