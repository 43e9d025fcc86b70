"""The pages of the language: a text is marked for its reader, wordings are taken, and nothing of it is kept."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accord.charter.models import Proposal
from accord.clauses.defaults import default_text
from accord.cli import main
from accord.decisions.operations import publish
from accord.facts.importing import read
from accord.findings.identity import finding_id
from accord.pages.account import brief_of
from accord.pages.learning import learn_words
from accord.pages.sharing import make_link
from accord.people.rights import Role
from accord.record import clock
from accord.record.models import Activity, Once
from accord.workspace.folder import Workspace
from tests.charter.made import Team
from tests.people_made_up import NOW, person
from tests.web.scenes import all_scenes
from tests.web.scenes_language import TEXT, WORDS, found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_charter_before() -> None:
    """Scenes write the workspace's charter, which all tests of a process share."""
    settings.ACCORD_WORKSPACE.charter.unlink(missing_ok=True)


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
    answer = cmo.post("/language/words/propose", {"finding": finding_id(cab)})
    row = Proposal.objects.get()
    assert answer["Location"] == f"/charter/proposals/{row.id}/edit"
    assert row.content[0]["marketing"] == "Customer Advisory Board"
    assert cmo.get(answer["Location"]).status_code == 200


def test_every_word_with_two_meanings_can_be_taken_up_and_not_the_first_alone(cmo: Client) -> None:
    told = [finding_id(f) for f in found()]
    page = cmo.get("/language").content.decode()
    words = [word for word in told if f"/findings/{word}" in page]
    assert len(words) > 1
    assert all(f'name="finding" value="{word}"' in page for word in words)


def test_a_file_of_words_becomes_a_proposal(cmo: Client) -> None:
    file = io.BytesIO(WORDS)
    file.name = "words.csv"
    answer = cmo.post("/language/glossary/import", {"file": file, "reason": "Both sides read these."})
    assert Proposal.objects.get().content[0]["wording"] == "customer board"
    assert answer["Location"].startswith("/charter/proposals/")


TERMBASE = b"""<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader><fileDesc><sourceDesc><p>made up</p></sourceDesc></fileDesc></tbxHeader><text><body><conceptEntry id="c1">
<langSec xml:lang="en"><descrip type="definition">what waits to be built</descrip>
<termSec><term>backlog</term></termSec></langSec></conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize("side", ["marketing", "it"])
def test_a_termbase_that_does_not_say_whose_it_is_is_taken_in_as_the_side_that_was_chosen(
    cmo: Client, side: str
) -> None:
    file = io.BytesIO(TERMBASE)
    file.name = "words.tbx"
    cmo.post("/language/glossary/import", {"file": file, "reason": "Theirs.", "side": side})
    (row,) = Proposal.objects.get().content
    assert row[side] == "what waits to be built"
    assert {"marketing", "it"} & {key for key, value in row.items() if value} == {side}


def test_without_a_side_such_meanings_are_left_out_with_a_word_and_another_side_is_refused(cmo: Client) -> None:
    for side, told in (("", "say marketing or it"), ("finance", "they are of marketing, of it")):
        file = io.BytesIO(TERMBASE)
        file.name = "words.tbx"
        form = {"file": file, "reason": "Theirs.", "side": side}
        assert told in unescape(cmo.post("/language/glossary/import", form, follow=True).content.decode())
    (row,) = Proposal.objects.get().content
    assert not row.get("marketing")


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


@pytest.mark.parametrize("sent", ["marked", "worded", "answers"])
def test_nothing_that_was_typed_is_kept_for_a_form_sent_twice_or_after_signing_in(cmo: Client, sent: str) -> None:
    address = {"marked": "/language/check/marked", "worded": "/language/spec/worded"}.get(
        sent, "/language/primer/answers"
    )
    form = {"text": "A secret uplift.", "reader": "it", "question-0": "0", "once": "made-up-key"}
    assert cmo.post(address, form).status_code == 200
    assert not Once.objects.exists()
    cmo.logout()
    answer = cmo.post(address, form)
    assert answer["Location"].startswith("/account/login/?next=")
    assert "accord.unsent" not in cmo.session


_AGREED = "{term: CAB, marketing: Customer Advisory Board, it: Change Advisory Board, wording: change board}"
SAYS = {
    "marketing": "The Customer Advisory Board (CAB) sees each campaign. Ask the CAB.",
    "it": "The Change Advisory Board (CAB) approves each change. Ask the CAB.",
}


@pytest.fixture
def learned(settings: Any, tmp_path: Path) -> Workspace:
    """A workspace in which two documents were read, one of each side, and learned from; both may be quoted."""
    workspace = Workspace(tmp_path / "workspace").create()
    workspace.settings.write_text('[language]\nquoting = ["marketing", "it"]\n')
    for side, text in SAYS.items():
        (tmp_path / side).mkdir()
        (tmp_path / side / f"{side}.md").write_text(f"# How {side} works\n\n{text}\n")
    read(workspace, [tmp_path / "marketing", tmp_path / "it"], now=datetime(2026, 11, 1))
    learn_words(workspace)
    settings.ACCORD_WORKSPACE = workspace
    return workspace


def test_what_was_learned_stands_on_the_page_with_its_proof_before_any_finding_tells_of_it(
    cmo: Client, learned: Workspace
) -> None:
    page = cmo.get("/language").content.decode()
    assert "One word, two meanings: CAB" in page
    assert "Learned from 2 documents of both sides" in page
    assert "The <b>Customer Advisory Board</b> (CAB) sees each campaign." in page
    assert "How it works, line 3." in page
    answer = cmo.post("/language/words/propose", {"word": "CAB"})
    assert answer["Location"].endswith("/edit")
    assert Proposal.objects.get().content[0]["it"] == "Change Advisory Board"
    page = cmo.get("/language").content.decode()
    assert "A draft that is not proposed yet" in page
    assert "<dt>In IT it means</dt><dd><ins>Change Advisory Board</ins></dd>" in page


def test_a_folder_that_may_not_be_quoted_any_more_is_heeded_at_once(cmo: Client, learned: Workspace) -> None:
    assert "sees each campaign" in cmo.get("/language").content.decode()
    learned.settings.write_text("[language]\nquoting = []\n")
    page = cmo.get("/language").content.decode()
    assert "sees each campaign" not in page


def test_one_thing_with_two_names_stands_with_how_often_each_side_writes_its_own(
    cmo: Client, learned: Workspace
) -> None:
    path = learned.root / "language.json"
    pair = {"words": ["voucher", "coupon"], "keys": [0, 1], "nearness": 0.6, "chance": 0.01, "q": 0.02}
    content = json.loads(path.read_text())
    content["synonyms"] = [{**pair, "counts": [54, 38], "verdict": "same"}]
    path.write_text(json.dumps(content))
    page = cmo.get("/language").content.decode()
    assert '<th scope="row">voucher<small>54 times</small></th><td>coupon<small>38 times</small></td>' in page
    assert cmo.get("/language.json").json()["pairs"][0]["it_often"] == "38 times"


@pytest.fixture
def cab(learned: Workspace) -> str:
    """The finding of what was learned, published."""
    brief = brief_of(learned, now=datetime(2026, 11, 1))
    publish(brief, now=NOW)
    return next(finding_id(f) for f in brief.findings if f.subject == "CAB")


def test_a_word_that_was_agreed_since_its_finding_is_asked_about_no_more(
    cmo: Client, cab: str, learned: Workspace
) -> None:
    assert "Propose a wording for CAB" in cmo.get("/language").content.decode()
    learned.charter.write_text(default_text().replace("glossary: []", f"glossary: [{_AGREED}]"))
    page = cmo.get("/language").content.decode()
    assert "Propose a wording for CAB" not in page
    assert "Each word that means two things in these documents is agreed." in page


@pytest.mark.parametrize("audience", ["marketing", "it", "finance"])
def test_a_finding_about_a_word_quotes_both_sides_to_every_reader(cmo: Client, cab: str, audience: str) -> None:
    cmo.post("/audience", {"audience": audience})
    page = unescape(cmo.get(f"/findings/{cab}").content.decode())
    for text in SAYS.values():
        assert f'<blockquote class="ask">{text.partition(".")[0]}.</blockquote>' in page
    assert '<p class="small">marketing.md, line 3</p>' in page
    assert "2 times in 1 document." in page
    told = cmo.get(f"/findings/{cab}.json").json()["finding"]["proof"]
    assert [side["side"] for side in told] == ["marketing", "it"]
    assert all(side["quotes"][0]["sentence"] for side in told)


def test_a_finding_quotes_no_folder_any_more_once_that_is_taken_back(cmo: Client, cab: str, learned: Workspace) -> None:
    assert "sees each campaign" in cmo.get(f"/findings/{cab}").content.decode()
    assert "sees each campaign" in cmo.get("/brief.json").content.decode()
    learned.settings.write_text("[language]\nquoting = []\n")
    page = cmo.get(f"/findings/{cab}").content.decode()
    assert "sees each campaign" not in page
    assert "nobody has agreed that this folder is quoted" in page
    assert "sees each campaign" not in cmo.get("/brief.json").content.decode()


def test_who_opens_a_finding_by_a_link_from_outside_is_shown_no_sentence(cmo: Client, cab: str) -> None:
    head = person(Role.CMO, email="whose@made-up.example")
    path = f"/findings/{cab}"
    _, secret = make_link(by=head, path=path, name="CAB", days=3, outside=True, audience="it", now=clock.now())
    page = Client().get(reverse("shared", args=[secret])).content.decode()
    assert "marketing.md, line 3" in page
    assert "sees each campaign" not in page
    assert "to people of the house only" in page


def test_a_word_with_two_meanings_is_marked_with_how_often_each_side_wrote_it(cmo: Client, learned: Workspace) -> None:
    page = marked(cmo, "The CAB loved it.", "it")
    assert "<mark>CAB<sup>1</sup></mark>" in page
    assert "2 times <small>as Change Advisory Board</small>" in page


def test_web_command_and_api_tell_the_same_of_a_text(cmo: Client, learned: Workspace) -> None:
    text = "The CAB saw the uplift."
    told = CliRunner().invoke(
        main,
        ["words", "check", "-", "--for", "it", "--json", "--workspace", str(learned.root)],
        input=text,
    )
    said = json.loads(told.stdout)
    asked = {"text": text, "reader": "it"}
    body = cmo.post("/api/v1/language/check", json.dumps(asked), content_type="application/json").json()
    alerts = body["texts"][0]["alerts"]
    assert alerts == said["texts"][0]["alerts"]
    page = unescape(marked(cmo, text, "it"))
    for alert in alerts:
        assert f"<mark>{alert['found']}<sup>" in page
        assert alert["reason"] in page


def test_words_of_the_glossary_and_of_the_documents_are_found_by_searching(cmo: Client, learned: Workspace) -> None:
    page = cmo.get("/search?q=CAB").content.decode()
    assert "Customer Advisory Board" in page
    text = default_text().replace(
        "glossary: []", "glossary: [{term: stage, wording: test system, variants: [staging]}]"
    )
    learned.charter.write_text(text)
    page = cmo.get("/search?q=staging").content.decode()
    assert 'href="/language/glossary#word-stage"' in page
    assert 'id="word-stage"' in cmo.get("/language/glossary").content.decode()


def test_with_no_documents_the_page_says_what_to_bring_and_where(cmo: Client, settings: Any, tmp_path: Path) -> None:
    settings.ACCORD_WORKSPACE = Workspace(tmp_path / "empty").create()
    page = cmo.get("/language").content.decode()
    assert "Bring a folder of documents from each side" in page
    assert '<a class="btn main" href="/facts#bring">Bring documents</a>' in page


def test_the_signed_glossary_counts_whatever_somebody_writes_into_the_file(client: Client) -> None:
    """Both sides sign a word; then somebody edits charter.yaml by hand."""
    settings.ACCORD_WORKSPACE.charter.write_text(default_text())
    team = Team()
    team.in_force("glossary", [{"term": "stage", "wording": "test system"}])
    by_hand = default_text().replace("glossary: []", "glossary: [{term: stage, wording: something else}]")
    settings.ACCORD_WORKSPACE.charter.write_text(by_hand)
    client.force_login(team.cmo)
    page = client.get("/language/glossary").content.decode()
    assert "1 word that both sides have signed." in page
    assert "test system" in page
    assert "something else" not in page


def test_the_bar_leads_from_an_answered_form_back_to_its_page(cmo: Client) -> None:
    assert '<input type="hidden" name="next" value="/language/check">' in marked(cmo)


def test_what_the_glossary_says_of_a_word_stays_and_its_form_opens_where_nothing_is_to_add(
    cmo: Client, learned: Workspace
) -> None:
    said = "term: CAB, marketing: the panel, it: the board, owner_marketing: Ada, owner_it: Ben, status: proposed"
    learned.charter.write_text(default_text().replace("glossary: []", f"glossary: [{{{said}}}]"))
    answer = cmo.post("/language/words/propose", {"word": "CAB"})
    assert answer["Location"] == "/charter/clauses/glossary/change?row=CAB"
    assert not Proposal.objects.exists()
    learned.charter.write_text(learned.charter.read_text().replace(", it: the board", ""))
    cmo.post("/language/words/propose", {"word": "CAB"})
    (row,) = Proposal.objects.get().content
    assert (row["marketing"], row["it"], row["owner_it"]) == ("the panel", "Change Advisory Board", "Ben")


def test_seventy_words_are_one_page_and_each_opens_alone(cmo: Client) -> None:
    many = ", ".join(f"{{term: word {n}, wording: wording {n}}}" for n in range(70))
    settings.ACCORD_WORKSPACE.charter.write_text(default_text().replace("glossary: []", f"glossary: [{many}]"))
    page = cmo.get("/language/glossary").content.decode()
    assert page.count("<article") == 70
    assert 'href="/charter/clauses/glossary/change?row=word+69"' in page
    form = cmo.get("/charter/clauses/glossary/change?row=word+69").content.decode()
    assert 'value="wording 69"' in form
    assert 'value="wording 68"' not in form
