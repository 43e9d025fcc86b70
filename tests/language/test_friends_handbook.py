"""False friends of a real handbook: what a reader found honest in its proof is told, with the company that shows it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.language.learned import learn
from tests.language.handbook import documents, paths

HONEST = {
    "event": ({"webcast", "calendar"}, {"table", "incident"}),
    "database": ({"lead", "contact"}, {"Snowflake", "table"}),
}
"""By word, some of marketing's and some of IT's company."""


@pytest.mark.soak
def test_words_that_a_reader_found_honest_are_told_with_their_company() -> None:
    held = [replace(document, quotable=True) for document in documents(paths())]
    told = {friend.word: friend for friend in learn(held, np.random.default_rng(0)).friends}
    for word, (marketing, it) in HONEST.items():
        said = {use.side: set(use.company) for use in told[word].uses}
        assert marketing <= said["marketing"], word
        assert it <= said["it"], word
        assert all(use.proof and word in use.proof.sentence.lower() for use in told[word].uses), word
