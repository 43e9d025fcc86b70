"""Findings in the browser's hands: filters in the address, three wordings, what both sides said, evidence."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accord.decisions.queries import docket, one_published
from accord.findings import archive
from accord.findings.brief import Brief
from accord.findings.format import Format
from accord.findings.identity import finding_id
from accord.pages.activity import activity_page
from accord.pages.evidence import Opened, Row
from accord.pages.findings import Filter, asked_for, findings_page
from accord.pages.opened import EvidencePage, _piece
from accord.pages.today import today_page
from accord.people.models import Person
from accord.people.rights import NotAllowed, Role
from tests.pages import made_up
from tests.people_made_up import NOW, person
from tests.web.scenes_findings import published

pytestmark = pytest.mark.django_db
FORM = Format("en_IE", "Europe/Paris", "EUR")


@pytest.fixture
def brief() -> Brief:
    return published()


@pytest.fixture
def mara(client: Client) -> Person:
    mara = person(Role.CMO)
    client.force_login(mara, backend="django.contrib.auth.backends.ModelBackend")
    return mara


def _page(who: Person, asked: Filter, audience: str = "marketing") -> list[str]:
    page = findings_page(who, asked, audience=audience, form=FORM, made_up="")  # type: ignore[arg-type]
    return [line.id for line in page.lines]


def test_the_list_stands_in_the_order_of_the_brief(brief: Brief, mara: Person) -> None:
    assert _page(mara, Filter()) == [finding_id(f) for f in brief.findings]


def test_each_filter_keeps_what_it_names(brief: Brief, mara: Person) -> None:
    outages = {finding_id(f) for f in brief.findings if f.analysis == "outages"}
    assert set(_page(mara, Filter(analysis="outages"))) == outages
    by_it = {finding_id(f) for f in brief.findings if f.cell and f.cell.startswith("it_")}
    assert set(_page(mara, Filter(side="it"))) == by_it
    large = {finding_id(f) for f in brief.findings if f.amount and abs(f.amount.interval.mid) >= 1_000_000}
    assert set(_page(mara, Filter(least=10_000))) == large
    assert _page(mara, Filter(text="no such words")) == []


@pytest.mark.parametrize(
    "query",
    [{"from": "2026-02-30"}, {"least": "much"}, {"most": "1e400"}, {"side": "sales"}, {"kind": "x"}, {"least": "nan"}],
)
def test_a_filter_that_cannot_be_read_is_named(query: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(query))):
        asked_for(query)


def test_an_address_holds_the_whole_question() -> None:
    query = {"analysis": "outages", "side": "it", "from": "2026-11-01", "least": "5", "text": "a b", "page": "2"}
    asked = asked_for(query)
    from django.http import QueryDict

    assert asked_for(QueryDict(asked.address(asked.page)).dict()) == asked  # type: ignore[arg-type]


def test_one_finding_shows_its_three_wordings_and_how_it_was_worked_out(
    brief: Brief, mara: Person, client: Client
) -> None:
    text = client.get(reverse("finding", args=[finding_id(brief.findings[0])])).content.decode()
    for heading in ("Marketing", "IT", "Finance", "Say it back, then ask", "How far to trust it", "Evidence"):
        assert heading in text
    assert "style=" not in text


def test_a_comment_is_shown_escaped_and_can_be_undone(brief: Brief, mara: Person, client: Client) -> None:
    name = finding_id(brief.findings[0])
    client.post(reverse("finding.comment", args=[name]), {"text": "<script>alert(1)</script> @cmo"})
    text = client.get(reverse("finding", args=[name])).content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text
    assert "Undo" in text


def test_what_a_restatement_lost_is_marked(brief: Brief, mara: Person, client: Client) -> None:
    name = finding_id(brief.findings[0])
    client.post(reverse("finding.say_back", args=[name]), {"text": "Something was lost"})
    text = client.get(reverse("finding", args=[name])).content.decode()
    assert "were lost." in text
    assert "<mark>" in text


def test_a_comment_on_what_is_not_there_is_refused(mara: Person, client: Client) -> None:
    assert client.post(reverse("finding.comment", args=["0123456789"]), {"text": "Hm"}).status_code == 404


def test_today_names_at_most_three_things_and_how_many_wait(brief: Brief, mara: Person) -> None:
    from django.conf import settings

    page = today_page(mara, settings.ACCORD_WORKSPACE, now=NOW, audience="marketing", form=FORM, made_up="")
    assert page.title == "Three things need both of you"
    assert len(page.needs) == 3
    assert page.waits == len(list(docket(NOW))) - 3


def test_a_day_without_anything_to_decide_says_so_in_one_line(mara: Person, client: Client) -> None:
    from dataclasses import replace

    from accord.decisions.operations import publish

    publish(replace(made_up.brief(), findings=()), now=NOW - timedelta(hours=1))
    assert "Nothing needs both of you today." in client.get(reverse("today")).content.decode()


def test_without_facts_today_has_one_next_step(mara: Person, client: Client) -> None:
    text = client.get(reverse("today")).content.decode()
    assert text.count('class="btn main"') == 1


def test_somebody_shut_out_reads_nothing(brief: Brief, mara: Person) -> None:
    mara.is_active = False
    with pytest.raises(NotAllowed):
        _page(mara, Filter())


def test_a_finding_of_a_workspace_that_was_copied_is_not_told_to_be_older_than_itself(
    brief: Brief, mara: Person, client: Client
) -> None:
    """A copy, or a backup that was restored, has its files' times in another order."""
    found = brief.findings[0]
    name, folder = finding_id(found), settings.ACCORD_WORKSPACE.findings
    earlier = archive.save(folder, replace(found, playback="It was told otherwise before?"))
    latest = archive.save(folder, found)
    os.utime(folder / name / f"{earlier}.json", (4e9, 4e9))
    page = client.get(reverse("finding", args=[name])).content.decode()
    assert "A newer revision" not in page
    old = client.get(reverse("finding", args=[name]), {"revision": earlier}).content.decode()
    assert latest != earlier
    assert "A newer revision" in old
    (folder / name / f"{earlier}.json").unlink()


def test_sums_behind_a_finding_are_shown_as_money_in_every_format() -> None:
    """8,850 beside EUR reads as a hundred times more."""
    order = Row("orders.csv", 2, {"order_id": "#1", "amount_minor": 8850, "currency": "EUR"})
    none = Row("orders.csv", 3, {"order_id": "#2", "amount_minor": None, "currency": "EUR"})
    piece = _piece(Opened("Orders", "orders", 2, 2, "", (order, none)), FORM)
    assert [c.label for c in piece.columns] == ["File", "Line", "Order id", "Amount", "Currency"]
    assert [row[3] for row in piece.rows] == ["€88.50", ""]
    assert [row[3] for row in piece.raw] == [8850, None]
    (table,) = EvidencePage("x", "X", (piece,), 50, 0, FORM, "").sheet().tables
    assert [(row[3].text, row[3].number) for row in table.rows] == [("€88.50", 88.5), ("", None)]
    assert [c.name for c in table.columns][3] == "amount"


def test_activity_names_what_a_comment_was_made_on(brief: Brief, mara: Person, client: Client) -> None:
    finding = finding_id(brief.findings[0])
    client.post(reverse("finding.comment", args=[finding]), {"text": "A made-up word."})
    line = activity_page(mara, who="", about="finding", before=0, form=FORM, made_up="").lines[0]
    title = one_published(finding).title(mara.reads_as)
    assert line.says == f"commented on finding “{title}”"
    assert line.address == f"/findings/{finding}"


def test_a_yes_or_no_of_a_row_is_a_word_and_no_number() -> None:
    rows = tuple(Row("incidents.csv", line, {"planned": told}) for line, told in ((2, True), (3, False)))
    piece = _piece(Opened("Incidents", "incidents", 2, 2, "", rows), FORM)
    assert [row[2] for row in piece.rows] == ["yes", "no"]
    assert not piece.columns[2].number
