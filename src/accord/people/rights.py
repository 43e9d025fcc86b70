"""Who may do what: one table of roles and rights, asked by every page and operation."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What somebody is here. A side belongs to the role, but a liaison's is his own."""

    CMO = "cmo"
    CIO = "cio"
    MARKETING = "marketing"
    IT = "it"
    LIAISON = "liaison"
    FINANCE = "finance"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What somebody may do."""

    READ = "read"
    """Today, findings, decisions, charter, calendar, facts as counts, search."""
    EXPORT = "export"
    """Take a page along as CSV, XLSX, PDF or slide."""
    COMMENT = "comment"
    PREPARE = "prepare"
    """Draft decisions and clause changes, restate a finding, try a slot."""
    IMPORT = "import"
    """Drop files, undo an import."""
    SIGN = "sign"
    """Sign for one's side."""
    SHARE = "share"
    """Give a link to people who can sign in."""
    SHARE_OUTSIDE = "share_outside"
    """Give a link that opens without signing in."""
    AUDIT = "audit"
    """Read the activity of everybody."""
    INVITE = "invite"
    """Invite people, change roles, end somebody's access."""
    ADMINISTER = "administer"
    """Settings, the administration pages, the demo's clock."""
    REWARDS = "see_rewards"
    """Read what the heads are rewarded for, and whether it works against the company."""
    TOKEN = "token"  # noqa: S105 - the name of a right
    """Make tokens for the API and feeds for a calendar, which read and prepare as their owner may."""


_EVERYBODY = {Right.READ, Right.EXPORT, Right.TOKEN}
_A_SIDE = _EVERYBODY | {Right.COMMENT, Right.PREPARE, Right.IMPORT, Right.SHARE}
_A_HEAD = _A_SIDE | {Right.SIGN, Right.SHARE_OUTSIDE, Right.INVITE, Right.AUDIT, Right.REWARDS}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CMO: frozenset(_A_HEAD),
    Role.CIO: frozenset(_A_HEAD),
    Role.MARKETING: frozenset(_A_SIDE),
    Role.IT: frozenset(_A_SIDE),
    Role.LIAISON: frozenset(_A_SIDE),
    Role.FINANCE: frozenset(_EVERYBODY | {Right.COMMENT, Right.SHARE, Right.REWARDS}),
    Role.ADMINISTRATOR: frozenset(_EVERYBODY | {Right.INVITE, Right.ADMINISTER, Right.AUDIT, Right.IMPORT}),
    Role.AUDITOR: frozenset(_EVERYBODY | {Right.AUDIT}),
}

SIDES: dict[Role, str] = {
    Role.CMO: "marketing",
    Role.MARKETING: "marketing",
    Role.CIO: "it",
    Role.IT: "it",
}


ROLE_NAMES: dict[Role, str] = {
    Role.CMO: "Head of marketing (CMO)",
    Role.CIO: "Head of IT (CIO)",
    Role.MARKETING: "Marketing",
    Role.IT: "IT",
    Role.LIAISON: "Liaison",
    Role.FINANCE: "Finance",
    Role.ADMINISTRATOR: "Administrator",
    Role.AUDITOR: "Auditor",
}
"""How a role is called on pages."""

SAYS: dict[Right, str] = {
    Right.READ: "Read today, findings, decisions, the charter, the calendar and what facts there are",
    Right.EXPORT: "Take a page along as CSV, XLSX, PDF or slide",
    Right.COMMENT: "Comment on findings and decisions",
    Right.PREPARE: "Draft decisions and changes of the charter, restate a finding, try a slot in the calendar",
    Right.IMPORT: "Bring facts in from files, and take them out again",
    Right.SIGN: "Sign for the own side",
    Right.SHARE: "Give a link to people who can sign in",
    Right.SHARE_OUTSIDE: "Give a link that opens without signing in",
    Right.AUDIT: "Read what everybody did",
    Right.INVITE: "Invite people, change roles and end access",
    Right.ADMINISTER: "Open the administration",
    Right.REWARDS: "Read what the heads are rewarded for, and hold it against what the company earns",
    Right.TOKEN: "Make tokens for the API and for calendars, which do what their owner may do, and never sign",
}
"""Each right in plain words."""

SIDE_NAMES = {"marketing": "Marketing", "it": "IT", "": "Neither side"}


class Holder(Protocol):
    """Somebody who has a role and may be shut out."""

    @property
    def role(self) -> str: ...
    @property
    def is_active(self) -> bool: ...


class NotAllowed(PermissionError):  # noqa: N818 - says what somebody is
    """Somebody may not do this; the message says who may."""

    def __init__(self, right: Right) -> None:
        self.right = right
        names = ", ".join(ROLE_NAMES[role] for role in Role if right in RIGHTS[role])
        does = SAYS[right][0].lower() + SAYS[right][1:]
        super().__init__(f"your role does not let you {does}; ask one of these: {names}")


def may(person: Holder | None, right: Right) -> bool:
    """Whether this person holds the right. Nobody, and somebody shut out, hold none."""
    return person is not None and person.is_active and right in RIGHTS.get(Role(person.role), frozenset())


def require(person: Holder | None, right: Right) -> None:
    """Raise ``NotAllowed`` unless this person holds the right."""
    if not may(person, right):
        raise NotAllowed(right)
