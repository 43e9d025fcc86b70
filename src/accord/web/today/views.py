"""Views of today."""

from __future__ import annotations

from accord.pages import today as pages
from accord.pages.brief import BriefPage
from accord.web import door


@door.page("today/today.html", step="today", kept=True, alike=True)
def today(asked: door.Asked) -> pages.TodayPage:
    return pages.today_page(
        asked.person, asked.workspace, now=asked.now, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )


@door.page("today/brief.html", step="today", kept=True, alike=True)
def brief(asked: door.Asked) -> BriefPage:
    return pages.latest_brief_page(asked.person, asked.workspace, audience=asked.audience, form=asked.form)
