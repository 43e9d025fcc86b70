"""A collision becomes a word to be agreed, with both meanings and an open wording."""

from __future__ import annotations

from accord.clauses.glossary import Term
from accord.language.acronyms import Expansion
from accord.language.collisions import collisions
from accord.language.proposing import term_of


def said(long: str, side: str, document: str) -> Expansion:
    return Expansion("CAB", long, side, document, 0, 9, f"The {long} (CAB) met.")


def test_a_collision_is_a_word_with_two_meanings_and_no_wording() -> None:
    [one] = collisions(
        [
            said("Customer Advisory Board", "marketing", "m1"),
            said("Change Advisory Board", "it", "i1"),
            said("Change Advisory Board", "it", "i2"),
        ]
    )
    assert term_of(one, owner_it="Change Manager") == Term(
        "CAB",
        marketing="Customer Advisory Board",
        it="Change Advisory Board",
        owner_it="Change Manager",
        status="proposed",
    )
