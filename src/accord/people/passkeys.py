"""The passkeys that somebody registered here; each belongs to the host name at which that was done."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from accord.people.models import Person

if TYPE_CHECKING:
    from fido2.webauthn import AttestedCredentialData


def passkeys_at(person: Person, host: str) -> list[AttestedCredentialData]:
    """Those that a browser offers at this host name (without port)."""
    from allauth.mfa.models import Authenticator

    rows = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    known = [row.wrap().authenticator_data for row in rows]
    wanted = hashlib.sha256(host.encode()).digest()
    return [one.credential_data for one in known if one.rp_id_hash == wanted and one.credential_data is not None]
