"""A collision as a word to be agreed: what each side means by it, and nothing that only people can decide."""

from __future__ import annotations

from accord.clauses.glossary import Term
from accord.language.collisions import Collision
from accord.language.short_forms import short_form


def term_of(collision: Collision, *, owner_marketing: str | None = None, owner_it: str | None = None) -> Term:
    """The word with the meaning that each side explains most often.

    Its wording is open, so that its state is 'proposed': people settle what both write, then it binds.
    """
    means = {use.side: use.meanings[0].long for use in collision.sides if use.meanings}
    return Term(
        short_form(collision.short) or collision.short,
        marketing=means.get("marketing"),
        it=means.get("it"),
        owner_marketing=owner_marketing,
        owner_it=owner_it,
        status="proposed",
    )
