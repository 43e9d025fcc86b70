"""What is learned is kept whole, the same for the same documents, and made anew when they change."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from accord.language.document import Document
from accord.language.friends import Often
from accord.language.learned import Learned, digest_of, from_json, keep, kept, learn, path_of
from accord.workspace.folder import Workspace
from tests.language.made_up import Made, Plan, made
from tests.language.small_texts import document

BOARDS = (
    document("cab-m", "marketing", "The Customer Advisory Board (CAB) meets in May.", quotable=True),
    document("cab-i", "it", "The Change Advisory Board (CAB) meets on Monday.", quotable=True),
)


@pytest.fixture(scope="module")
def world() -> Made:
    return made(np.random.default_rng(1), Plan(documents=50))


@pytest.fixture(scope="module")
def found(world: Made) -> Learned:
    return _learn((*world.documents, *BOARDS))


def _learn(documents: tuple[Document, ...]) -> Learned:
    return learn(documents, np.random.default_rng(1), often=Often(shuffles=799, redraws=100))


def test_all_parts_are_learned(found: Learned, world: Made) -> None:
    assert dict(found.documents) == {"it": 51, "marketing": 51}
    assert [c.short for c in found.collisions] == ["CAB"]
    assert {f.word for f in found.friends} & world.changed
    assert found.vocabulary.written("advisory board", "it")[0] == 0
    assert min(found.vocabulary.written(word, "it")[0] for word in world.changed) > 0


def test_it_comes_back_from_json_as_it_was(found: Learned) -> None:
    assert from_json(found.to_json()) == found


def test_the_same_documents_and_seed_give_the_same_bytes(found: Learned, world: Made) -> None:
    assert _learn((*BOARDS, *world.documents[::-1])).to_json() == found.to_json()


def test_a_false_friend_has_two_sentences_of_documents_that_may_be_quoted(found: Learned, world: Made) -> None:
    texts = {d.document_id: (d.side, d.text) for d in world.documents}
    for friend in found.friends:
        for use in friend.uses:
            assert use.proof is not None
            side, text = texts[use.proof.document_id]
            assert side == use.side
            assert friend.word in text[use.proof.start : use.proof.end].lower()
            assert use.company


def test_without_agreement_there_are_counts_and_no_sentence(world: Made) -> None:
    silent = _learn(tuple(replace(d, quotable=False) for d in world.documents))
    assert silent.friends
    assert all(use.proof is None and use.count >= 20 for friend in silent.friends for use in friend.uses)


def test_it_is_kept_in_the_workspace_until_the_documents_change(tmp_path: Path, found: Learned) -> None:
    workspace = Workspace(tmp_path).create()
    assert kept(workspace, found.digest) is None
    keep(workspace, found)
    assert kept(workspace, found.digest) == found
    assert kept(workspace, "another") is None
    assert path_of(workspace).stat().st_mode & 0o077 == 0


def test_a_file_of_another_version_or_none_at_all_is_made_anew() -> None:
    assert from_json(b'{"version": 0}') is None
    assert from_json(b"not json") is None
    assert from_json(b"[]") is None


def test_the_digest_tells_documents_apart() -> None:
    marketing, it = BOARDS
    assert digest_of(BOARDS) == digest_of(BOARDS[::-1])
    assert digest_of(BOARDS) != digest_of((marketing, replace(it, quotable=False)))
    assert digest_of(BOARDS) != digest_of((marketing,))


def test_one_side_alone_or_nothing_is_learned_without_error() -> None:
    assert _learn(BOARDS[:1]).friends == ()
    assert _learn(()).documents == ()


def test_progress_is_told(world: Made) -> None:
    told: list[tuple[str, float]] = []
    learn(world.documents[:20], np.random.default_rng(1), progress=lambda what, share: told.append((what, share)))
    assert {"reading words", "counting words"} <= {what for what, _ in told}
    assert all(0 <= share <= 1 for _, share in told)
