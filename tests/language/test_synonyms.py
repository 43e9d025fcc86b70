"""One thing with two names is found by its company; what only resembles it is not."""

from functools import cache

import numpy as np
import pytest

from accord.language.company import company, pairs, space
from accord.language.corpus import corpus
from accord.language.document import Document
from accord.language.friends import Often, sided
from accord.language.synonyms import Synonym, synonyms, used_by_any
from tests.language.made_up import SIDES, Made, Plan, made
from tests.language.small_texts import document

PLAN = Plan(changed=0, renamed=15, documents=80)


@cache
def world(seed: int, plan: Plan) -> Made:
    return made(np.random.default_rng(seed), plan)


@cache
def matched(documents: tuple[Document, ...]) -> tuple[Synonym, ...]:
    rng = np.random.default_rng(7)
    read = corpus(documents)
    split = sided(read, SIDES)
    beside = pairs(read)
    kept = company(read, beside, space(read, beside, rng), used_by_any(read, split, Often()))
    return synonyms(read, split, kept)


def _right_and_wrong(seeds: range, plan: Plan) -> tuple[int, int, int]:
    right = wrong = planted = 0
    for seed in seeds:
        planned = world(seed, plan)
        taken = [s.words for s in matched(planned.documents) if s.verdict == "same"]
        hits = sum(planned.renamed.get(one) == other for one, other in taken)
        right, wrong, planted = right + hits, wrong + len(taken) - hits, planted + len(planned.renamed)
    return right, wrong, planted


def test_renamed_words_are_matched_and_hardly_any_other() -> None:
    right, wrong, planted = _right_and_wrong(range(2), PLAN)
    assert right >= planted / 2
    assert wrong <= 0.1 * (right + wrong)


@pytest.mark.soak
def test_renamed_words_are_matched_in_full_counts() -> None:
    right, wrong, planted = _right_and_wrong(range(60), PLAN)
    assert right >= planted / 2
    assert wrong <= 0.1 * (right + wrong)


def test_without_renamed_words_nothing_is_matched() -> None:
    assert _right_and_wrong(range(10, 12), Plan(changed=15, renamed=0))[:2] == (0, 0)


def test_a_pair_that_is_not_sure_is_told_as_cannot_tell() -> None:
    few = Plan(changed=0, renamed=15, documents=50)
    said = [s for plan in (few, PLAN) for s in matched(world(1, plan).documents)]
    assert {s.verdict for s in said} == {"same", "cannot tell"}
    assert all((s.q <= 0.1) == (s.verdict == "same") for s in said)


def test_too_few_documents_give_no_pair_and_no_error() -> None:
    assert matched((document("a", "marketing", "Our customers pay."), document("b", "it", "A user pays."))) == ()
