"""How and when somebody last showed that it is they: what a signature asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Shown:
    """``method`` is 'password', 'mfa' (passkey, authenticator app or recovery code) or 'socialaccount'; ``kind`` says
    which second factor ('webauthn', 'totp', 'recovery_codes') or provider. ``at`` is real time, aware."""

    method: str
    kind: str
    at: datetime


def fresh(request: HttpRequest) -> Shown | None:
    """The last time that this session's person showed who they are; None where the session does not say."""
    from allauth.account.authentication import get_authentication_records

    records = get_authentication_records(request, request.user if request.user.is_authenticated else None)
    if not records:
        return None
    last = max(records, key=lambda r: float(r["at"]))
    kind = str(last.get("type") or last.get("provider") or "")
    return Shown(str(last["method"]), kind, datetime.fromtimestamp(float(last["at"]), UTC))


def fresh_sign_in(request: HttpRequest, within: timedelta = timedelta(minutes=5)) -> str | None:
    """The method of ``fresh`` where it is at most ``within`` ago (by the real clock, in a demo too), else None."""
    shown = fresh(request)
    if shown is None or datetime.now(UTC) - shown.at > within:
        return None
    return shown.method
