"""Django's administration looks and changes nothing."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accord.people import operations
from accord.people.models import Person
from accord.people.rights import Role
from accord.record.append_only import Kept
from accord.record.models import Activity
from accord.record.writing import HOUSE
from tests.people_made_up import NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def adi(client: Client) -> Client:
    client.force_login(person(Role.ADMINISTRATOR), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_row_that_is_written_once_can_be_looked_at_and_nothing_else_came_along() -> None:
    shown = set(admin.site._registry)
    assert {m for m in apps.get_models() if issubclass(m, Kept)} <= shown
    assert all(m._meta.app_label not in ("mfa", "account", "socialaccount", "auth", "sessions") for m in shown)


def test_nobody_may_add_change_or_delete_there(adi: Client) -> None:
    ada = person(Role.MARKETING)
    operations.change_role(by=HOUSE, whom=ada, role=Role.LIAISON, side="it", now=NOW)
    rows = {Person: ada.pk, Activity: Activity.objects.get().pk}
    for model in admin.site._registry:
        meta = f"{model._meta.app_label}_{model._meta.model_name}"
        assert adi.get(reverse(f"admin:{meta}_changelist")).status_code == 200
        assert adi.post(reverse(f"admin:{meta}_add"), {}).status_code == 403
        pk = rows.get(model)  # type: ignore[call-overload]
        if pk is not None:
            assert adi.get(reverse(f"admin:{meta}_change", args=(pk,))).status_code == 200
            assert adi.post(reverse(f"admin:{meta}_change", args=(pk,)), {"role": "cmo"}).status_code == 403
            assert adi.post(reverse(f"admin:{meta}_delete", args=(pk,)), {"post": "yes"}).status_code == 403
    ada.refresh_from_db()
    assert ada.role == "liaison"


def test_no_secret_is_shown_there(adi: Client) -> None:
    ada = person(Role.MARKETING)
    made, _ = operations.make_token(by=ada, kind="api", name="x", now=NOW)
    for address, secret in (
        (reverse("admin:people_person_change", args=(ada.pk,)), ada.password),
        (reverse("admin:people_token_change", args=(made.pk,)), made.hash),
    ):
        assert secret not in adi.get(address).content.decode()


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_administrators_look(role: Role, client: Client) -> None:
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/administration/").status_code == 302
