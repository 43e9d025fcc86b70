"""Jargon learned from a real handbook, against what a reader says of a drawn sample.

``handbook_jargon.csv`` holds word, writer's side and verdict. The 100 were drawn with seed 20261122 from the 310 that
were marked when general English was told by film subtitles alone; 51 of them were jargon: a colleague of the other
department may well stumble over them. What is marked now is a part of what was marked then, so that those of the
sample that are left are a fair sample of it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from accord.language.corpus import corpus
from accord.language.general_english import is_common
from accord.language.jargon import jargon
from accord.language.vocabulary import vocabulary
from tests.language.handbook import documents, paths

BEFORE = 0.51
LEAST = 0.7


@cache
def judged() -> dict[tuple[str, str], str]:
    with (Path(__file__).parent / "handbook_jargon.csv").open(encoding="utf-8", newline="") as table:
        return {(row["word"], row["writer"]): row["verdict"] for row in csv.DictReader(table)}


def words(verdict: str) -> Iterator[str]:
    """Single words of the sample in small letters."""
    yield from (word for (word, _), told in judged().items() if told == verdict and word.islower() and " " not in word)


def test_half_of_the_sample_was_jargon() -> None:
    assert len(judged()) == 100
    assert list(judged().values()).count("jargon") == 100 * BEFORE


def test_general_english_knows_two_of_five_words_that_were_marked_wrongly_and_hardly_any_jargon() -> None:
    wrong, right = list(words("general")), list(words("jargon"))
    assert len(wrong) == 20
    assert sum(map(is_common, wrong)) >= 0.4 * len(wrong)
    assert [word for word in right if is_common(word)] == ["persona"]


@pytest.mark.soak
def test_three_of_four_marked_words_are_jargon() -> None:
    counted = vocabulary(corpus(documents(paths())))
    found = [j for one, other in (("it", "marketing"), ("marketing", "it")) for j in jargon(counted, one, other)]
    kept = {(j.term, j.writer) for j in found if j.verdict == "jargon"} & judged().keys()
    right = [judged()[one] for one in kept].count("jargon")
    assert right >= LEAST * len(kept)
    assert right >= 30
