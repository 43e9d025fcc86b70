"""Sentences that both sides share, beside texts of each side's own: what is said alike is no false friend there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from accord.language.document import Document
from accord.language.friends import Often
from tests.language.made_up import SIDES, Plan, made, shuffled
from tests.language.small_texts import document
from tests.language.test_friends import QUICK, judged

SMALL = Plan(documents=30, words=250, subjects=6, changed=0)


def _beside_own(seed: int, common: tuple[Document, ...], plan: Plan) -> tuple[Document, ...]:
    """Each document of the common ones with a text of its side's own, in other words, twice as long."""
    ours = replace(plan, words=2 * plan.words, changed=0)
    own: dict[str, list[str]] = defaultdict(list)
    for at, side in enumerate(SIDES):
        told = made(np.random.default_rng(1000 + 2 * seed + at), ours).documents
        own[side] = [d.text for d in told if d.side == side]
    return tuple(document(d.document_id, d.side, f"{d.text}\n{own[d.side].pop()}") for d in common)


def _told(seed: int, plan: Plan, often: Often, *, alike: bool) -> tuple[int, int, int, int]:
    """Words of the common sentences: planted and found, planted and missed, found wrongly, and all. ``alike`` deals the
    sentences out to both sides without looking."""
    world = made(np.random.default_rng(seed), plan)
    common = shuffled(world, np.random.default_rng(seed + 5000)) if alike else world.documents
    shared = {word for d in common for word in d.text.lower().replace(".", " ").split()}
    said = {j.word: j.verdict for j in judged(_beside_own(seed, common, plan), often) if j.word in shared}
    found = {word for word, verdict in said.items() if verdict == "different"}
    planted = world.changed & set(said)
    return len(found & planted), len(planted - found), len(found - planted), len(said)


def test_words_that_both_sides_say_alike_are_not_told_beside_texts_of_their_own() -> None:
    _, _, wrong, all_words = _told(1, SMALL, QUICK, alike=True)
    assert all_words > 50
    assert wrong == 0


def test_planted_changes_are_found_beside_texts_of_each_side_s_own() -> None:
    found, missed, wrong, _ = _told(1, replace(SMALL, documents=40, changed=8), QUICK, alike=False)
    assert found / (found + missed) >= 0.8
    assert wrong <= 1


@pytest.mark.soak
def test_hardly_any_word_said_alike_is_told_in_full_counts() -> None:
    wrong, all_words = np.sum([_told(s, Plan(changed=0), Often(), alike=True)[2:] for s in range(20)], axis=0)
    assert all_words > 2000
    assert wrong <= 0.01 * all_words


@pytest.mark.soak
def test_planted_changes_are_found_beside_own_texts_in_full_counts() -> None:
    found, missed, wrong, _ = np.sum([_told(s, Plan(), Often(), alike=False) for s in range(20)], axis=0)
    assert found / (found + missed) >= 0.8
    assert wrong / (found + wrong) <= 0.1
