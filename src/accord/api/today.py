"""Today and the brief, as JSON."""

from __future__ import annotations

from accord.api.asked import Asked
from accord.api.doors import reads
from accord.pages import today as pages
from accord.pages.brief import BriefPage


@reads("/today", "today")
def today(asked: Asked) -> pages.TodayPage:
    """What needs both sides, and how both stand."""
    return pages.today_page(
        asked.person, asked.workspace, now=asked.now, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )


@reads("/brief", "brief")
def brief(asked: Asked) -> BriefPage:
    """The brief in force."""
    return pages.latest_brief_page(asked.person, asked.workspace, audience=asked.audience, form=asked.form)
