"""Activities, as JSON."""

from __future__ import annotations

from accord.api.asked import Asked
from accord.api.doors import reads
from accord.pages import activities as pages


@reads("/activities", "goals")
def activities(asked: Asked) -> pages.ActivitiesPage:
    """The activities of both departments by class: what each brings, what is not known and worth a test."""
    return pages.activities_page(
        asked.person, asked.workspace, audience=asked.audience, form=asked.form, made_up=asked.made_up
    )
