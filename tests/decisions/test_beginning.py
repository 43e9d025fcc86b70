"""Where a promise begins: with the finding's own numbers, then with those of its whole time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accord.analyses.effects import Before
from accord.decisions import operations
from accord.decisions.models import Decision
from accord.decisions.operations.drafting import terms_of
from accord.decisions.terms import Terms
from accord.people.models import Person
from accord.people.rights import Role
from accord.units.interval import Interval
from tests.decisions.made import FORM, basis
from tests.pages.made_up import outage
from tests.people_made_up import NOW, person
from tests.web.scenes_findings import published

pytestmark = pytest.mark.django_db
QUARTER = Before(
    "service:checkout", "lost_money", "down", "money", "EUR", 91 * 86400.0, 1, Interval(6_900_00, 3_600_00, 11_100_00)
)


def _draft(by: Person, **changes: object) -> Decision:
    from accord.analyses import discovery
    from accord.decisions.beginning import first_terms

    found = outage()
    terms = first_terms(found, discovery.load(found.analysis), FORM, NOW.date())
    return operations.draft(basis(found, baseline={}), replace(terms, **changes), by=by, now=NOW)  # type: ignore[arg-type]


def _expected(row: Decision, before: Before | None) -> Terms:
    return terms_of(operations.expect(row.pk, before, by=person(Role.AUDITOR), now=NOW))


@pytest.fixture
def mara() -> Person:
    published()
    return person(Role.CMO)


def test_a_promise_that_nobody_changed_comes_to_speak_of_its_whole_time(mara: Person) -> None:
    promise = _expected(_draft(mara), QUARTER).promise
    assert (promise.effect, promise.least) == (Interval(6_900_00, 3_600_00, 11_100_00), 3_600_00)


def test_a_promise_that_somebody_changed_stays_as_they_wrote_it(mara: Person) -> None:
    row = _draft(mara)
    written = replace(terms_of(row), promise=replace(terms_of(row).promise, least=123.0))
    row = operations.edit(row.pk, version=row.version, terms=written, by=mara, now=NOW)
    assert _expected(row, QUARTER).promise == written.promise


@pytest.mark.parametrize("before", [None, replace(QUARTER, baseline=None), replace(QUARTER, unit="count")])
def test_without_such_a_number_it_stays_with_the_finding_s_own(mara: Person, before: Before | None) -> None:
    row = _draft(mara)
    assert _expected(row, before).promise == terms_of(row).promise
