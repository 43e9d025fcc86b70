"""The tables [oidc] and [saml] of accord.toml."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from accord.people.rights import Role
from accord.people.single_sign_on import check_roles, role_of
from accord.workspace import settings, single_sign_on
from accord.workspace.folder import Workspace
from accord.workspace.settings import BadSetting

OIDC = '[oidc]\nserver_url = "https://id.x.example"\nclient_id = "accord"\n[oidc.roles]\n"a group" = "marketing"\n'
SAML = '[saml]\nentity_id = "https://id.x.example/m"\n'
SECRET = {single_sign_on.OIDC_SECRET: "s"}


def _written(tmp_path: Path, text: str) -> Workspace:
    workspace = Workspace(tmp_path).create()
    workspace.settings.write_text(text, encoding="utf-8")
    return workspace


def test_without_the_tables_nothing_is_set_up(tmp_path: Path) -> None:
    found = single_sign_on.load(_written(tmp_path, "memory_mb = 100\n"), {})
    assert (found.oidc, found.saml) == (None, None)


def test_both_are_read_beside_the_other_settings(tmp_path: Path) -> None:
    workspace = _written(tmp_path, f'memory_mb = 100\n{OIDC}{SAML}metadata_url = "https://id.x.example/m.xml"\n')
    found = single_sign_on.load(workspace, SECRET)
    assert found.oidc is not None
    assert found.saml is not None
    assert (found.oidc.client_id, found.oidc.secret, found.oidc.roles) == ("accord", "s", {"a group": "marketing"})
    assert found.saml.metadata_url == "https://id.x.example/m.xml"
    assert settings.load(workspace, {}).memory_mb == 100


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[oidc]\nclient_id = 'x'\n", "needs server_url"),
        ("[oidc]\nserver_url = 'https://x.example'\nclient_id = 'x'\ncolour = 'red'\n", "has no colour"),
        ("[oidc]\nserver_url = 'http://x.example'\nclient_id = 'x'\n", "begin with https"),
        ("[oidc]\nserver_url = 'https://x.example'\nclient_id = 7\n", "needs text"),
        ("[oidc]\nserver_url = 'https://x.example'\nclient_id = 'x'\nsecret = 's'\n", "has no secret"),
        ("[oidc]\nserver_url = 'https://x.example'\nclient_id = 'x'\nroles = 'all'\n", "needs lines like"),
        ("[oidc]\nserver_url = 'https://x.example'\nclient_id = 'x'\nemails_vouched = 1\n", "true or false"),
        ("oidc = 1\n", "needs to be a table"),
        (SAML, "needs one of metadata_url"),
        (f"{SAML}metadata_url = 'https://x.example/m'\nsso_url = 'https://x.example/s'\ncertificate = 'x'\n", "one of"),
        (f"{SAML}metadata_file = 'nowhere.xml'\n", "there is no file"),
        (f"{SAML}sso_url = 'http://x.example/s'\ncertificate = 'x'\n", "begin with https"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        single_sign_on.load(_written(tmp_path, text), SECRET)


def test_the_secret_comes_from_the_environment_only(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="ACCORD_OIDC_SECRET"):
        single_sign_on.load(_written(tmp_path, OIDC), {})


def test_a_role_that_there_is_not_is_said_when_the_site_starts(tmp_path: Path) -> None:
    for wrong in ("boss", "liaison", "marketing of it", "liaison of finance"):
        found = single_sign_on.load(_written(tmp_path, OIDC.replace('"marketing"', f'"{wrong}"')), SECRET)
        with pytest.raises(BadSetting, match="there is no role"):
            check_roles(found)


def test_of_several_groups_the_first_role_counts() -> None:
    roles = {"a": "it", "b": "cio", "c": "liaison of marketing"}
    assert role_of(["a", "b", "c"], roles) == (Role.CIO, "")
    assert role_of(["c", "other"], roles) == (Role.LIAISON, "marketing")
    assert role_of(["other"], roles) is None


@pytest.mark.parametrize("kind", [single_sign_on.Oidc, single_sign_on.Saml])
def test_every_setting_stands_in_the_documentation(kind: type) -> None:
    page = (Path(__file__).parent.parent.parent / "docs/how-to/single-sign-on.md").read_text(encoding="utf-8")
    for one in fields(kind):
        if "meaning" in one.metadata:
            assert f"| `{one.name}` | {one.metadata['meaning']} |" in page
