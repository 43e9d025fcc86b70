"""What one gives away or settles for oneself: links to a page, feeds of the calendar, mail; and the demo's clock."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from pydantic import Field

from accord.api.asked import Asked
from accord.api.doors import does, reads
from accord.api.given import Body
from accord.pages import posting, sharing
from accord.pages.facts import demo_site
from accord.pages.facts.imported import WorkPage, work_page
from accord.pages.joint_calendar import feeds as own
from accord.post import operations

_Hour = Annotated[int, Field(ge=0, le=23)]


class Wishes(Body):
    """What one is mailed, and the hours (of the organisation's clock) between which nothing is."""

    news: Literal["at_once", "daily", "never"]
    weekly_brief: bool
    quiet_from: _Hour
    quiet_to: _Hour


class Feed(Body):
    """A feed of one side's plans, or of both (empty)."""

    name: str = Field(max_length=120)
    side: Literal["marketing", "it", ""] = ""


class Link(Body):
    """A link to a page of the site, by its path, for people who can sign in."""

    path: str = Field(max_length=2000)
    name: str = Field(max_length=120)
    days: int = Field(14, ge=1, le=sharing.LONGEST)


class Day(Body):
    """A day of the demo, such as 2026-12-01."""

    day: str = Field(max_length=10)


@does("/you/mail", "mail")
def wish(asked: Asked, wishes: Wishes) -> posting.PostPage:
    """Settle what you are mailed, and when not."""
    operations.wish(by=asked.person, now=asked.now, **wishes.model_dump())
    return posting.post_page(asked.person, sends=bool(settings.EMAIL_HOST), form=asked.form)


@reads("/calendar/feeds", "feeds", listed="feeds")
def feeds(asked: Asked) -> own.FeedsPage:
    """Your feeds of the joint calendar, without their addresses."""
    return own.feeds_page(asked.person, form=asked.form, made_up=asked.made_up)


@does("/calendar/feeds", "feeds", status=201)
def make_feed(asked: Asked, feed: Feed) -> own.FeedsPage:
    """Make a feed; its address stands in 'secret', this once."""
    made, secret = own.make_feed(by=asked.person, name=feed.name, side=feed.side, now=asked.now)
    address = asked.request.build_absolute_uri(reverse("calendar.feed", args=[secret]))
    return own.feeds_page(asked.person, form=asked.form, made_up=asked.made_up, secret=address, secret_of=made.name)


@does("/calendar/feeds/{name}/revoke", "feeds")
def revoke_feed(asked: Asked, name: UUID) -> own.FeedsPage:
    """End a feed of yours at once."""
    own.revoke_feed(name, by=asked.person, now=asked.now)
    return feeds(asked)


@does("/links", "share", status=201)
def share(asked: Asked, link: Link) -> sharing.SharePage:
    """Make a link to a page for people who can sign in; one that opens to anybody is made in the browser."""
    page = sharing.share_page(asked.person, link.path, link.name, form=asked.form)
    sharing.shareable(link.path)
    made, secret = sharing.make_link(
        by=asked.person, path=link.path, name=link.name, days=link.days, outside=False,
        audience=asked.audience, now=asked.now,
    )  # fmt: skip
    return sharing.made_page(page, made, asked.request.build_absolute_uri(reverse("shared", args=[secret])))


@does("/facts/clock", "work", status=202)
def move_clock(asked: Asked, day: Day) -> WorkPage:
    """Move a demo's clock to the morning of a day; what its company exported by then comes in."""
    job = demo_site.move_clock(asked.workspace, day.day, by=asked.person, now=asked.now)
    return work_page(asked.person, job, form=asked.form)
