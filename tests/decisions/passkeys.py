"""A soft authenticator's passkey, registered as a browser's would be."""

from __future__ import annotations

import json

from allauth.mfa.models import Authenticator
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity

from accord.people.models import Person
from tests.soft_authenticator import SoftAuthenticator


def register(who: Person, device: SoftAuthenticator, host: str) -> Authenticator:
    """A new passkey of ``device`` for ``host``, kept as django-allauth keeps one."""
    server = Fido2Server(PublicKeyCredentialRpEntity(name="Accord", id=host))
    user = PublicKeyCredentialUserEntity(name=who.email, id=str(who.pk).encode(), display_name=who.name)
    options, _ = server.register_begin(user)
    answer = device.create(json.loads(json.dumps(dict(options), default=dict)))
    data = {"name": "Passkey", "credential": answer}
    return Authenticator.objects.create(user=who, type=Authenticator.Type.WEBAUTHN, data=data)
