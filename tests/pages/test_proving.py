"""What proves a finding about a word: shown where its folder's owner agreed, looked up anew each time."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from accord.facts.importing import read
from accord.findings.brief import Brief
from accord.findings.finding import AUDIENCES, Audience, Finding
from accord.findings.format import Format
from accord.findings.identity import finding_id
from accord.pages.account import brief_of
from accord.pages.evidence import finding_shown
from accord.pages.finding import Context, finding_page
from accord.pages.language.known import stamps_of
from accord.pages.language.proving import GONE, NOT_AGREED, NOT_OUTSIDE, proofs_of
from accord.pages.renderings.as_csv import sheet_csv
from accord.pages.sheets_of import sheet_of
from accord.pages.showing import shown
from accord.workspace.folder import Workspace

NOW = datetime(2026, 11, 1)
MARKETING = "The Customer Advisory Board (CAB) sees each campaign."
IT = "The Change Advisory Board (CAB) approves each change."
DROP = "A drop is bad. The drop in requests was seen at the gateway. A drop hurts."
TEXTS = {"marketing": MARKETING, "it": IT}
FORM = Format("en_IE", "Europe/Paris", "EUR")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Brief]:
    """A folder in which both sides explain CAB in two documents each, with the workspace that read them; its brief."""
    home = tmp_path_factory.mktemp("proving")
    made = Workspace(home / "workspace").create()
    for side, text in TEXTS.items():
        for name in ("first", "second"):
            folder = home / side / name
            folder.mkdir(parents=True)
            (folder / "notes.md").write_text(f"# The {name} notes of {side}\n\nBring it. {text} Ask the CAB.\n")
    (home / "it" / "drops.md").write_text(f"# Drops\n\n{DROP}\n")
    read(made, [home / "marketing", home / "it"], now=NOW)
    return home, brief_of(made, now=NOW)


@pytest.fixture
def workspace(told: tuple[Path, Brief], tmp_path: Path) -> Workspace:
    shutil.copytree(told[0], tmp_path, dirs_exist_ok=True)
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def brief(told: tuple[Path, Brief]) -> Brief:
    return told[1]


@pytest.fixture
def cab(brief: Brief) -> Finding:
    (found,) = (f for f in brief.findings if f.subject == "CAB")
    return found


def agree(workspace: Workspace, *folders: str) -> None:
    workspace.settings.write_text(f"[language]\nquoting = {json.dumps(folders)}\n")


def test_each_side_is_quoted_with_document_and_line_and_without_the_sentences_around(
    workspace: Workspace, cab: Finding
) -> None:
    agree(workspace, "marketing", "it")
    marketing, it = proofs_of(workspace, (cab,), FORM)[finding_id(cab)]
    both = "first/notes.md, line 3; second/notes.md, line 3"
    assert [(q.sentence, q.place) for q in marketing.quotes] == [(MARKETING, both)]
    assert [(q.sentence, q.place) for q in it.quotes] == [(IT, both)]
    assert (it.means, it.often, it.told) == ("Change Advisory Board", "4 times in 2 documents", "")


def test_only_the_folder_whose_owner_agreed_is_quoted(workspace: Workspace, cab: Finding) -> None:
    agree(workspace, "it/second")
    marketing, it = proofs_of(workspace, (cab,), FORM)[finding_id(cab)]
    assert [(q.place, q.sentence) for q in it.quotes] == [
        ("second/notes.md, line 3", IT),
        ("first/notes.md, line 3", ""),
    ]
    assert [q.sentence for q in marketing.quotes] == ["", ""]
    assert (marketing.told, it.told) == (NOT_AGREED, "")
    assert marketing.often == "4 times in 2 documents"


def test_an_agreement_that_was_taken_back_is_heeded_at_once(workspace: Workspace, cab: Finding) -> None:
    agree(workspace, "marketing", "it")
    agree(workspace)
    assert MARKETING not in str(proofs_of(workspace, (cab,), FORM))
    assert MARKETING not in str(cab)


def test_a_document_that_has_changed_is_not_quoted_wrongly(workspace: Workspace, cab: Finding, tmp_path: Path) -> None:
    agree(workspace, "marketing", "it")
    for name in ("first", "second"):
        (tmp_path / "it" / name / "notes.md").write_text("# Other notes\n\nNothing of that stands here any more.\n")
    read(workspace, [tmp_path / "it"], now=NOW)
    _, it = proofs_of(workspace, (cab,), FORM)[finding_id(cab)]
    assert [q.sentence for q in it.quotes] == ["", ""]
    assert it.told == GONE


def test_who_reads_from_outside_is_shown_places_and_counts(workspace: Workspace, cab: Finding) -> None:
    agree(workspace, "marketing", "it")
    for side in proofs_of(workspace, (cab,), FORM, outside=True)[finding_id(cab)]:
        assert side.told == NOT_OUTSIDE
        assert all(q.place and not q.sentence for q in side.quotes)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_all_readers_are_shown_the_proof_in_text_json_html_and_tables(
    workspace: Workspace, cab: Finding, brief: Brief, audience: Audience
) -> None:
    agree(workspace, "marketing", "it")
    name = finding_id(cab)
    told = json.loads(finding_shown(workspace, name, audience, as_json=True))
    assert [side["quotes"][0]["sentence"] for side in told["proof"]] == [MARKETING, IT]
    assert "Where IT says so" not in finding_shown(workspace, name, audience, as_json=False)
    assert f"“{IT}”" in " ".join(finding_shown(workspace, name, audience, as_json=False).split())
    html = shown(brief, audience, "html", workspace=workspace).decode()
    assert html.count(IT) == 1
    assert "<span></span>" not in html
    assert "first/notes.md, line 3" in html
    assert IT in shown(brief, audience, "json", workspace=workspace).decode()


def test_tables_and_hand_outs_hold_the_proof_too(workspace: Workspace, cab: Finding, brief: Brief) -> None:
    agree(workspace, "marketing", "it")
    page = finding_page(cab, Context(FORM, proofs=proofs_of(workspace, (cab,), FORM)), "finance")
    (table,) = (t for t in sheet_of(page, FORM).tables if t.name == "Proof")
    told = [[cell.text for cell in row] for row in table.rows]
    means = ("Marketing", "Customer Advisory Board", "4 times in 2 documents")
    assert told[0] == ["CAB means two things", *means, MARKETING, "first/notes.md, line 3; second/notes.md, line 3"]
    assert len(told) == 2
    assert IT.encode() in b"".join(_parts(sheet_csv(sheet_of(page, FORM))))
    assert brief_pdf_says(workspace, brief, IT)


def test_a_word_in_other_company_is_proved_by_its_best_sentence(workspace: Workspace, cab: Finding) -> None:
    agree(workspace, "it")
    said = {"means_it": "requests, gateway", "proof_it": "drops.md, line 3"}
    finding = replace(
        cab, subject="drop", figures=tuple(replace(f, value=said.get(f.name, f.value)) for f in cab.figures)
    )
    _, it = proofs_of(workspace, (finding,), FORM)[finding_id(finding)]
    assert [q.sentence for q in it.quotes] == ["The drop in requests was seen at the gateway."]


def _parts(packed: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def brief_pdf_says(workspace: Workspace, brief: Brief, text: str) -> bool:
    from pypdf import PdfReader

    raw = shown(brief, "marketing", "pdf", workspace=workspace)
    told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages)
    assert "Where IT says so" not in " ".join(told.split())
    return text.replace(" ", "") in "".join(told.split())


def test_orders_that_come_in_change_nothing_of_what_is_proved_and_documents_do(
    workspace: Workspace, tmp_path: Path
) -> None:
    before = stamps_of(workspace)
    rows = "made-up-1,2026-10-01T10:00:00Z,12.00,EUR,placed\n"
    (tmp_path / "orders.csv").write_text(f"order_id,ordered_at,amount,currency,status\n{rows}")
    assert read(workspace, [tmp_path / "orders.csv"], now=NOW).imports
    assert stamps_of(workspace) == before
    (tmp_path / "it" / "more.md").write_text("# More\n\nThe gateway was slow.\n")
    assert read(workspace, [tmp_path / "it"], now=NOW).imports
    assert stamps_of(workspace) != before
