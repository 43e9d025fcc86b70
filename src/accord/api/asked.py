"""Who asks, with what, and in whose words the answer is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, cast

from django.conf import settings
from django.http import HttpRequest
from ninja import Schema
from pydantic import AfterValidator, Field

from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.pages.brief import MADE_UP
from accord.pages.house import house
from accord.people.models import Person
from accord.record import clock
from accord.workspace.folder import Workspace


def _locale(text: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(text or "en", sep="_" if "_" in text else "-")
    except (UnknownLocaleError, ValueError) as fault:
        raise ValueError("there is no such locale; write it like en_GB or de_DE") from fault
    return text.replace("-", "_")


def _zone(text: str) -> str:
    from zoneinfo import available_timezones

    if text and text not in available_timezones():
        raise ValueError("there is no such time zone; write it like Europe/Paris")
    return text


class Reading(Schema):
    """How the answer reads; what is left out is the person's own choice, else the organisation's."""

    audience: Literal["marketing", "it", "finance"] | None = Field(None, description="in whose words")
    locale: Annotated[str, AfterValidator(_locale)] = Field("", max_length=20, description="how numbers read: de_DE")
    zone: Annotated[str, AfterValidator(_zone)] = Field("", max_length=60, description="local times: Europe/Paris")


@dataclass(frozen=True)
class Holder:
    """Who asks, and what they may do with what they showed: ``scopes`` of a token, all of them in the browser."""

    person: Person
    scopes: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """A request of somebody known; ``now`` is aware."""

    request: HttpRequest
    person: Person
    audience: Audience
    form: Format
    now: datetime

    @property
    def workspace(self) -> Workspace:
        return settings.ACCORD_WORKSPACE

    @property
    def made_up(self) -> str:
        """What answers of a made-up company say on top; nothing where the company is real."""
        return MADE_UP if self.workspace.made_up else ""


def asked(request: HttpRequest, holder: Holder, reading: Reading) -> Asked:
    person = holder.person
    form = house(settings.ACCORD_WORKSPACE).form_for(reading.locale or person.locale, reading.zone or person.zone)
    audience = cast(Audience, reading.audience or person.reads_as)
    return Asked(request, person, audience, form, clock.now())
