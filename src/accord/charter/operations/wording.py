"""Words into a draft of the glossary: all that one person takes up go into one proposal, to be signed at once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from accord.charter import queries
from accord.charter.models import Proposal
from accord.charter.operations.drafting import LONGEST_REASON, draft, edit
from accord.clauses.contents import with_terms
from accord.clauses.glossary import Term
from accord.people.models import Person


def propose_terms(*terms: Term, reason: str, by: Person, now: datetime) -> Proposal:
    """Put words into the draft of the glossary that ``by`` has open, or begin one upon the text that counts.

    A word that is there, in whichever spelling, gains what it lacks. Raises as ``draft`` does.
    """
    mine = queries.proposals("glossary", Proposal.DRAFT).filter(by=by.id).first()
    if mine is None:
        content = with_terms(queries.standing(settings.ACCORD_WORKSPACE)["glossary"].content, *terms)
        return draft("glossary", content, reason=reason, by=by, now=now)
    content = with_terms(mine.content, *terms)
    return edit(mine.id, content, reason=_both(mine.reason, reason), version=mine.version, by=by, now=now)


def _both(first: str, more: str) -> str:
    """Both reasons, as long as there is room for them."""
    together = f"{first} {more}"
    return first if more in first or len(together) > LONGEST_REASON else together
