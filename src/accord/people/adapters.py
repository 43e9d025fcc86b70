"""Where django-allauth asks us: who may come in, where they go, and how attempts are counted."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.shortcuts import render

from accord.people import single_sign_on
from accord.people.mailing import mails
from accord.people.models import Person
from accord.people.operations import NotAdmitted, admit
from accord.record import clock

_LOG = logging.getLogger(__name__)


class Account(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; attempts are counted by account, whatever host name was asked."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Too many failed attempts to sign in. Wait five minutes, then try again."
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's key holds the Host header with its port, so that each made-up port would count anew.
        return str(credentials.get("email", "")).strip().lower()

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of whoever came to the outermost of our own proxies; what stands before it anybody can write."""
        try:
            return str(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            # Fewer hops than proxies: it came around them, so its own address counts.
            return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")  # noqa: S104 - where a socket has no address

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only where mail is set up; the page says the same either way, so that nobody learns who has an account."""
        if not mails():
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            # What was done is done; a mail server that is down must not make it look undone.
            _LOG.warning("%s could not be mailed", template_prefix, exc_info=True)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator app, passkeys and recovery codes; their secrets are kept encrypted."""

    def encrypt(self, text: str) -> str:
        from accord.people.sealing import seal

        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        from accord.people.sealing import unseal

        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: Person, type: Any) -> str:  # noqa: A002 - the library's name for it
        from allauth.mfa.models import Authenticator

        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def _get_site_name(self) -> str:
        return "Accord"


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Identity providers of accord.toml: whom their groups or an invitation let in, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Settle who this is before django-allauth goes on. Refused: a page that says why."""
        try:
            claims = single_sign_on.checked(sociallogin)
            known = sociallogin.user if sociallogin.is_existing else None
            person = admit(
                known=Person.objects.get(pk=known.pk) if known else None,
                email=claims.email,
                name=claims.name,
                given=claims.given,
                now=clock.now(),
            )
        except (NotAdmitted, single_sign_on.Untrusted) as fault:
            raise ImmediateHttpResponse(_refused(request, str(fault))) from fault
        if sociallogin.is_existing:
            sociallogin.user = person
        else:
            sociallogin.connect(request, person)


def _refused(request: HttpRequest, says: str) -> Any:
    return render(request, "socialaccount/refused.html", {"says": says}, status=403)
