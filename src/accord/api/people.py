"""People: who there is, what somebody may do, one's own settings, and the way back from one's last change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from pydantic import Field

from accord.api.asked import Asked
from accord.api.doors import does, reads
from accord.api.given import Body
from accord.pages.people import PeoplePage, people_page
from accord.pages.people_own import AccountPage, TokensPage, account_page, tokens_page
from accord.pages.people_sees import SeesPage, sees_page
from accord.people import operations
from accord.record import undo as ways


@reads("/people", "people", listed="people")
def people(asked: Asked) -> PeoplePage:
    """Who has an account, and who is invited."""
    return people_page(asked.person, form=asked.form, now=asked.now, made_up=bool(asked.made_up))


@reads("/people/{person}", "sees")
def sees(asked: Asked, person: UUID) -> SeesPage:
    """What somebody may see and do."""
    return sees_page(asked.person, person, form=asked.form, now=asked.now, made_up=bool(asked.made_up))


@reads("/you", "account")
def you(asked: Asked) -> AccountPage:
    """Your own account."""
    single = bool(settings.SOCIALACCOUNT_PROVIDERS)
    return account_page(
        asked.person, form=asked.form, zones=(), now=asked.now, single_sign_on=single, made_up=bool(asked.made_up)
    )


@reads("/you/tokens", "tokens", listed="tokens")
def tokens(asked: Asked) -> TokensPage:
    """Your tokens, without their secrets. They are made in the browser."""
    return tokens_page(asked.person, form=asked.form, now=asked.now, made_up=bool(asked.made_up))


class Own(Body):
    """What everybody settles for themselves; empty: as the organisation has it."""

    name: str = Field(max_length=120)
    locale: str = Field("", max_length=20)
    zone: str = Field("", max_length=60)


class Words(Body):
    """In whose words one reads."""

    audience: Literal["marketing", "it", "finance"]


@does("/you", "account")
def settle(asked: Asked, own: Own) -> AccountPage:
    """Change your name, and the locale and zone in which you read."""
    operations.set_own(by=asked.person, name=own.name, locale=own.locale, zone=own.zone, now=asked.now)
    return you(asked)


@does("/you/audience", "account")
def read_as(asked: Asked, words: Words) -> AccountPage:
    """Choose in whose words you read."""
    operations.read_as(by=asked.person, audience=words.audience, now=asked.now)
    return you(asked)


@dataclass(frozen=True, slots=True)
class WayBack:
    """The newest change that can still be taken back, and until when; empty where there is none."""

    id: UUID | None
    says: str
    until: datetime | None


@reads("/undo", "undo")
def way_back(asked: Asked) -> WayBack:
    """What of yours can still be taken back; half a minute after each change but a signature."""
    found = ways.offered(asked.person, now=asked.now)
    return WayBack(found.id, found.says, found.until) if found else WayBack(None, "", None)


@does("/undo/{name}", "undo")
def undo(asked: Asked, name: UUID) -> WayBack:
    """Take a change of yours back; 409 where it is too late."""
    done = ways.undo(asked.person, name, now=asked.now)
    return WayBack(done.id, done.says, done.until)
