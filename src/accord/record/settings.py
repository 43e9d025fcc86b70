"""Django's settings: the workspace's accord.toml and ``ACCORD_*`` are the only things read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from accord.record.mail_server import mail_server
from accord.record.secret import web_secret
from accord.workspace import settings as configuration
from accord.workspace.folder import Workspace, default_root

ACCORD_WORKSPACE = Workspace(default_root()).create()
ACCORD = configuration.load(ACCORD_WORKSPACE)
_CODE = Path(__file__).parent.parent
_SITE = urlsplit(ACCORD.site_url)
_ENCRYPTED = _SITE.scheme == "https"


def _database() -> dict[str, Any]:
    if ACCORD.database_url:
        return dict(dj_database_url.parse(ACCORD.database_url, conn_max_age=60, conn_health_checks=True))
    # IMMEDIATE: a transaction that reads and then writes would otherwise fail at once instead of waiting its turn.
    # FULL: what was acknowledged survives a power loss.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-16000;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(ACCORD_WORKSPACE.root / "record.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


SECRET_KEY = web_secret(ACCORD_WORKSPACE)
DEBUG = False
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"
ROOT_URLCONF = "accord.web.urls"
WSGI_APPLICATION = "accord.web.wsgi.application"
SITE_ID = 1
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "accord.record",
    "accord.people",
    "accord.post",
    "accord.comments",
    "accord.charter",
    "accord.decisions",
    "accord.verification",
    "accord.jobs",
    "accord.web",
]

MIDDLEWARE = [
    "accord.web.requests.named",
    "accord.web.health.watched.watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accord.web.people.entrance.begun",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [str(_CODE / "web" / "templates"), str(_CODE / "pages" / "templates")],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "accord.web.templating.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(_CODE / "web" / "django_templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [str(_CODE / "pages" / "static"), str(_CODE / "web" / "static")]
# Static files are served from where they are installed: there is no collecting step to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Addresses carry the content's hash, so that a browser may keep what it has.
WHITENOISE_MAX_AGE = 30 * 24 * 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.woff2$"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "accord.web.assets.Versioned"},
}

ALLOWED_HOSTS = sorted(
    {"127.0.0.1", "localhost", "[::1]", _SITE.hostname or "127.0.0.1", *ACCORD.allowed_hosts.split()}
)
CSRF_TRUSTED_ORIGINS = [f"{_SITE.scheme}://{_SITE.netloc}"]
CSRF_FAILURE_VIEW = "accord.web.errors.stale_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = _ENCRYPTED
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _ENCRYPTED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _ENCRYPTED
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ACCORD.trusted_proxies else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        # data: for the codes of an authenticator app, which are drawn into the page.
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
MESSAGE_TAGS = {10: "note", 20: "note", 25: "good", 30: "warn", 40: "wrong"}

EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = mail_server(ACCORD)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ACCORD.mail_from or f"accord@{_SITE.hostname or 'localhost'}"

# What is uploaded never lies elsewhere than in the workspace, and no file grows beyond the limit on the disk.
FILE_UPLOAD_HANDLERS = ["accord.web.uploads.Bounded"]
FILE_UPLOAD_TEMP_DIR = str(ACCORD_WORKSPACE.root / "waiting")
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
SILENCED_SYSTEM_CHECKS: list[str] = []
# A server and a worker log by record/logs.py; commands say what they have to say themselves.
LOGGING_CONFIG = None
# Given by the environment only, because settings files are read by more eyes.
METRICS_TOKEN = os.environ.get("ACCORD_METRICS_TOKEN", "")

from accord.record.sign_in import *  # noqa: E402, F403 - a file of its own for how people sign in

INSTALLED_APPS += SIGN_IN_APPS  # noqa: F405 - SAML only where it is set up, because its library is large
