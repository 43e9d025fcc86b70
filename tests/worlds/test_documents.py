"""What the made-up retailer's departments write: planted, labelled, and the same for the same seed."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from accord.clauses.glossary import Reader
from accord.language.checking import Checker
from accord.language.corpus import corpus
from accord.language.jargon import jargon, strange
from accord.language.lexicon import lexicon
from accord.language.vocabulary import vocabulary
from accord.worlds.documents import MADE_UP, Paper, papers
from accord.worlds.exports import documents
from accord.worlds.retailer import World
from accord.worlds.said import ACRONYMS, ALIKE, FRIENDS
from tests.language.small_texts import document
from tests.worlds.made import SMALL, truth, written

SIDES = ("marketing", "it")


def test_every_document_says_that_it_is_made_up() -> None:
    found = papers(np.random.default_rng(1))
    assert 40 <= len(found) <= 80
    assert all(MADE_UP in paper.paragraphs for paper in found)


def test_no_two_documents_of_a_side_have_one_name() -> None:
    names = [(p.side, p.folder, p.title) for p in papers(np.random.default_rng(1))]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("side", SIDES)
def test_each_side_writes_out_every_planted_acronym_its_own_way(side: str) -> None:
    text = " ".join(x for p in papers(World(SMALL).rng("documents")) if p.side == side for x in p.paragraphs)
    for pairs in (ACRONYMS, ALIKE):
        assert [w for w, longs in pairs.items() if f"{longs[SIDES.index(side)]} ({w})" not in text] == []
    for word in FRIENDS:
        assert text.lower().count(word) >= 40


def test_the_truth_beside_them_tells_what_was_planted() -> None:
    told = truth()["words"]
    assert told["documents"] == {"marketing": 32, "it": 32}
    assert told["collisions"]["CAB"] == {"marketing": "Customer Advisory Board", "it": "Change Advisory Board"}
    assert set(told["no_collisions"]) == set(ALIKE)
    assert "words" not in truth("kept")


def test_they_are_files_of_the_formats_that_people_use() -> None:
    endings = {p.suffix for side in SIDES for p in (written() / side / "documents").rglob("*") if p.is_file()}
    assert endings == {".md", ".html", ".docx", ".pptx", ".txt", ".eml", ".zip"}
    with zipfile.ZipFile(written() / "it/documents" / documents.NOTION) as export:
        assert all(name.endswith(".md") for name in export.namelist())


def test_without_the_library_of_a_format_they_are_written_as_markdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("docx", "pptx"):
        monkeypatch.setitem(sys.modules, name, None)
    documents.write(tmp_path, [p for p in papers(np.random.default_rng(1)) if p.kind in ("docx", "pptx")])
    assert {p.suffix for p in tmp_path.rglob("*") if p.is_file()} == {".md"}


def _learned_from(found: tuple[Paper, ...], reader: Reader) -> Mapping[str, str]:
    read = corpus(document(f"{p.side} {p.title}", p.side, "\n".join([p.title, *p.paragraphs])) for p in found)
    counted = vocabulary(read)
    both = [j for one, other in (SIDES, SIDES[::-1]) for j in jargon(counted, one, other)]
    return strange(both, reader)


@pytest.mark.parametrize(
    ("reader", "text", "marked"),
    [
        ("it", "The hero and the CTA go live on Friday. Keep the pixel firing for the upper funnel.",
         ["hero", "CTA", "pixel", "upper funnel"]),
        ("marketing", "The failover spent the error budget; latency rose, so a hotfix went out by the runbook.",
         ["failover", "error budget", "latency", "hotfix", "runbook"]),
    ],
)  # fmt: skip
def test_a_brief_in_the_words_of_one_side_is_marked_for_the_other(reader: Reader, text: str, marked: list[str]) -> None:
    learned = _learned_from(papers(World(SMALL).rng("documents")), reader)
    alerts = Checker(lexicon(reader, learned=learned)).alerts(text)
    assert [alert.term for alert in alerts] == marked
    assert [alert.term for alert in alerts if not alert.instead] == []
