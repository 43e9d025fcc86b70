"""Documents come out of the facts with their parts, and are quoted only where that is agreed."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.facts.importing import read
from accord.facts.store import Store
from accord.language.library import documents_of
from accord.workspace.folder import Workspace
from accord.workspace.quoting import quoting
from accord.workspace.settings import BadSetting, load
from tests.facts.documents.made import parse_here
from tests.facts.made_exports import NOW
from tests.support import shared


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two documents of marketing, one of IT."""
    for name in ("marketing/handbook/brief.md", "marketing/notes/brief.md", "it/runbook.md"):
        path = tmp_path / "company" / name
        path.parent.mkdir(parents=True)
        path.write_text(f"# About {path.parent.name}\n\nWe freeze in May.\n\n```\nmake\n```\n")
    made = Workspace(tmp_path / "workspace")
    read(made, [tmp_path / "company"], now=NOW, parse=parse_here)
    return made


def test_documents_come_with_their_parts_in_order_of_side_and_path(workspace: Workspace) -> None:
    found = documents_of(Store(workspace))
    assert [(d.side, d.path) for d in found] == [
        ("it", "runbook.md"),
        ("marketing", "handbook/brief.md"),
        ("marketing", "notes/brief.md"),
    ]
    assert [text for _, text in found[0].prose()] == ["About it", "We freeze in May."]
    assert [(p.kind, p.line) for p in found[0].parts] == [("heading", 1), ("prose", 3), ("code", 5)]
    assert found[0].title == "About it"


def test_nothing_is_quotable_until_its_folder_is_named_and_no_longer_when_it_is_taken_out(workspace: Workspace) -> None:
    def quotable() -> list[str]:
        return [d.path for d in documents_of(Store(workspace)) if d.quotable]

    assert quotable() == []
    workspace.settings.write_text('[language]\nquoting = ["marketing/handbook", "it/"]\n')
    assert quotable() == ["runbook.md", "handbook/brief.md"]
    assert load(workspace, {}).memory_mb == 512
    workspace.settings.write_text('[language]\nquoting = ["marketing/hand"]\n')
    assert quotable() == []


@pytest.mark.parametrize(
    "text",
    [
        'language = "it"',
        "[language]\nquotes = []",
        '[language]\nquoting = "it"',
        '[language]\nquoting = ["finance"]',
        '[language]\nquoting = ["it/../marketing"]',
        "[language]\nquoting = [1]",
    ],
)
def test_an_agreement_that_names_no_folder_of_a_side_is_refused(workspace: Workspace, text: str) -> None:
    workspace.settings.write_text(text)
    with pytest.raises(BadSetting, match=r"accord\.toml"):
        quoting(workspace)


def test_without_documents_there_are_none(tmp_path: Path) -> None:
    assert documents_of(Store(Workspace(tmp_path))) == ()


def test_pages_of_a_real_handbook_are_read_without_the_markup_of_its_site(tmp_path: Path) -> None:
    for side, name in (("marketing", "marketing/index.html.md"), ("it", "it/index.html.md")):
        source = shared("gitlab_handbook_2022", "handbook", *name.split("/"))
        target = tmp_path / "handbook" / side / "index.html.md"
        target.parent.mkdir(parents=True)
        target.write_bytes(source.read_bytes())
    report = read(made := Workspace(tmp_path / "w"), [tmp_path / "handbook"], now=NOW, parse=parse_here)
    assert [(f.status, f.error) for f in report.files] == [("read", None)] * 2
    for document in documents_of(Store(made)):
        assert len(document.parts) > 20
        assert not any(mark in document.text for mark in ("{:", "{{", "<%", "](", "layout: "))
