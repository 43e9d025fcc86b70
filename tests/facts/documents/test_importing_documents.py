"""Documents in a store: a folder of each side, one change at a time."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from accord.facts import bundles
from accord.facts.forget import forget_import, forget_person
from accord.facts.importing import read
from accord.facts.rebuild import rebuild
from accord.facts.report import FileReport, Report
from accord.facts.settle import Answers
from accord.facts.store import Store
from accord.facts.undo import undo
from accord.language.library import documents_of
from accord.pages.facts.waiting import drop
from accord.workspace.folder import Workspace
from tests.facts.documents import made
from tests.facts.made_exports import NOW


def take(workspace: Workspace, *paths: Path, side: str | None = None) -> Report:
    return read(workspace, paths, now=NOW, flags=Answers(side=side), parse=made.parse_here)


def told(workspace: Workspace) -> dict[tuple[str, str], str]:
    """Side and path -> text of the documents in force."""
    return {(d.side, d.path): d.text for d in documents_of(Store(workspace))}


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A folder for each side: the same page in both, and an export among the documents."""
    files: dict[str, bytes | str] = {
        "marketing/brief.html": made.HTML,
        "marketing/guides/cab.md": "# CAB\n\nCustomer advisory board.",
        "it/guides/cab.md": "# CAB\n\nCustomer advisory board.",
        "it/runbook.docx": made.docx(),
        "it/rates.csv": "Date,USD,JPY,GBP,\n2026-02-02,1.1,160,0.8,\n",
    }
    for name, content in files.items():
        path = tmp_path / "company" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return tmp_path / "company"


@pytest.mark.parametrize("fewest", [20, 1])
def test_folders_of_both_sides_are_read_changed_undone_and_forgotten(
    workspace: Workspace, company: Path, fewest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each document by itself (``fewest`` 20) and in bundles (1) comes to the same."""
    monkeypatch.setattr(bundles, "FEWEST", fewest)
    first = take(workspace, company)
    assert [f.error for f in first.files if f.error] == []
    words = [note for f in first.files for note in f.notes if "document" in note]
    assert len(words) == (4 if fewest == 20 else 2)
    assert all("part" in note and "word" in note for note in words)
    here = {"marketing": ["brief.html", "guides/cab.md"], "it": ["guides/cab.md", "runbook.docx"]}
    assert set(told(workspace)) == {(side, path) for side, paths in here.items() for path in paths}
    assert Store(workspace).state().tables["rates"].rows == 3

    assert {f.status for f in take(workspace, company).files} == {"here already"}
    assert {f.new for f in take(workspace, company / "it").files} == {0}

    (company / "it/guides/cab.md").write_text("# CAB\n\nChange advisory board.\n\nMore.")
    second = take(workspace, company)
    changed = [f for f in second.files if f.status == "read"]
    assert len(changed) == 1
    assert changed[0].tables["documents"].changed == 1
    assert told(workspace)["it", "guides/cab.md"] == "CAB\nChange advisory board.\nMore."
    assert told(workspace)["marketing", "guides/cab.md"] == "CAB\nCustomer advisory board."
    assert len(told(workspace)) == 4

    assert {one.outcome for one in rebuild(workspace, parse=made.parse_here)} == {"equal"}
    undo(workspace, second.imports)
    assert told(workspace)["it", "guides/cab.md"] == "CAB\nCustomer advisory board."
    for name in first.imports:
        forget_import(workspace, name)
    assert told(workspace) == {}
    assert not list(workspace.originals.iterdir())


def test_a_document_without_a_side_asks_for_it(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    path.write_text(made.HTML)
    (asked,) = take(workspace, path).files
    assert asked.question is not None
    assert (asked.question.setting, asked.question.choices) == ("side", ("marketing", "it"))
    (taken,) = take(workspace, path, side="it").files
    assert (taken.status, taken.side) == ("read", "it")
    assert take(workspace, path, side="marketing").files[0].replaces, "another answer puts the first right"
    assert [side for side, _ in told(workspace)] == ["marketing"]
    other = tmp_path / "other.html"
    other.write_text(made.HTML.replace("Spring", "Autumn"))
    assert take(workspace, other).questions, "whose one document is says nothing of the next"


def test_an_export_of_notion_is_read_with_its_databases(workspace: Workspace, tmp_path: Path) -> None:
    name = "0123456789abcdef0123456789abcdef"
    pages: dict[str, bytes | str] = {
        f"Space/Launch {name}.md": "# Launch\n\nWe launch in May.",
        f"Space/Plan {name[::-1]}_all.csv": "Name,Owner\nMail,Kim\n",
        f"Space/Plan {name[::-1]}.csv": "Name\nMail\n",
        "Space/logo.png": b"\x89PNG....",
    }
    path = tmp_path / "it" / "Export.zip"
    path.parent.mkdir()
    path.write_bytes(made.zipped({"Export-Part-1.zip": made.zipped(pages)}))
    (one,) = take(workspace, path).files
    assert (one.status, one.notes[0][:11]) == ("read", "2 documents")
    assert sorted(d.title for d in documents_of(Store(workspace))) == ["Launch", "Plan"]

    renamed = {f"Space/Start {name}.md": "# Start\n\nWe launch in June."}
    path.write_bytes(made.zipped(renamed))
    take(workspace, path)
    assert sorted(d.title for d in documents_of(Store(workspace))) == ["Plan", "Start"]


def test_a_damaged_document_is_told_and_those_beside_it_are_read(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "it" / "space.zip"
    path.parent.mkdir()
    broken = {"b.docx": made.docx_without_library(), "c.pdf": b"%PDF-"}
    path.write_bytes(made.zipped({"a.md": b"# A\n\nText of A.", **broken}))
    (one,) = take(workspace, path).files
    assert _rejected(one) == ["b.docx", "c.pdf"]
    assert all(len(r.reason) > 20 for r in one.rejects)
    assert set(told(workspace)) == {("it", "a.md")}


def test_exports_with_a_readme_stay_exports(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "exports.zip"
    rates = "Date,USD,JPY,GBP,\n2026-02-02,1.1,160,0.8,\n"
    path.write_bytes(made.zipped({"rates.csv": rates, "notes.txt": "These are the rates of the bank."}))
    (one,) = take(workspace, path).files
    assert (one.reader, one.status) == ("ecb_rates", "read")


def test_the_text_of_a_document_is_no_evidence_of_a_line(workspace: Workspace, company: Path) -> None:
    take(workspace, company / "it" / "runbook.docx")
    source = Store(workspace).state().imports[0].source_id
    facts = Store(workspace).source(source, 1).facts
    assert {table for table, _ in facts} == {"documents", "document_parts"}
    assert all("text" not in row for _, row in facts)


def _rejected(one: FileReport) -> list[str]:
    return sorted(r.value for r in one.rejects)


def test_many_documents_without_a_side_ask_once_and_are_left_out_at_once(workspace: Workspace, tmp_path: Path) -> None:
    room = drop(workspace, uuid.uuid4())
    for number in range(bundles.FEWEST):
        room.add(f"{number}.md", [f"# Page {number}\n\nWe freeze in May.".encode()])
    name = f"{bundles.FEWEST} documents.zip"
    assert [one.shown for one in room.files()] == [name]
    (asked,) = take(workspace, room.path).files
    assert (asked.file, asked.status) == (name, "asks")
    answers = {name: Answers(side="it")}
    (taken,) = read(workspace, [room.path], now=NOW, each=answers, parse=made.parse_here, dry_run=True).files
    assert taken.tables["documents"].new == bundles.FEWEST
    room.leave_out(name)
    assert room.files() == []


def test_originals_that_hold_a_forgotten_person_go_also_from_within_a_packed_document(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "FEWEST", 1)
    folder = tmp_path / "it"
    folder.mkdir()
    (folder / "runbook.docx").write_bytes(made.docx("Ask jane@example.com first."))
    take(workspace, folder)
    ((_, text),) = told(workspace).items()
    assert "Ask […] first." in text
    assert len(forget_person(workspace, "jane@example.com").originals) == 1
    assert list(workspace.originals.iterdir()) == []
    assert len(told(workspace)) == 1
