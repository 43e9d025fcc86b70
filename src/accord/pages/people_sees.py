"""What somebody can see and do here, in plain words: rights, pages, formats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accord.findings.format import Format
from accord.pages.people import MADE_UP
from accord.pages.sheet import Sheet, SheetTable, cell_text
from accord.pages.shown import Column
from accord.people import queries
from accord.people.models import Person
from accord.people.resting import resting, rests
from accord.people.rights import RIGHTS, ROLE_NAMES, SAYS, SIDE_NAMES, NotAllowed, Right, Role, may, require

_PAGES = (
    ("Today", Right.READ),
    ("Findings", Right.READ),
    ("Decisions", Right.READ),
    ("Calendar", Right.READ),
    ("Charter", Right.READ),
    ("Facts", Right.READ),
    ("Search", Right.READ),
    ("Own account", Right.READ),
    ("Activity of everybody", Right.AUDIT),
    ("People", Right.INVITE),
    ("Administration", Right.ADMINISTER),
)
_FORMATS = (
    ("On screen", Right.READ),
    ("JSON", Right.READ),
    ("CSV", Right.EXPORT),
    ("XLSX", Right.EXPORT),
    ("PDF", Right.EXPORT),
    ("Slide", Right.EXPORT),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, whether this person has it, and which roles do."""

    label: str
    has: bool
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeesPage:
    """``own`` tells whether somebody reads about themselves. ``rests`` is why this head's account does not sign yet;
    ``may_confirm``: the reader may end that."""

    id: UUID
    name: str
    own: bool
    role_name: str
    side_name: str
    active: bool
    by_groups: bool
    rights: tuple[Line, ...]
    pages: tuple[Line, ...]
    formats: tuple[Line, ...]
    tokens: int
    form: Format
    made_up: bool
    rests: str = ""
    may_confirm: bool = False

    @property
    def title(self) -> str:
        return "What you can see here" if self.own else f"What {self.name} can see here"

    def sheet(self) -> Sheet:
        return Sheet(
            name="person",
            key=self.name,
            title=self.title,
            form=self.form,
            made_up=MADE_UP if self.made_up else "",
            lines=(
                ("Role", self.role_name),
                ("Side", self.side_name),
                ("Has access", "yes" if self.active else "no"),
                *((("Signing", self.rests),) if self.rests else ()),
            ),
            tables=(
                _table("rights", "May", self.rights),
                _table("pages", "Pages", self.pages),
                _table("formats", "Formats", self.formats),
            ),
        )


def sees_page(person: Person, whom: UUID, *, form: Format, now: datetime, made_up: bool = False) -> SeesPage:
    """About oneself for everybody, about anybody for those who invite or administer. Raises ``NotAllowed``."""
    require(person, Right.READ)
    if whom != person.id and not may(person, Right.INVITE):
        raise NotAllowed(Right.INVITE)
    shown = Person.objects.get(pk=whom)
    return SeesPage(
        id=shown.id,
        name=shown.name,
        own=shown.id == person.id,
        role_name=ROLE_NAMES[Role(shown.role)],
        side_name=SIDE_NAMES[shown.side],
        active=shown.is_active,
        by_groups=shown.by_groups,
        rights=tuple(Line(SAYS[r], may(shown, r), _held_by(r)) for r in Right),
        pages=tuple(Line(label, may(shown, r)) for label, r in _PAGES),
        formats=tuple(Line(label, may(shown, r)) for label, r in _FORMATS),
        tokens=queries.tokens(shown).count(),
        form=form,
        made_up=made_up,
        rests=rests(shown, now),
        may_confirm=may(person, Right.SIGN) and person.side != shown.side and not resting(person, now),
    )


def _held_by(right: Right) -> tuple[str, ...]:
    return tuple(ROLE_NAMES[role] for role in Role if right in RIGHTS[role])


def _table(name: str, title: str, lines: tuple[Line, ...]) -> SheetTable:
    columns = (Column("what", title, False), Column("has", "Has it", False))
    return SheetTable(name, title, columns, tuple((cell_text(x.label), cell_text(_yes(x.has))) for x in lines))


def _yes(has: bool) -> str:
    return "yes" if has else "no"
