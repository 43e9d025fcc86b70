"""Our bar and notices on the pages of django-allauth, which are Django's templates: the same parts, drawn by Jinja."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.template import engines
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from accord.web import door

register = template.Library()


@register.simple_tag(takes_context=True)
def top(context: template.Context) -> SafeString:
    """The bar and the notices."""
    request: HttpRequest = context["request"]
    frame = door.frame(door.asked(request), "") if request.user.is_authenticated else None
    given: dict[str, Any] = {
        "frame": frame,
        "told": messages.get_messages(request),
        "made_up": bool(settings.ACCORD_WORKSPACE.made_up),
    }
    parts = [engines["jinja2"].get_template(f"parts/{name}.html").render(given, request) for name in ("bar", "notices")]
    return mark_safe("".join(parts))  # noqa: S308 - Jinja has escaped what was put in


@register.simple_tag
def asset(name: str) -> str:
    """The address of a static file."""
    return str(static(name))
