"""False friends are found where they were planted, and shuffled sides give none."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from accord.language.company import company, pairs, space
from accord.language.corpus import corpus
from accord.language.document import Document
from accord.language.friends import Judged, Often, judge, sided, used_by_both
from tests.language.made_up import SIDES, Made, Plan, made, shuffled
from tests.language.small_texts import document

QUICK = Often(shuffles=799, redraws=150)


@cache
def world(seed: int, plan: Plan) -> Made:
    return made(np.random.default_rng(seed), plan)


@cache
def judged(documents: tuple[Document, ...], often: Often = QUICK) -> tuple[Judged, ...]:
    rng = np.random.default_rng(7)
    read = corpus(documents)
    split = sided(read, SIDES)
    beside = pairs(read)
    kept = company(read, beside, space(read, beside, rng), used_by_both(read, split, often))
    return judge(read, split, kept, rng, often)


def found_and_missed(planned: Made, often: Often = QUICK) -> tuple[int, int, int]:
    """Planted words found, planted words that both sides use often and were missed, and words found wrongly."""
    said = judged(planned.documents, often)
    found = {j.word for j in said if j.verdict == "different"}
    planted = {j.word for j in said} & planned.changed
    return len(found & planted), len(planted - found), len(found - planted)


def _totals(worlds: range, plan: Plan, often: Often = QUICK) -> tuple[float, float]:
    """Recall and false discovery over worlds."""
    counts = np.array([found_and_missed(world(seed, plan), often) for seed in worlds])
    found, missed, wrong = counts.sum(axis=0)
    return found / (found + missed), wrong / max(found + wrong, 1)


def _alarms(worlds: range, plan: Plan, often: Often = QUICK) -> float:
    """The share of shuffles that give any word."""
    told = 0
    for seed in worlds:
        mixed = shuffled(world(seed, plan), np.random.default_rng(seed + 10_000))
        told += any(j.verdict == "different" for j in judged(mixed, often))
    return told / len(worlds)


def test_planted_changes_of_company_are_found_and_hardly_any_other() -> None:
    recall, wrong = _totals(range(2), Plan())
    assert recall >= 0.8
    assert wrong <= 0.1


def test_sides_that_differ_in_subjects_only_have_no_false_friends() -> None:
    assert found_and_missed(world(3, Plan(changed=0)))[2] == 0


def test_shuffled_sides_give_none() -> None:
    assert _alarms(range(2), Plan()) == 0


def test_the_interval_of_shuffled_sides_holds_one_as_often_as_it_says() -> None:
    mixed = shuffled(world(1, Plan(documents=40)), np.random.default_rng(2))
    held = [j.low <= 1 <= j.high for j in judged(mixed) if j.low is not None and j.high is not None]
    assert len(held) > 50
    assert np.mean(held) > 0.86


@pytest.mark.soak
@pytest.mark.parametrize("documents", [40, 60, 120])
def test_planted_changes_are_found_in_full_counts(documents: int) -> None:
    recall, wrong = _totals(range(40), Plan(documents=documents), Often())
    assert recall >= 0.8
    assert wrong <= 0.1


@pytest.mark.soak
def test_at_most_one_shuffle_in_ten_gives_any() -> None:
    assert _alarms(range(200), Plan(), Often()) <= 0.1


def test_the_same_seed_gives_the_same_answer() -> None:
    few = world(5, Plan(documents=30)).documents
    assert judged(few)
    assert judged(few) == judged(few[::-1])


def test_each_answer_has_an_interval_and_words_without_company_of_their_own_have_none() -> None:
    said = judged(world(1, Plan()).documents)
    known = [j for j in said if j.low is not None and j.high is not None]
    assert all(j.low < j.high for j in known if j.low is not None and j.high is not None)
    assert {j.verdict for j in said if j.low is None} <= {"cannot tell"}
    assert {"different", "same"} <= {j.verdict for j in known}


def test_a_third_side_counts_for_neither() -> None:
    few = world(5, Plan(documents=30)).documents
    others = tuple(replace(d, document_id=f"x{d.document_id}", side="finance", text=d.text[::-1]) for d in few)
    assert {j.word: j.counts for j in judged(few)} == {j.word: j.counts for j in judged((*few, *others))}


def test_too_few_documents_give_no_words_and_no_error() -> None:
    assert judged((document("a", "marketing", "We run a pipeline."), document("b", "it", "A pipeline ran."))) == ()
    assert judged(()) == ()
