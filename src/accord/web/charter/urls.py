"""Addresses of the charter."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.charter import views

_CLAUSE, _ONE = "charter/clauses/<slug:clause>", "charter/proposals/<uuid:proposal>"

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("charter", views.charter, "charter"),
    path("charter/export", views.export, name="charter.export"),
    path("charter/import", views.take_up, name="charter.import"),
    path("charter/import/preview", views.preview, name="charter.preview"),
    path("charter/import/drafts", views.draft_all, name="charter.draft_all"),
    path("charter/write-again", views.write_again, name="charter.write_again"),
    *routes.page(f"{_CLAUSE}/versions", views.versions, "clause.versions"),
    path(f"{_CLAUSE}/change", views.begin, name="clause.change"),
    path(f"{_CLAUSE}/draft", views.draft, name="clause.draft"),
    *routes.page(_CLAUSE, views.clause, "clause"),
    path(f"{_ONE}/edit", views.edit, name="proposal.edit"),
    path(f"{_ONE}/save", views.save, name="proposal.save"),
    path(f"{_ONE}/propose", views.propose, name="proposal.propose"),
    path(f"{_ONE}/withdraw", views.withdraw, name="proposal.withdraw"),
    path(f"{_ONE}/refresh", views.refresh, name="proposal.refresh"),
    path(f"{_ONE}/to-sign", views.to_sign, name="proposal.to_sign"),
    path(f"{_ONE}/sign", views.sign, name="proposal.sign"),
    path(f"{_ONE}/signed", views.signed, name="proposal.signed"),
    *routes.page(_ONE, views.proposal, "proposal"),
]
