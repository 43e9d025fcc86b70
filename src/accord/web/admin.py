"""Django's administration: it looks, and changes nothing, because each change belongs to an operation with its audit.

What holds secrets (authenticator apps, hashes of tokens, sessions) is not shown at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from accord.clauses.charter import PERSONAL
from accord.people.models import Invitation, Person, Token
from accord.record.append_only import Kept

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin

_SECRET = ("hash", "password")


class Looking(_ModelAdmin):
    """Rows to look at. Nothing can be added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [f.name for f in self.model._meta.fields if f.name not in _SECRET]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without what people are paid."""
        rows = super().get_queryset(request)
        personal = any(f.name == "clause" for f in self.model._meta.fields)
        return rows.exclude(clause__in=PERSONAL) if personal else rows


class PeopleLooking(Looking):
    list_display = ("name", "email", "role", "side", "is_active", "joined_at", "ended_at")
    list_filter = ("role", "side", "is_active")
    search_fields = ("name", "email")


class ActivityLooking(Looking):
    list_display = ("at", "actor_name", "says")
    list_filter = ("verb", "subject_kind")
    search_fields = ("actor_name", "says")


class TokensLooking(Looking):
    list_display = ("name", "kind", "owner", "made_at", "until", "last_used", "revoked_at")
    list_filter = ("kind",)


class InvitationsLooking(Looking):
    list_display = ("email", "role", "by", "made_at", "until", "used_at", "withdrawn_at")


_OURS: dict[type[Model], type[Looking]] = {
    Person: PeopleLooking,
    Token: TokensLooking,
    Invitation: InvitationsLooking,
}


def _settle() -> None:
    """Take away what other applications brought along; show people, what they hold, and all that is written once."""
    for model in list(admin.site._registry):
        admin.site.unregister(model)
    kept = [m for m in apps.get_models() if issubclass(m, Kept)]
    for model in (*_OURS, *kept):
        looking = ActivityLooking if model._meta.label == "record.Activity" else _OURS.get(model, Looking)
        admin.site.register(model, looking)


_settle()
admin.site.site_header = admin.site.site_title = "Accord"
admin.site.index_title = "Administration"
# The same door as everywhere: second factor, counted attempts.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
