"""The page of people: who may come in as what, who is invited, and what may be changed by whom looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accord.findings.format import Format
from accord.pages.sheet import Sheet, SheetTable, cell_day, cell_text, cell_time, utc
from accord.pages.shown import Column
from accord.people import queries
from accord.people.models import Invitation, Person
from accord.people.rights import ROLE_NAMES, SIDE_NAMES, Right, Role, require

MADE_UP = "These people are made up."


@dataclass(frozen=True, slots=True)
class Choice:
    """A role that the reader may give; a liaison's needs a side."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """``may_change`` tells whether the reader may change role and access. Days are as the reader sees them."""

    id: UUID
    name: str
    email: str
    initials: str
    role: str
    role_name: str
    side: str
    side_name: str
    active: bool
    by_groups: bool
    joined: str
    joined_at: datetime | None
    ended: str
    ended_at: datetime | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class InvitationShown:
    id: UUID
    email: str
    role_name: str
    side_name: str
    by: str
    until: str
    until_at: datetime
    may_withdraw: bool


@dataclass(frozen=True)
class PeoplePage:
    """``link`` is an address just made for ``link_for``, ``mailed`` whether it went out; empty otherwise."""

    people: tuple[PersonShown, ...]
    invitations: tuple[InvitationShown, ...]
    roles: tuple[Choice, ...]
    asks_side: bool
    resets: bool
    form: Format
    made_up: bool
    mailed: bool = False
    link: str = ""
    link_for: str = ""

    def sheet(self) -> Sheet:
        tables = (self._people(), self._invitations()) if self.invitations else (self._people(),)
        made_up = MADE_UP if self.made_up else ""
        return Sheet(name="people", title="People", form=self.form, made_up=made_up, tables=tables)

    def _people(self) -> SheetTable:
        rows = tuple(
            (
                cell_text(p.name),
                cell_text(p.email),
                cell_text(p.role_name),
                cell_text(p.side_name),
                cell_text("yes" if p.active else "no"),
                cell_day(self.form, p.joined_at),
                cell_day(self.form, p.ended_at),
            )
            for p in self.people
        )
        labels = ("Name", "E-mail", "Role", "Side", "Has access", "Since", "Ended")
        return SheetTable("people", "People", _columns(labels), rows)

    def _invitations(self) -> SheetTable:
        rows = tuple(
            (cell_text(i.email), cell_text(i.role_name), cell_text(i.by), cell_time(self.form, i.until_at))
            for i in self.invitations
        )
        return SheetTable("invited", "Invited", _columns(("E-mail", "Role", "Invited by", "Open until")), rows)


def people_page(
    person: Person,
    *,
    form: Format,
    now: datetime,
    made_up: bool = False,
    mailed: bool = False,
    link: str = "",
    link_for: str = "",
) -> PeoplePage:
    """Everybody, for those who may invite. Raises ``NotAllowed``."""
    require(person, Right.INVITE)
    roles = queries.roles_to_give(person)
    return PeoplePage(
        people=tuple(_person(person, p, form) for p in queries.people()),
        invitations=tuple(_invitation(person, i, form) for i in queries.open_invitations(now).select_related("by")),
        roles=tuple(Choice(r.value, ROLE_NAMES[r]) for r in roles),
        asks_side=Role.LIAISON in roles and not person.side,
        resets=Role(person.role) is Role.ADMINISTRATOR,
        form=form,
        made_up=made_up,
        mailed=mailed,
        link=link,
        link_for=link_for,
    )


def _person(reader: Person, shown: Person, form: Format) -> PersonShown:
    return PersonShown(
        id=shown.id,
        name=shown.name,
        email=shown.email,
        initials=shown.initials,
        role=shown.role,
        role_name=ROLE_NAMES[Role(shown.role)],
        side=shown.side,
        side_name=SIDE_NAMES[shown.side],
        active=shown.is_active,
        by_groups=shown.by_groups,
        joined=_day(form, shown.joined_at),
        joined_at=shown.joined_at,
        ended=_day(form, shown.ended_at),
        ended_at=shown.ended_at,
        may_change=queries.may_manage(reader, shown),
    )


def _invitation(reader: Person, one: Invitation, form: Format) -> InvitationShown:
    return InvitationShown(
        id=one.id,
        email=one.email,
        role_name=ROLE_NAMES[Role(one.role)],
        side_name=SIDE_NAMES[one.side],
        by=one.by.name if one.by else "the command line",
        until=form.time(utc(one.until)),
        until_at=one.until,
        may_withdraw=one.by_id == reader.id or Role(reader.role) is Role.ADMINISTRATOR,
    )


def _day(form: Format, at: datetime | None) -> str:
    return form.day(utc(at)) if at else ""


def _columns(labels: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(label.lower().replace(" ", "_").replace("-", "_"), label, False) for label in labels)
