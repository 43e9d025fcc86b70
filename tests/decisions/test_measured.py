"""A finding without money on the lists, on the docket, and where a promise about it begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accord.analyses.base import Effect
from accord.decisions import operations, queries
from accord.decisions.beginning import promised
from accord.decisions.models import Published
from accord.findings.finding import Figure
from accord.findings.identity import finding_id
from accord.pages.decisions.listing import decisions_page
from accord.pages.findings import asked_for, findings_page
from accord.people.rights import Role
from accord.units.interval import Interval
from tests.decisions.made import FORM
from tests.pages.made_up import brief, word
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published() -> None:
    operations.publish(brief(), now=NOW)


def test_its_row_holds_the_number_in_its_own_unit() -> None:
    row = Published.objects.get(finding=finding_id(word()))
    assert (row.mid, row.size, row.currency) == (None, 0, "")
    assert (row.measured_low, row.measured_mid, row.measured_high) == (2.9, 4.25, 5.75)
    assert (row.measured_as, row.measured_unit) == ("Times a week that both meet it", "ratio")


def test_once_it_is_no_longer_measured_the_row_holds_nothing() -> None:
    told = brief()
    untold = tuple(replace(f, measure="") if f.measure else f for f in told.findings)
    operations.publish(replace(told, findings=untold), now=NOW)
    assert Published.objects.filter(measured_mid__isnull=False).count() == 0


def test_it_waits_on_the_docket_after_all_that_has_a_price() -> None:
    names = [row.finding for row in queries.docket(NOW)]
    assert names[-1] == finding_id(word())
    assert len(names) > 1


def test_amounts_that_are_asked_for_leave_it_out() -> None:
    name = finding_id(word())
    assert name in {p.finding for p in queries.published()}
    assert name not in {p.finding for p in queries.published(most=10**12)}
    assert name not in {p.finding for p in queries.published(least=0)}


def test_lists_show_it_in_its_unit_and_their_files_in_columns_of_their_own() -> None:
    page = findings_page(person(Role.CMO), asked_for({}), audience="it", form=FORM, made_up="")
    (line,) = (one for one in page.lines if one.id == finding_id(word()))
    assert line.amount is None
    assert line.measure is not None
    assert (line.measure.text, line.measure.ends, line.verdict) == ("4.25", "2.9 to 5.75", word().verdict)
    docket = decisions_page(person(Role.CIO), now=NOW, audience="it", form=FORM, made_up="")
    for sheet in (page.sheet(), docket.sheet()):
        table = sheet.tables[0]
        at = {column.name: place for place, column in enumerate(table.columns)}
        row = next(r for r in table.rows if "CAB means two things" in {c.text for c in r})
        assert (row[at["mid"]].value, row[at["measured"]].value, row[at["measured"]].unit) == (None, 4.25, "ratio")


def test_a_promise_about_it_begins_in_the_unit_of_what_it_moves() -> None:
    found = replace(word(), figures=(*word().figures, Figure("met", "Meetings", Interval(57, 45, 70), "count")))
    effect = Effect("met", "down", "meetings", told="whole")
    assert promised(found, effect) == (Interval(57, 45, 70), "count")
