"""Views of incentives."""

from __future__ import annotations

from django.urls import reverse

from accord.pages.incentives.check import IncentivesPage, decision_of
from accord.pages.incentives.page import incentives_page, propose_mend
from accord.web import door

_PAGE = "incentives/incentives.html"


@door.page(_PAGE, step="charter")
def incentives(asked: door.Asked) -> IncentivesPage:
    return incentives_page(asked.person, asked.workspace, now=asked.moment, form=asked.form, made_up=asked.made_up)


@door.asking(_PAGE, step="charter", of_page="incentives")
def attempt(asked: door.Asked) -> IncentivesPage:
    """A decision that is tried on the rewards and stored nowhere."""
    given = asked.given
    tried = decision_of(given.get("name", ""), given.get("pays", ""), given.get("moves", ""))
    return incentives_page(
        asked.person, asked.workspace, now=asked.moment, form=asked.form, made_up=asked.made_up, tried=tried
    )


@door.action
def propose(asked: door.Asked) -> str:
    made = propose_mend(asked.person, asked.workspace, now=asked.now, moment=asked.moment)
    return reverse("proposal", args=[made.id])
