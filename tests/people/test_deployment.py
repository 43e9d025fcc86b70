"""What a process of its own says of its settings: Django's check for deployment, and identity providers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from accord.workspace.folder import Workspace

OIDC = '[oidc]\nserver_url = "https://id.x.example"\nclient_id = "accord"\n'
SAML = '[saml]\nentity_id = "https://id.x.example/m"\nsso_url = "https://id.x.example/s"\ncertificate = "MII"\n'
_REGISTERED = (
    "import django; django.setup(); from django.urls import reverse, get_resolver; get_resolver().url_patterns; "
    "from allauth.socialaccount.providers import registry; "
    "print({k: v.__name__ for k, v in registry.provider_map.items()})"
)


def _run(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    given = {k: v for k, v in os.environ.items() if not k.startswith(("ACCORD_", "DJANGO_"))}
    given |= {"ACCORD_WORKSPACE": str(workspace), "DJANGO_SETTINGS_MODULE": "accord.record.settings"}
    given |= {"ACCORD_SITE_URL": "https://accord.made-up.example", "ACCORD_OIDC_SECRET": "made up"}
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, env=given, check=False, timeout=120)


def test_the_check_for_deployment_finds_nothing_behind_https(tmp_path: Path) -> None:
    Workspace(tmp_path).create()
    (tmp_path / "waiting").mkdir(exist_ok=True)
    done = _run(tmp_path, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "DEBUG")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "no issues" in done.stdout + done.stderr


def test_a_process_with_both_tables_knows_both_providers_and_checks_nonces(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path).create()
    workspace.settings.write_text(OIDC + SAML, encoding="utf-8")
    done = _run(tmp_path, "-c", _REGISTERED)
    assert done.returncode == 0, done.stderr
    assert "'openid_connect': 'WithNonce'" in done.stdout
    assert "'saml': 'SAMLProvider'" in done.stdout


def test_a_process_without_them_has_neither_address_nor_library_of_saml(tmp_path: Path) -> None:
    Workspace(tmp_path).create()
    done = _run(tmp_path, "-c", _REGISTERED + "; import sys; print('onelogin' in ' '.join(sys.modules))")
    assert done.returncode == 0, done.stderr
    assert "saml" not in done.stdout
    assert "False" in done.stdout


def test_a_wrong_role_stops_the_process_with_its_name(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path).create()
    workspace.settings.write_text(f'{OIDC}[oidc.roles]\n"a" = "boss"\n', encoding="utf-8")
    done = _run(tmp_path, "-c", _REGISTERED)
    assert done.returncode != 0
    assert "there is no role 'boss'" in done.stderr
