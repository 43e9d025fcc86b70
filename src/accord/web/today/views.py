"""Views of today."""

from __future__ import annotations

from accord.pages import today as pages
from accord.web import door


@door.page("today/today.html", step="today")
def today(asked: door.Asked) -> pages.TodayPage:
    return pages.today_page(
        asked.person, asked.workspace, now=asked.now, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )
