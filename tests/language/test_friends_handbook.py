"""False friends of a real handbook: what a reader found honest in its proof, and words that change places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from accord.language.company import company, pairs, space
from accord.language.corpus import corpus
from accord.language.document import Document, Part
from accord.language.friends import Judged, Often, judge, sided, used_by_both
from accord.language.learned import SIDES, learn
from tests.language.handbook import documents, paths

HONEST = {
    "event": ({"webcast", "calendar"}, {"table", "incident"}),
    "database": ({"lead", "contact"}, {"Snowflake", "table"}),
}
"""By word, some of marketing's and some of IT's company."""
SWAPPED = 40


@pytest.mark.soak
def test_words_that_a_reader_found_honest_are_told_with_their_company() -> None:
    held = [replace(document, quotable=True) for document in documents(paths())]
    told = {friend.word: friend for friend in learn(held, np.random.default_rng(0)).friends}
    for word, (marketing, it) in HONEST.items():
        said = {use.side: set(use.company) for use in told[word].uses}
        assert marketing <= said["marketing"], word
        assert it <= said["it"], word
        assert all(use.proof and word in use.proof.sentence.lower() for use in told[word].uses), word


def _judged(held: Sequence[Document]) -> dict[str, Judged]:
    read, rng, often = corpus(held), np.random.default_rng(7), Often()
    split, beside = sided(read, SIDES), pairs(read)
    kept = company(read, beside, space(read, beside, rng), used_by_both(read, split, often))
    return {word.word: word for word in judge(read, split, kept, rng, often)}


def _swapped(document: Document, places: dict[str, str]) -> Document:
    """The document with words in one another's places; plurals go along."""
    asked = re.compile(rf"(?<![\w`/.-])({'|'.join(sorted(places))})(s?)(?![\w`/-])", re.IGNORECASE)
    parts, texts, start = [], [], 0
    for part in document.parts:
        text = document.text_of(part)
        if part.kind in ("prose", "heading"):
            text = asked.sub(lambda m: places[m[1].lower()] + m[2], text)
        parts.append(Part(part.kind, start, start + len(text), part.line))
        texts.append(text)
        start += len(text) + 1
    return replace(document, text="\n".join(texts), parts=tuple(parts))


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_of_words_that_change_places_on_one_side_a_third_is_found_and_none_is_called_the_same(seed: int) -> None:
    held = list(documents(paths()))
    plain = sorted(w for w, j in _judged(held).items() if j.verdict != "different" and re.fullmatch("[a-z]{4,}", w))
    drawn = [str(word) for word in np.random.default_rng(seed).permutation(plain)[:SWAPPED]]
    pairs_of = list(zip(drawn[::2], drawn[1::2], strict=True))
    places = dict(pairs_of) | {other: one for one, other in pairs_of}
    said = _judged([_swapped(d, places) if d.side == "it" else d for d in held])
    verdicts = [said[word].verdict for word in drawn if word in said]
    assert verdicts.count("different") >= SWAPPED / 3
    assert "same" not in verdicts
