"""Addresses: a page has one, and one more for each format it is handed out in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter

from accord.pages.renderings.hand_out import FORMATS


class Format:
    """The ending of an address: json, csv, xlsx, pdf or pptx."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Format, "format")


def page(address: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """``findings/<slug:name>`` named ``finding``, and the same with ``.<format>`` named ``finding.as``."""
    return [path(f"{address}.<format:format>", view, name=f"{name}.as"), path(address, view, name=name)]
