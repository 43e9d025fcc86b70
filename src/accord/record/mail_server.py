"""Where mail is handed over, from one address: ``smtp://``, ``smtp+starttls://`` or ``smtps://``."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from accord.workspace.settings import BadSetting, Settings

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail_server(settings: Settings) -> tuple[str, int, str, str, bool, bool]:
    """Host, port, user, password, whether by STARTTLS, whether by TLS from the start; an empty host without a server.

    Raises ``BadSetting`` for another kind of address.
    """
    if not settings.smtp_url:
        return "", 25, "", "", False, False
    parts = urlsplit(settings.smtp_url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadSetting(f"smtp_url is {settings.smtp_url!r}; it is like smtp+starttls://name@mail.example:587")
    password = settings.smtp_password or unquote(parts.password or "")
    port = parts.port or _PORTS[parts.scheme]
    user = unquote(parts.username or "")
    return parts.hostname, port, user, password, parts.scheme == "smtp+starttls", parts.scheme == "smtps"
