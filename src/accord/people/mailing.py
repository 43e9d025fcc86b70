"""Mail to people who may not have an account yet; without a mail server, links are passed on by whoever makes them."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

_LOG = logging.getLogger(__name__)


def mails() -> bool:
    """Whether a mail server is set up."""
    return bool(settings.ACCORD.smtp_url)


def mail_link(to: str, link: str, *, by: str, again: bool) -> bool:
    """Mail a link that lets somebody in; whether it went out. It is shown to whoever made it either way."""
    if not mails():
        return False
    what = "set a new password" if again else "join"
    subject = "A new password for Accord" if again else f"{by} invites you to Accord"
    text = f"{by} sends you a link to {what}. It works once, for a week:\n\n{link}\n\nIf you expect none, do nothing.\n"
    try:
        send_mail(subject, text, None, [to])
    except (OSError, SMTPException):
        _LOG.warning("a link could not be mailed to %s", to, exc_info=True)
        return False
    return True
