"""The pages of the language: a text is marked for its reader, wordings are taken, and nothing of it is kept."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client

from accord.charter.models import Proposal
from accord.people.rights import Role
from accord.record.models import Activity
from tests.people_made_up import person
from tests.web.scenes import all_scenes
from tests.web.scenes_language import TEXT, WORDS, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def cmo(client: Client) -> Client:
    client.force_login(person(Role.CMO))
    return client


def marked(client: Client, text: str = TEXT, reader: str = "it", **more: str) -> str:
    answer = client.post("/language/check/marked", {"text": text, "reader": reader, **more})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.content.decode()


def test_words_that_the_reader_does_not_use_are_marked_and_numbers_stay(cmo: Client) -> None:
    page = marked(cmo)
    assert "<h1>Two words that an IT reader would trip over</h1>" in page
    assert "<mark>uplift<sup>1</sup></mark>" in page
    assert "<mark>rollback" not in page
    assert "Numbers, dates and names stay as they are: 3.2 %, Tuesday" in page


def test_each_reader_trips_over_the_other_trade_only(cmo: Client) -> None:
    page = marked(cmo, reader="marketing")
    assert "<mark>rollback<sup>1</sup></mark>" in page
    assert "<mark>uplift" not in page


def test_taking_a_wording_puts_it_in_and_leaves_the_rest(cmo: Client) -> None:
    page = marked(cmo, take="uplift")
    assert "what it brought beyond what would have come anyway of 3.2 % came from retargeting" in page.casefold()
    assert "1 place reworded." in page
    assert "<mark>retargeting<sup>1</sup></mark>" in page


def test_all_wordings_are_taken_at_once(cmo: Client) -> None:
    assert "<h1>No words that an IT reader would trip over</h1>" in marked(cmo, every="yes")


def test_a_text_is_shown_as_text_and_leaves_no_trace(cmo: Client) -> None:
    before = Activity.objects.count()
    page = marked(cmo, "<script>alert(1)</script> uplift")
    assert "<script>alert(1)" not in page
    assert Activity.objects.count() == before


def test_a_text_that_is_too_long_says_what_takes_it(cmo: Client) -> None:
    answer = cmo.post("/language/check/marked", {"text": "uplift " * 20_000, "reader": "it"}, follow=True)
    assert "accord words check FILE" in answer.content.decode()


def test_a_word_with_two_meanings_leads_to_a_proposal_with_both(cmo: Client) -> None:
    cab = next(f for f in found() if f.subject == "CAB")
    page = cmo.get("/language").content.decode()
    assert "CAB" in page
    assert "Customer Advisory Board" in page
    from accord.findings.identity import finding_id

    answer = cmo.post("/language/words/propose", {"finding": finding_id(cab)})
    row = Proposal.objects.get()
    assert answer["Location"] == f"/charter/proposals/{row.id}/edit"
    assert row.content[0]["marketing"] == "Customer Advisory Board"
    assert cmo.get(answer["Location"]).status_code == 200


def test_a_file_of_words_becomes_a_proposal(cmo: Client) -> None:
    file = io.BytesIO(WORDS)
    file.name = "words.csv"
    answer = cmo.post("/language/glossary/import", {"file": file, "reason": "Both sides read these."})
    assert Proposal.objects.get().content[0]["wording"] == "customer board"
    assert answer["Location"].startswith("/charter/proposals/")


def test_a_file_that_is_none_changes_nothing_and_names_the_mend(cmo: Client) -> None:
    file = io.BytesIO(b"\xff\xfe\x00")
    file.name = "words.tbx"
    answer = cmo.post("/language/glossary/import", {"file": file, "reason": "Both sides read these."}, follow=True)
    assert "words.tbx" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_the_style_for_editors_comes_as_a_zip(cmo: Client) -> None:
    all_scenes()["words_out"](None)
    answer = cmo.get("/language/glossary/export/vale")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert any(n.endswith(".yml") for n in names)


def test_the_quiz_says_what_was_right_and_keeps_nothing(cmo: Client) -> None:
    before = Activity.objects.count()
    answer = cmo.post("/language/primer/answers", {"question-0": "0", "question-1": "0", "question-2": "0"})
    page = answer.content.decode()
    assert " of 3 right." in page
    assert answer["Cache-Control"] == "no-store"
    assert Activity.objects.count() == before
    assert " of 3 right." not in cmo.get("/language/primer").content.decode()


def test_a_requirement_is_worded_for_both_and_asks_what_is_open(cmo: Client) -> None:
    text = "The page must be fast. The rollback must be done by the QXB within 30 minutes."
    page = cmo.post("/language/spec/worded", {"text": text}).content.decode()
    assert "to settle before anybody builds it" in page
    assert "What does QXB stand for?" in page
