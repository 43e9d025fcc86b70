"""The joint calendar, search, what was done, and one's wishes about mail."""

from __future__ import annotations

from typing import Annotated

from django.conf import settings
from ninja import Query, Schema
from pydantic import Field

from accord.api.asked import Asked
from accord.api.doors import reads
from accord.pages import activity as doings
from accord.pages import posting
from accord.pages.joint_calendar import page as calendars
from accord.pages.joint_calendar.asked import asked_for
from accord.pages.search import page as searches

_PLAIN = r"^[^\x00]*$"


class Wanted(Schema):
    """Which part of the calendar, and which plan is tried where; days like 2026-11-21, clocks like 09:30."""

    first: str = Field("", alias="from", max_length=20)
    side: str = Field("", max_length=20)
    service: str = Field("", max_length=200)
    kind: str = Field("", max_length=40)
    entry: str = Field("", max_length=300)
    day: str = Field("", max_length=20)
    at: str = Field("", max_length=20)
    minutes: str = Field("", max_length=9)


@reads("/calendar", "calendar")
def calendar(asked: Asked, wanted: Annotated[Wanted, Query()]) -> calendars.JointCalendarPage:
    """Both sides' plans, where they clash and what that costs; with entry, day and at, what another slot would."""
    given = {name: text for name, text in wanted.model_dump(by_alias=True).items() if text}
    return calendars.joint_calendar_page(
        asked.person, asked.workspace, asked_for(given), now=asked.now,
        audience=asked.audience, form=asked.form, made_up=asked.made_up,
    )  # fmt: skip


@reads("/search", "search")
def search(asked: Asked, q: Annotated[str, Field(max_length=200, pattern=_PLAIN)] = "") -> searches.SearchPage:
    """Findings, decisions, people and pages that a few words name."""
    return searches.search_page(
        asked.person, asked.workspace, q, now=asked.now, audience=asked.audience, form=asked.form,
        made_up=asked.made_up, part=False,
    )  # fmt: skip


@reads("/activity", "activity")
def activity(
    asked: Asked,
    who: Annotated[str, Field(max_length=100, pattern=_PLAIN)] = "",
    about: Annotated[str, Field(max_length=40, pattern=_PLAIN)] = "",
    before: Annotated[int, Field(ge=0, le=2**63 - 1, description="the id of a row; those before it")] = 0,
) -> doings.ActivityPage:
    """What was done, newest first: everybody's for those who may audit, else your own."""
    return doings.activity_page(
        asked.person, who=who, about=about, before=before, form=asked.form, made_up=asked.made_up
    )


@reads("/you/mail", "mail")
def mail(asked: Asked) -> posting.PostPage:
    """What you are mailed, and when not."""
    return posting.post_page(asked.person, sends=bool(settings.EMAIL_HOST), form=asked.form)
