"""Addresses of the common language."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accord.web import routes
from accord.web.language import views

urlpatterns: list[URLPattern | URLResolver] = [
    *routes.page("language", views.language, "language"),
    *routes.page("language/primer", views.primer, "language.primer"),
    path("language/primer/answers", views.answers, name="language.answers"),
    path("language/words/propose", views.propose, name="language.propose"),
    *routes.page("language/glossary", views.glossary, "language.glossary"),
    path("language/glossary/export/<slug:how>", views.export, name="language.export"),
    path("language/glossary/import", views.take_in, name="language.import"),
    path("language/spec", views.spec, name="language.spec"),
    path("language/spec/worded", views.worded, name="language.worded"),
    path("language/check", views.check, name="language.check"),
    path("language/check/marked", views.marked, name="language.marked"),
]
