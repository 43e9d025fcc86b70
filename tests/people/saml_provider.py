"""A SAML provider in a few lines: signs assertions about made-up people with a real key, rightly and wrongly."""

from __future__ import annotations

import base64
import secrets
import zlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from defusedxml.ElementTree import fromstring
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ENTITY, SSO = "https://idp.made-up.example/metadata", "https://idp.made-up.example/sso"
ACS, OWN = "http://testserver/account/saml/saml/acs/", "http://testserver/account/saml/saml/metadata/"
_NAMES = (
    'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


@dataclass(frozen=True)
class Key:
    private: str
    certificate: str


def new_key() -> Key:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.made-up.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
    certificate = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Key(private.decode(), certificate.decode())


@dataclass(frozen=True)
class Saying:
    """What an assertion says; each field can be wrong."""

    request: str
    name: str = "nadia"
    groups: tuple[str, ...] = ()
    issuer: str = ENTITY
    audience: str = OWN
    recipient: str = ACS
    since: timedelta = timedelta(minutes=-1)
    until: timedelta = timedelta(minutes=5)
    id: str = field(default_factory=lambda: f"_{secrets.token_hex(16)}")

    def but(self, **changes: object) -> Saying:
        return replace(self, **changes)  # type: ignore[arg-type]


def asked(address: str) -> str:
    """The id of the request that a browser was sent with."""
    packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return str(fromstring(zlib.decompress(base64.b64decode(packed), -15)).get("ID"))


def assertion(say: Saying) -> str:
    now = datetime.now(UTC)
    since, until, at = (_time(now + d) for d in (say.since, say.until, timedelta(0)))
    told = f'InResponseTo="{say.request}" ' if say.request else ""
    values = "".join(_attribute("groups", g) for g in [say.groups] if g)
    email = f"{say.name}@made-up.example"
    return (
        f'<saml:Assertion {_NAMES} ID="{say.id}" Version="2.0" IssueInstant="{at}">'
        f"<saml:Issuer>{say.issuer}</saml:Issuer><saml:Subject>"
        f'<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{escape(say.name)}</saml:NameID>'
        '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
        f'<saml:SubjectConfirmationData {told}NotOnOrAfter="{until}" Recipient="{say.recipient}"/>'
        f'</saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}">'
        f"<saml:AudienceRestriction><saml:Audience>{say.audience}</saml:Audience></saml:AudienceRestriction>"
        f'</saml:Conditions><saml:AuthnStatement AuthnInstant="{at}" SessionIndex="_s1"><saml:AuthnContext>'
        "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>"
        "</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>"
        f"{_attribute('email', (email,))}{_attribute('name', ('Made-up ' + say.name.title(),))}{values}"
        "</saml:AttributeStatement></saml:Assertion>"
    )


def signed(say: Saying, key: Key) -> str:
    return OneLogin_Saml2_Utils.add_sign(assertion(say), key.private, key.certificate).decode()


def response(inner: str, request: str, issuer: str = ENTITY) -> str:
    """A whole answer around assertions, as a form posts it."""
    told = f'InResponseTo="{request}" ' if request else ""
    at = _time(datetime.now(UTC))
    text = (
        f'<samlp:Response {_NAMES} ID="_{secrets.token_hex(16)}" Version="2.0" IssueInstant="{at}" {told}'
        f'Destination="{ACS}"><saml:Issuer>{issuer}</saml:Issuer><samlp:Status>'
        '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
        f"{inner}</samlp:Response>"
    )
    return base64.b64encode(text.encode()).decode()


def _attribute(name: str, values: tuple[str, ...]) -> str:
    inner = "".join(f'<saml:AttributeValue xsi:type="xs:string">{escape(v)}</saml:AttributeValue>' for v in values)
    return f'<saml:Attribute Name="{name}">{inner}</saml:Attribute>'


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
