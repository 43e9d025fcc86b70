"""The demo as a site: begun with one click in an empty workspace; its clock is moved by those who lead."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accord.clauses.defaults import default_text
from accord.pages.demo_company import Company, company_of, first_moment, last_day, settle_in
from accord.people import operations
from accord.people.models import FirstRun, Person
from accord.people.operations import InvalidLink
from accord.people.queries import somebody
from accord.people.rights import ROLE_NAMES, NotAllowed, Right, Role, may
from accord.people.secret import hashed
from accord.record import clock, work
from accord.record.writing import HOUSE, change, writing
from accord.workspace.folder import MARK_MADE_UP, Workspace


@dataclass(frozen=True, slots=True)
class SignIn:
    """A made-up person's way in, shown once."""

    name: str
    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class BegunPage:
    """What is shown once after the demo was begun."""

    title: str
    lede: str
    people: tuple[SignIn, ...]


def begin_demo(workspace: Workspace, *, token: str, company: Company | None = None) -> BegunPage:
    """Make an empty workspace a demo: made-up people now, the company's exports as a job.

    Raises ``InvalidLink`` for a wrong word, ``NotEmpty`` for a workspace with facts or clauses, ``ValueError`` where
    somebody has an account.
    """
    if somebody():
        raise ValueError("somebody has an account here already; a demo takes a workspace of its own")
    if not FirstRun.objects.filter(hash=hashed(token.strip())).exists():
        raise InvalidLink
    return BegunPage(
        "The demo is open",
        "Its company is being made up now; findings come in about a minute. These ways in are shown this once.",
        populate(workspace, company or Company(), with_facts=True),
    )


def populate(workspace: Workspace, company: Company, *, with_facts: bool) -> tuple[SignIn, ...]:
    """Mark the workspace as made up, set its clock and make its people; returns their ways in.

    ``with_facts`` queues the company's exports as well.
    """
    was = workspace.made_up
    settle_in(workspace, company, over=default_text())
    try:
        with writing():
            clock.move(first_moment(company))
            now = clock.now()
            made = operations.demo_people(now)
            if with_facts:
                work.queue("make_demo", {}, by=HOUSE, now=now, key="make_demo")
    except BaseException:
        if not was:
            (workspace.root / MARK_MADE_UP).unlink()
        raise
    return tuple(SignIn(p.name, ROLE_NAMES[Role(p.role)], p.email, password) for p, password in made)


@dataclass(frozen=True, slots=True)
class ClockShown:
    """The demo's day, and the days to which it can be moved (ISO)."""

    today: str
    earliest: str
    latest: str
    suggested: str


def clock_shown(person: Person, workspace: Workspace, now: datetime) -> ClockShown | None:
    """The demo's clock for those who may move it; None for others and where the company is real."""
    if not workspace.made_up or not may_move(person):
        return None
    company = company_of(workspace)
    today = now.astimezone(ZoneInfo(company.world.settings.zone)).date()
    latest = last_day(company)
    if today >= latest:
        return None
    suggested = min(_next_due(company) or today + timedelta(days=30), latest)
    return ClockShown(str(today), str(today + timedelta(days=1)), str(latest), str(suggested))


def _next_due(company: Company) -> date | None:
    """The first morning on which a promise in force is verified."""
    from accord.decisions.queries import in_force

    first = in_force().first()
    return first.due.astimezone(ZoneInfo(company.world.settings.zone)).date() if first else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ValueError("give a day for the demo's clock, such as 2026-12-01") from fault


def may_move(person: Person) -> bool:
    """Administrators, and those who sign for a side."""
    return may(person, Right.ADMINISTER) or may(person, Right.SIGN)


def move_clock(workspace: Workspace, day: str, *, by: Person, now: datetime) -> uuid.UUID:
    """Queue moving the demo's clock to the morning of a day (ISO), once what the company exported by then is read.

    Returns the job. Raises ``NotAllowed``, and ``ValueError`` for a day that is past or beyond the world's end.
    """
    if not may_move(by):
        raise NotAllowed(Right.SIGN)
    company = company_of(workspace)
    wanted, latest = _day(day), last_day(company)
    today = now.astimezone(ZoneInfo(company.world.settings.zone)).date()
    if not today < wanted <= latest:
        raise ValueError(f"the demo's clock goes forward only, to a day after {today} and up to {latest}")
    with change(by, "moved", "clock", "demo", f"moved the demo's clock to {wanted}", now=now):
        return work.queue("move_clock", {"until": str(wanted)}, by=by, now=now, key="move_clock").id
