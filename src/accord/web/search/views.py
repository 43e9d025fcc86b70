"""Views of search."""

from __future__ import annotations

from accord.pages.search import page as pages
from accord.web import door


@door.page("search/search.html", step="search")
def search(asked: door.Asked) -> pages.SearchPage:
    return pages.search_page(
        asked.person,
        asked.workspace,
        asked.query.get("q", ""),
        now=asked.now,
        audience=asked.audience,
        form=asked.form,
        made_up=asked.made_up,
        part=asked.query.get("part", "") == "1",
    )
