"""Publishing a brief: its findings stand on the lists, their revisions are kept, and twice is once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from accord.decisions import briefs, operations, queries
from accord.decisions.models import KeptBrief, Published, PublishedRevision
from accord.findings import archive
from accord.findings.brief import Brief
from accord.findings.finding import Finding, Waiting
from accord.findings.identity import finding_id, plain, revision_id
from accord.people.rights import NotAllowed, Role
from accord.record.models import Activity
from accord.units.interval import Interval
from tests.pages.made_up import brief as made_up
from tests.pages.made_up import money, outage
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def _with(brief: Brief, *findings: Finding) -> Brief:
    return replace(brief, findings=findings)


def test_a_published_brief_is_read_back_as_it_was() -> None:
    brief = made_up()
    operations.publish(brief, now=NOW)
    read = queries.latest_brief(settings.ACCORD_WORKSPACE)
    assert read is not None
    assert plain(read) == plain(brief)
    assert [revision_id(f) for f in read.findings] == [revision_id(f) for f in brief.findings]


def test_without_a_brief_there_is_none() -> None:
    assert queries.latest_brief(settings.ACCORD_WORKSPACE) is None


def test_each_finding_becomes_a_row_with_its_money_titles_and_rank() -> None:
    brief = made_up()
    operations.publish(brief, now=NOW)
    row = Published.objects.get(finding=finding_id(outage()))
    amount = outage().amount
    assert amount is not None
    assert (row.low, row.mid, row.high) == (amount.interval.low, amount.interval.mid, amount.interval.high)
    assert row.start == outage().period.start.replace(tzinfo=UTC)
    assert "{" not in row.title_marketing + row.title_it + row.title_finance
    ranks = [p.rank for p in queries.published()]
    assert ranks == list(range(1, len(brief.findings) + 1))


def test_publishing_the_same_again_changes_nothing() -> None:
    operations.publish(made_up(), now=NOW)
    done = operations.publish(made_up(), now=LATER)
    assert not done.changed
    assert (KeptBrief.objects.count(), Activity.objects.count()) == (1, 1)
    assert set(Published.objects.values_list("changed_at", flat=True)) == {NOW}


def test_a_prepared_brief_comes_into_force_by_its_rows_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes keeps all others waiting: files and words are made before."""
    ready = operations.prepared(made_up(), now=NOW)

    def written(*_: object) -> None:
        raise AssertionError("a file was written while all other writers waited")

    monkeypatch.setattr(archive, "save", written)
    monkeypatch.setattr(briefs, "keep", written)
    done = operations.put_in_force(ready, now=NOW)
    assert set(done.new) == set(ready.rows) == set(Published.objects.values_list("finding", flat=True))


def test_another_revision_supersedes_and_the_old_one_stays_on_record() -> None:
    brief = made_up()
    operations.publish(brief, now=NOW)
    dearer = replace(outage(), amount=money(30_000, 25_000, 36_000))
    others = [f for f in brief.findings if finding_id(f) != finding_id(dearer)]
    done = operations.publish(_with(brief, dearer, *others), now=LATER)
    assert done.superseded == (finding_id(dearer),)
    kept = PublishedRevision.objects.filter(finding=finding_id(dearer)).values_list("revision", flat=True)
    assert list(kept) == [revision_id(outage()), revision_id(dearer)]
    row = Published.objects.get(finding=finding_id(dearer))
    assert (row.mid, row.published_at, row.changed_at) == (3_000_000, NOW, LATER)


def test_a_finding_that_the_brief_no_longer_tells_is_gone_and_may_come_back() -> None:
    brief = made_up()
    operations.publish(brief, now=NOW)
    gone = operations.publish(_with(brief, *brief.findings[1:]), now=LATER)
    assert gone.gone == (finding_id(brief.findings[0]),)
    assert len(queries.published()) == len(brief.findings) - 1
    assert len(queries.published(gone=True)) == len(brief.findings)
    back = operations.publish(brief, now=LATER)
    assert back.back == gone.gone
    assert len(queries.published()) == len(brief.findings)


def test_lists_are_filtered_by_analysis_side_period_size_and_words() -> None:
    operations.publish(made_up(), now=NOW)
    everything = queries.published()
    assert {p.analysis for p in queries.published(analysis="outages")} == {"outages"}
    assert all(p.cell.startswith("it_") for p in queries.published(side="it"))
    assert all(p.size >= 1_000_000 for p in queries.published(least=1_000_000))
    assert all(p.size < 1_000_000 for p in queries.published(most=999_999))
    assert [p.finding for p in queries.published(text="checkout INC-1042")] == [finding_id(outage())]
    assert not queries.published(end=datetime(2020, 1, 1, tzinfo=UTC))
    assert len(queries.published(start=datetime(2020, 1, 1, tzinfo=UTC))) == len(everything)


def test_what_waiting_costs_comes_first_on_the_docket_until_its_day_has_passed() -> None:
    soon = Waiting(Interval(90_000_000, 1, 100_000_000), until=NOW.replace(tzinfo=None) + timedelta(days=2))
    urgent = replace(outage(), subject="INC-2000", waiting=soon)
    brief = made_up()
    operations.publish(_with(brief, *brief.findings, urgent), now=NOW)
    assert next(iter(queries.docket(NOW))).finding == finding_id(urgent)
    later = list(queries.docket(NOW + timedelta(days=3)))
    weights = [(-p.waiting_at(NOW + timedelta(days=3)), -p.size) for p in later]
    assert weights == sorted(weights)
    assert later[0].finding != finding_id(urgent)


def test_who_may_not_import_may_not_publish() -> None:
    with pytest.raises(NotAllowed):
        operations.publish(made_up(), by=person(Role.FINANCE), now=NOW)
    assert not Published.objects.exists()


def test_a_damaged_file_of_a_brief_is_found() -> None:
    operations.publish(made_up(), now=NOW)
    [kept] = KeptBrief.objects.all()
    path = settings.ACCORD_WORKSPACE.findings / "briefs" / f"{kept.file}.json"
    good = path.read_bytes()
    briefs._read.cache_clear()
    path.write_bytes(good.replace(b"INC-1042", b"INC-1043"))
    try:
        with pytest.raises(briefs.BriefLost):
            queries.latest_brief(settings.ACCORD_WORKSPACE)
    finally:
        path.write_bytes(good)


@pytest.mark.parametrize("table", ["decisions_publishedrevision", "decisions_keptbrief"])
def test_the_database_refuses_to_rewrite_what_was_published(table: str) -> None:
    operations.publish(made_up(), now=NOW)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"delete from {table}")
