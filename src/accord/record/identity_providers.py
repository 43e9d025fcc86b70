"""The identity providers of accord.toml, in the words of django-allauth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from accord.workspace.settings import BadSetting
from accord.workspace.single_sign_on import Oidc, Saml, SingleSignOn

OIDC, SAML = "oidc", "saml"
"""Under these names they stand in addresses: account/oidc/oidc/login/, account/saml/saml/acs/."""


def providers(set_up: SingleSignOn) -> dict[str, Any]:
    """``SOCIALACCOUNT_PROVIDERS``: who is not set up is not there."""
    found: dict[str, Any] = {}
    if set_up.oidc:
        found["openid_connect"] = {
            "APPS": [_oidc(set_up.oidc)],
            "OAUTH_PKCE_ENABLED": True,
            "provider_class": "accord.people.oidc.WithNonce",
        }
    if set_up.saml:
        found["saml"] = {"APPS": [_saml(set_up.saml)]}
    return found


def _oidc(oidc: Oidc) -> dict[str, Any]:
    settings = {"server_url": oidc.server_url, "scope": oidc.scopes.split()}
    return {
        "provider_id": OIDC,
        "name": oidc.name,
        "client_id": oidc.client_id,
        "secret": oidc.secret,
        "settings": settings,
    }


def _saml(saml: Saml) -> dict[str, Any]:
    names = {"uid": saml.uid_attribute, "email": saml.email_attribute, "first_name": saml.name_attribute}
    settings = {
        "attribute_mapping": {ours: theirs for ours, theirs in names.items() if theirs},
        "idp": _provider(saml),
        "sp": {"entity_id": saml.own_entity_id} if saml.own_entity_id else {},
        "advanced": {
            "want_assertion_signed": True,
            "reject_deprecated_algorithm": True,
            "strict": True,
            "allow_single_label_domains": True,  # http://accord within a company's network
        },
    }
    return {"provider_id": saml.entity_id, "name": saml.name, "client_id": SAML, "settings": settings}


def _provider(saml: Saml) -> dict[str, Any]:
    if saml.metadata_url:
        return {"entity_id": saml.entity_id, "metadata_url": saml.metadata_url}
    if saml.metadata_file:
        return _from_file(saml)
    return {"entity_id": saml.entity_id, "sso_url": saml.sso_url, "x509cert": saml.certificate}


def _from_file(saml: Saml) -> dict[str, Any]:
    from onelogin.saml2.idp_metadata_parser import (
        OneLogin_Saml2_IdPMetadataParser as Parser,
    )

    where = f"[saml] metadata_file {saml.metadata_file}"
    read = Parser.parse(Path(saml.metadata_file).read_bytes(), entity_id=saml.entity_id).get("idp", {})
    if "singleSignOnService" not in read:
        raise BadSetting(f"{where} tells no provider {saml.entity_id} that signs people in by redirect")
    if "x509cert" not in read:
        raise BadSetting(f"{where} names no certificate, or several; give metadata_url instead")
    return {"entity_id": saml.entity_id, "sso_url": read["singleSignOnService"]["url"], "x509cert": read["x509cert"]}
