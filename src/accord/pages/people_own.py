"""One's own account and tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accord.findings.format import Format
from accord.pages.people import MADE_UP
from accord.pages.sheet import Sheet, SheetTable, cell_day, cell_text, utc
from accord.pages.shown import Column
from accord.people import queries
from accord.people.models import Person, Token
from accord.people.queries import Held
from accord.people.resting import rests
from accord.people.rights import ROLE_NAMES, SIDE_NAMES, Right, Role, may, require

_LOCALES = (
    "en_US en_GB en_IE en_AU de_DE de_AT de_CH fr_FR fr_CH nl_NL es_ES it_IT pt_PT pt_BR sv_SE nb_NO da_DK fi_FI pl_PL "
    "cs_CZ ja_JP"
).split()


@dataclass(frozen=True)
class AccountPage:
    """``locales`` are (value, how it shows a number and a day); empty locale and zone are the organisation's."""

    id: UUID
    name: str
    email: str
    initials: str
    role_name: str
    side: str
    side_name: str
    audience: str
    locale: str
    zone: str
    locales: tuple[tuple[str, str], ...]
    zones: tuple[str, ...]
    held: Held
    may_invite: bool
    may_administer: bool
    may_token: bool
    single_sign_on: bool
    form: Format
    made_up: bool
    rests: str = ""

    def sheet(self) -> Sheet:
        lines = (
            ("Name", self.name),
            ("E-mail", self.email),
            ("Role", self.role_name),
            ("Side", self.side_name),
            ("Reads in the words of", self.audience),
            ("Locale", self.locale),
            ("Time zone", self.zone),
            *((("Signing", self.rests),) if self.rests else ()),
        )
        made_up = MADE_UP if self.made_up else ""
        return Sheet(name="account", title="Your account", form=self.form, made_up=made_up, lines=lines)


def account_page(
    person: Person,
    *,
    form: Format,
    zones: tuple[str, ...],
    now: datetime,
    single_sign_on: bool = False,
    made_up: bool = False,
) -> AccountPage:
    """One's own account; ``rests`` is why a head's does not sign yet. Raises ``NotAllowed``."""
    require(person, Right.READ)
    return AccountPage(
        id=person.id,
        name=person.name,
        email=person.email,
        initials=person.initials,
        role_name=ROLE_NAMES[Role(person.role)],
        side=person.side,
        side_name=SIDE_NAMES[person.side],
        audience=person.reads_as,
        locale=person.locale,
        zone=person.zone,
        locales=_locales(person.locale),
        zones=zones,
        held=queries.held(person),
        may_invite=may(person, Right.INVITE),
        may_administer=may(person, Right.ADMINISTER),
        may_token=may(person, Right.TOKEN),
        single_sign_on=single_sign_on,
        form=form,
        made_up=made_up,
        rests=rests(person, now),
    )


def _locales(chosen: str) -> tuple[tuple[str, str], ...]:
    from babel import Locale

    names = sorted({*_LOCALES, chosen} - {""})
    parsed = [Locale.parse(name, sep="_" if "_" in name else "-") for name in names]
    return tuple((name, str(locale.get_display_name("en"))) for name, locale in zip(names, parsed, strict=True))


@dataclass(frozen=True, slots=True)
class TokenShown:
    id: UUID
    kind: str
    kind_name: str
    name: str
    scopes: str
    made: str
    made_at: datetime
    until: str
    until_at: datetime | None
    ended: bool
    last_used: str
    last_day: date | None


@dataclass(frozen=True)
class TokensPage:
    """``secret`` is that of the token just made, shown this once; empty otherwise."""

    tokens: tuple[TokenShown, ...]
    may_prepare: bool
    form: Format
    made_up: bool
    secret: str = ""
    secret_of: str = ""

    def sheet(self) -> Sheet:
        labels = ("Name", "Kind", "May", "Made", "Until", "Last used")
        columns = tuple(Column(label.lower().replace(" ", "_"), label, False) for label in labels)
        rows = tuple(
            (
                cell_text(t.name),
                cell_text(t.kind_name),
                cell_text(t.scopes),
                cell_day(self.form, t.made_at),
                cell_day(self.form, t.until_at),
                cell_day(self.form, t.last_day),
            )
            for t in self.tokens
        )
        made_up = MADE_UP if self.made_up else ""
        tables = (SheetTable("tokens", "Your tokens", columns, rows),)
        return Sheet(name="tokens", title="Your tokens", form=self.form, made_up=made_up, tables=tables)


_KINDS = {Token.API: "API", Token.FEED: "Feed", Token.SHARE: "Link"}


def tokens_page(
    person: Person, *, form: Format, now: datetime, made_up: bool = False, secret: str = "", secret_of: str = ""
) -> TokensPage:
    """One's own tokens. Raises ``NotAllowed``."""
    require(person, Right.TOKEN)
    shown = tuple(_token(t, form, now) for t in queries.tokens(person))
    return TokensPage(shown, may(person, Right.PREPARE), form, made_up, secret, secret_of)


def _token(one: Token, form: Format, now: datetime) -> TokenShown:
    return TokenShown(
        id=one.id,
        kind=one.kind,
        kind_name=_KINDS[one.kind],
        name=one.name,
        scopes=" and ".join(sorted(one.scopes, reverse=True)),
        made=form.day(utc(one.made_at)),
        made_at=one.made_at,
        until=form.day(utc(one.until)) if one.until else "no end",
        until_at=one.until,
        ended=one.until is not None and one.until <= now,
        last_used=cell_day(form, one.last_used).text or "never",
        last_day=one.last_used,
    )
