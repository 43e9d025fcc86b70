"""The API against its own description: whatever is sent, each answer is one that the description names."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi import checks

from accord.api.urls import api
from accord.people.rights import Role
from tests.api.asking import scene_of, token
from tests.people_made_up import person

pytestmark = pytest.mark.django_db
LINES = {
    line["operation"]: line
    for line in csv.DictReader((Path(__file__).parent / "matrix.csv").read_text(encoding="utf-8").splitlines())
}
ROLES = (Role.CMO, Role.FINANCE, Role.AUDITOR)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def _closed(application: Any) -> Any:
    """A server closes each answer, and with it the files that came in."""

    def served(environ: Any, start: Any) -> list[bytes]:
        answer = application(environ, start)
        try:
            return list(answer)
        finally:
            answer.close()

    return served


def _operations() -> dict[str, Any]:
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    schema = schemathesis.openapi.from_dict(described)
    schema.app = _closed(get_wsgi_application())
    found = (one.ok() for one in schema.get_all_operations())
    return {one.definition.raw["operationId"]: one for one in found}


OPERATIONS = _operations()


def _hold(name: str, examples: int, *roles: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.api.entrance.RATE", "1000000/m")
    operation = OPERATIONS[name]
    holders = {role: person(role) for role in {*roles, Role.CMO}}
    real = dict(zip(_in_path(operation), map(str, scene_of(LINES[name]["scene"], holders[Role.CMO]).args)))
    secrets = {role: token(holders[role], "read", "prepare") for role in roles}

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), role=st.sampled_from(roles), there=st.booleans())
    def tried(case: Any, role: Role, there: bool) -> None:
        if there and real:
            case.path_parameters = dict(real)
        case.call_and_validate(headers={"Authorization": f"Bearer {secrets[role]}"}, checks=CHECKS)

    tried()


def _in_path(operation: Any) -> list[str]:
    return [p["name"] for p in operation.definition.raw["parameters"] if p["in"] == "path"]


def test_every_operation_is_described() -> None:
    assert sorted(OPERATIONS) == sorted(LINES)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_answer_is_a_failure_or_undocumented(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _hold(name, 8, *ROLES, monkeypatch=monkeypatch)


@pytest.mark.soak
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_answer_is_a_failure_or_undocumented_whatever_is_sent(
    name: str, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hold(name, 200, role, monkeypatch=monkeypatch)
