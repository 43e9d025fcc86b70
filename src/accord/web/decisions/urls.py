"""Addresses of decisions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.decisions import signing, views

_ONE = "decisions/<uuid:decision>"

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("decisions", views.decisions, "decisions"),
    *routes.page("decisions/record", views.record, "record"),
    path("decisions/new", views.decide, name="decide"),
    path("decisions/draft", views.draft, name="decision.draft"),
    *routes.page(_ONE, views.decision, "decision"),
    path(f"{_ONE}/edit", views.edit, name="decision.edit"),
    path(f"{_ONE}/save", views.save, name="decision.save"),
    path(f"{_ONE}/propose", views.propose, name="decision.propose"),
    path(f"{_ONE}/withdraw", views.withdraw, name="decision.withdraw"),
    path(f"{_ONE}/ask", views.ask, name="decision.ask"),
    path(f"{_ONE}/say-back", views.say_back, name="decision.say_back"),
    path(f"{_ONE}/renew", views.renew, name="decision.renew"),
    path(f"{_ONE}/end", views.end, name="decision.end"),
    path(f"{_ONE}/to-sign", signing.to_sign, name="decision.to_sign"),
    path(f"{_ONE}/sign", signing.sign, name="decision.sign"),
    path(f"{_ONE}/to-hand-over", signing.to_hand_over, name="decision.to_hand_over"),
    path(f"{_ONE}/hand-over", signing.hand_over, name="decision.hand_over"),
    path(f"{_ONE}/signed", signing.export, name="decision.signed"),
]
