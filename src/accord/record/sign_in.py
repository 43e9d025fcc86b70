"""How people sign in: the settings of django-allauth. Imported into Django's settings."""

from __future__ import annotations

from typing import Any

from accord.record.identity_providers import providers
from accord.workspace import settings as _configuration
from accord.workspace import single_sign_on as _single_sign_on
from accord.workspace.folder import Workspace, default_root

_WORKSPACE = Workspace(default_root())
_ACCORD = _configuration.load(_WORKSPACE)

ACCORD_SINGLE_SIGN_ON = _single_sign_on.load(_WORKSPACE)
SIGN_IN_APPS = ["allauth.socialaccount.providers.saml"] if ACCORD_SINGLE_SIGN_ON.saml else []

ACCOUNT_ADAPTER = "accord.people.adapters.Account"
SOCIALACCOUNT_ADAPTER = "accord.people.adapters.SingleSignOn"
MFA_ADAPTER = "accord.people.adapters.SecondFactor"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Whoever comes in was invited: the address was settled by the one who invited.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accord.people.passwords.ResetTokens"  # noqa: S105 - a class
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# "Your password was changed", "a passkey was added": to the one it happened to.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _ACCORD.site_url.startswith("https:") else "http"
# Three days are long enough for a mail to be read.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Accord"
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"

# A write at each request would stand in the queue with everybody's changes.
USERSESSIONS_TRACK_ACTIVITY = False

# Attempts are counted by the client's address, which is only taken from proxies that were set up.
ALLAUTH_TRUSTED_PROXY_COUNT = _ACCORD.trusted_proxies
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 64
# Counted where all processes see it: in a table of PostgreSQL's, or beside SQLite's file.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
    if _ACCORD.database_url
    else {
        "BACKEND": "accord.record.attempts.Attempts",
        "LOCATION": str(_WORKSPACE.root / "record.sqlite3-attempts"),
    }
}

SOCIALACCOUNT_PROVIDERS: dict[str, Any] = providers(ACCORD_SINGLE_SIGN_ON)
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
# A link of another site must not start a sign-in.
SOCIALACCOUNT_LOGIN_ON_GET = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accord.people.passwords.GuessedSlowly"},
]
