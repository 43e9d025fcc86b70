"""A whole OpenID provider (django-allauth's own) as a process beside Accord, with made-up people.

``python oidc_provider.py PORT FOLDER CALLBACK`` serves on loopback until it is ended. Its page ``/be`` signs a browser
in as ``name`` in ``groups``; ``lie`` says what is wrong with the tokens that follow.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

CLIENT, SECRET = "accord", "a made-up secret"


def _settle(folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    middleware = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ]
    apps = ["auth", "contenttypes", "sessions", "messages"]
    settings.configure(
        SECRET_KEY="a made-up key",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="oidc_says",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.sqlite3")}},
        INSTALLED_APPS=[f"django.contrib.{a}" for a in apps] + ["allauth", "allauth.account", "allauth.idp.oidc"],
        MIDDLEWARE=middleware,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        SESSION_COOKIE_NAME="provider",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        IDP_OIDC_ADAPTER="oidc_says.Provider",
        IDP_OIDC_PRIVATE_KEY=pem.decode(),
    )


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing: the test's own output counts."""


def main(port: int, folder: Path, callback: str) -> None:
    _settle(folder)
    django.setup()
    from allauth.idp.oidc.models import Client
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    client = Client(
        id=CLIENT, name="Accord", scopes="openid\nprofile\nemail", redirect_uris=callback, skip_consent=True
    )
    client.set_secret(SECRET)
    client.response_types = "code"
    client.save()
    with make_server("127.0.0.1", port, get_wsgi_application(), handler_class=_Quiet) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
