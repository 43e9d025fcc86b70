"""What an identity provider says of somebody: read, checked, and mapped to a role."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accord.people.rights import Role
from accord.workspace.settings import BadSetting
from accord.workspace.single_sign_on import Oidc, Saml, SingleSignOn

_ORDER = tuple(Role)
"""Who is in groups of several roles gets the first of these."""


class Untrusted(PermissionError):  # noqa: N818 - says what the answer is
    """An answer of an identity provider that does not belong to this sign-in."""


@dataclass(frozen=True, slots=True)
class Claims:
    """``email`` is empty unless the provider vouches for it; ``given`` is the role (and side) of the groups."""

    email: str
    name: str
    given: tuple[Role, str] | None


def checked(sociallogin: Any) -> Claims:
    """Read the answer behind django-allauth's object. Raises ``Untrusted``."""
    set_up: SingleSignOn = settings.ACCORD_SINGLE_SIGN_ON
    said: Mapping[str, Any] = sociallogin.account.extra_data
    if sociallogin.account.provider == "openid_connect" or "id_token" in said or "userinfo" in said:
        return _oidc(set_up.oidc, said, sociallogin.state)
    return _saml(set_up.saml, said, sociallogin)


def _oidc(oidc: Oidc | None, said: Mapping[str, Any], state: Mapping[str, Any]) -> Claims:
    token, info = said.get("id_token"), said.get("userinfo", {})
    if oidc is None or not token:
        raise Untrusted("The identity provider sent no token that says who you are")
    if not hmac.compare_digest(str(token.get("nonce", "")), str(state.get("nonce", "missing"))):
        raise Untrusted("The identity provider's answer belongs to another sign-in. Begin again")
    if info and info.get("sub") != token.get("sub"):
        raise Untrusted("The identity provider's two answers are about different people")
    both = {**token, **info}
    vouched = oidc.emails_vouched or both.get("email_verified") is True
    given = role_of(_several(both.get(oidc.groups_claim)), oidc.roles)
    return Claims(str(both.get("email") or "").lower() if vouched else "", str(both.get("name") or ""), given)


def _saml(saml: Saml | None, said: Mapping[str, Any], sociallogin: Any) -> Claims:
    if saml is None:
        raise Untrusted("SAML is not set up here")
    email = next((e.email for e in sociallogin.email_addresses), "") if saml.emails_vouched else ""
    name = " ".join(_several(said.get(saml.name_attribute)))
    return Claims(email.lower(), name, role_of(_several(said.get(saml.groups_attribute)), saml.roles))


def role_of(groups: Iterable[str], roles: Mapping[str, str]) -> tuple[Role, str] | None:
    """The role that somebody's groups map to, and a liaison's side; the first in the order of ``Role``."""
    found = [_parsed(roles[g]) for g in groups if g in roles]
    return min(found, key=lambda given: _ORDER.index(given[0]), default=None)


def check_roles(set_up: SingleSignOn) -> None:
    """Raise ``BadSetting`` for a role that there is not; asked when the site starts."""
    for way in (set_up.oidc, set_up.saml):
        for role in way.roles.values() if way else ():
            _parsed(role)


def _parsed(text: str) -> tuple[Role, str]:
    """'marketing', or 'liaison of it'."""
    name, _, side = text.partition(" of ")
    known = ", ".join(r.value for r in Role if r is not Role.LIAISON)
    wrong = f"there is no role {text!r}. The roles are {known}, liaison of marketing, liaison of it"
    if name not in list(Role):
        raise BadSetting(wrong)
    role = Role(name)
    if (role is Role.LIAISON) != (side in ("marketing", "it")):
        raise BadSetting(wrong)
    return role, side


def _several(value: Any) -> list[str]:
    """Groups come as a list, or as one text."""
    if value is None:
        return []
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]
