"""Addresses of people."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.people import entrance, views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("you", views.account, "account"),
    path("you/audience", views.audience, name="audience"),
    path("you/settings", views.settle, name="account_settle"),
    *routes.page("you/tokens", views.tokens, "tokens"),
    path("you/tokens/new", views.make_token, name="token_make"),
    path("you/tokens/<uuid:token>/revoke", views.revoke_token, name="token_revoke"),
    *routes.page("people", views.people, "people"),
    path("people/invite", views.invite, name="person_invite"),
    path("people/invitations/<uuid:invitation>/withdraw", views.withdraw, name="invitation_withdraw"),
    *routes.page("people/<uuid:person>", views.sees, "person"),
    path("people/<uuid:person>/role", views.change_role, name="person_role"),
    path("people/<uuid:person>/end", views.deactivate, name="person_end"),
    path("people/<uuid:person>/give-back", views.reactivate, name="person_give_back"),
    path("people/<uuid:person>/link", views.way_back, name="person_link"),
    path("people/<uuid:person>/second-factors", views.reset_second_factors, name="person_second_factors"),
    path("people/<uuid:person>/confirm", views.confirm, name="person_confirm"),
    path("first-run", entrance.first_run, name="first_run"),
    path("join/<str:secret>", entrance.join, name="join"),
]
