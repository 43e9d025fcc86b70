"""View of activities."""

from __future__ import annotations

from accord.pages import activities as pages
from accord.web import door


@door.page("activities/activities.html", step="goals", kept=True, alike=True)
def activities(asked: door.Asked) -> pages.ActivitiesPage:
    return pages.activities_page(
        asked.person, asked.workspace, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )
