"""Any glossary, of words with blanks between them, for the round trips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import strategies as st

from accord.clauses.glossary import Term
from tests.clauses.strategies import glossaries, names

sentences = st.lists(names, min_size=1, max_size=4).map(" ".join)
any_glossary = glossaries(sentences)

CAB = Term(
    "CAB",
    marketing="Customer Advisory Board",
    it="Change Advisory Board",
    wording="change board",
    finance="meeting that approves changes",
    instead=(("marketing", "IT's change board"),),
    owner_marketing="Head of Customer Insight",
    owner_it="Change Manager",
    examples=("The change board meets on Tuesdays.",),
    journey_step="delivery",
    variants=("CABs", "C.A.B."),
)


def unordered(glossary: Iterable[Term]) -> list[Term]:
    """Terms, spellings and examples in the order of their texts: to formats that keep none."""
    told = (replace(t, variants=tuple(sorted(t.variants)), examples=tuple(sorted(t.examples))) for t in glossary)
    return sorted(told, key=lambda t: t.term)
