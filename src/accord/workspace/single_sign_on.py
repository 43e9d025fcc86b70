"""Settings of single sign-on: the tables ``[oidc]`` and ``[saml]`` of accord.toml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from accord.workspace.folder import Workspace
from accord.workspace.settings import BadSetting, document

OIDC_SECRET = "ACCORD_OIDC_SECRET"  # noqa: S105 - the name of a variable
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
T = TypeVar("T")


def _meaning(meaning: str, default: Any = MISSING) -> Any:
    return (
        field(metadata={"meaning": meaning})
        if default is MISSING
        else field(default=default, metadata={"meaning": meaning})
    )


@dataclass(frozen=True, slots=True)
class Oidc:
    """OpenID Connect: Entra, Google, Okta, Keycloak and the like. ``roles`` maps a group to a role."""

    server_url: str = _meaning("the provider's address; its /.well-known/openid-configuration is read")
    client_id: str = _meaning("under what name the provider knows Accord")
    name: str = _meaning("what stands on the button", "single sign-on")
    scopes: str = _meaning("what Accord asks for", "openid profile email")
    groups_claim: str = _meaning("which claim lists the groups", "groups")
    emails_vouched: bool = _meaning("believe every e-mail address, also without email_verified", False)
    roles: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Saml:
    """SAML 2.0. The provider is known by ``metadata_url``, or ``metadata_file``, or ``sso_url`` + ``certificate``."""

    entity_id: str = _meaning("the provider's entity id")
    name: str = _meaning("what stands on the button", "single sign-on")
    metadata_url: str = _meaning("where the provider publishes its metadata", "")
    metadata_file: str = _meaning("the provider's metadata as a file, beside accord.toml or by its whole path", "")
    sso_url: str = _meaning("where the provider signs people in, without metadata", "")
    certificate: str = _meaning("the certificate with which the provider signs, without metadata", "")
    own_entity_id: str = _meaning("under what name the provider knows Accord; empty: Accord's metadata address", "")
    uid_attribute: str = _meaning("which attribute names the person for good; empty: the NameID", "")
    email_attribute: str = _meaning("which attribute holds the e-mail address", "email")
    name_attribute: str = _meaning("which attribute holds the name", "name")
    groups_attribute: str = _meaning("which attribute lists the groups", "groups")
    emails_vouched: bool = _meaning("believe every e-mail address that the provider sends", True)
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """How people sign in elsewhere; None for a way that is not set up."""

    oidc: Oidc | None = None
    saml: Saml | None = None


def load(workspace: Workspace, environment: Mapping[str, str] | None = None) -> SingleSignOn:
    """What accord.toml says. Raises ``BadSetting`` for an unknown name, a wrong type or what is missing."""
    written = document(workspace)
    where = workspace.settings
    oidc = _made(Oidc, written["oidc"], f"{where}: [oidc]", ("secret",)) if "oidc" in written else None
    saml = _made(Saml, written["saml"], f"{where}: [saml]") if "saml" in written else None
    if oidc is not None:
        oidc = _with_secret(oidc, os.environ if environment is None else environment)
        _check_address(f"{where}: [oidc] server_url", oidc.server_url)
    if saml is not None:
        saml = _known(saml, f"{where}: [saml]", workspace)
    return SingleSignOn(oidc, saml)


def _made(kind: type[T], given: Any, where: str, elsewhere: tuple[str, ...] = ()) -> T:
    if not isinstance(given, Mapping):
        raise BadSetting(f"{where} is {given!r}; it needs to be a table")
    known = {f.name: f for f in fields(kind) if f.name not in elsewhere}  # type: ignore[arg-type]
    for name, value in given.items():
        if name not in known:
            raise BadSetting(f"{where} has no {name}. It has {', '.join(known)}")
        _check_type(f"{where} {name}", name, value, bool if name == "emails_vouched" else str)
    needed = [n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING]
    missing = [n for n in needed if not given.get(n)]
    if missing:
        raise BadSetting(f"{where} needs {missing[0]}: {known[missing[0]].metadata['meaning']}")
    return kind(**given)


def _check_type(where: str, name: str, value: Any, wanted: type) -> None:
    if name == "roles":
        if not isinstance(value, Mapping) or not all(isinstance(v, str) for v in value.values()):
            raise BadSetting(f'{where} needs lines like "the group" = "marketing"')
    elif type(value) is not wanted:
        raise BadSetting(f"{where} is {value!r}; it needs {'true or false' if wanted is bool else 'text'}")


def _with_secret(oidc: Oidc, environment: Mapping[str, str]) -> Oidc:
    if not environment.get(OIDC_SECRET):
        raise BadSetting(f"[oidc] needs its secret in the environment as {OIDC_SECRET}; it does not belong in a file")
    given = {f.name: getattr(oidc, f.name) for f in fields(Oidc)}
    return Oidc(**(given | {"secret": environment[OIDC_SECRET]}))


def _known(saml: Saml, where: str, workspace: Workspace) -> Saml:
    ways = [bool(saml.metadata_url), bool(saml.metadata_file), bool(saml.sso_url and saml.certificate)]
    if sum(ways) != 1:
        raise BadSetting(f"{where} needs one of metadata_url, metadata_file, or sso_url with certificate")
    for name in ("metadata_url", "sso_url"):
        if getattr(saml, name):
            _check_address(f"{where} {name}", getattr(saml, name))
    if not saml.metadata_file:
        return saml
    path = workspace.root / saml.metadata_file
    if not path.is_file():
        raise BadSetting(f"{where} metadata_file: there is no file {path}")
    given = {f.name: getattr(saml, f.name) for f in fields(Saml)}
    return Saml(**(given | {"metadata_file": str(Path(path).resolve())}))


def _check_address(where: str, address: str) -> None:
    """Who can change an answer on its way could sign in as anybody."""
    parts = urlsplit(address)
    if (parts.scheme == "https" and parts.hostname) or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise BadSetting(f"{where} is {address!r}; it needs to begin with https:// (http:// only on this machine)")
