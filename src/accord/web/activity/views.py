"""Views of activity: what was done, and taking back what one has just done."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.views.decorators.cache import cache_control

from accord.pages import activity as pages
from accord.pages.unsent import UnsentPage, unsent_page
from accord.record import undo as ways
from accord.web import door, unsent


@door.page("activity/activity.html", step="")
def activity(asked: door.Asked) -> pages.ActivityPage:
    return pages.activity_page(
        asked.person,
        who=asked.query.get("who", "")[:100],
        about=asked.query.get("about", "")[:40],
        before=asked.whole("before", 0),
        form=asked.form,
        made_up=asked.made_up,
    )


@door.action
def undo(asked: door.Asked, name: uuid.UUID) -> str:
    done = ways.undo(asked.person, name, now=asked.now)
    messages.success(asked.request, f"Undone: {done.says}")
    return door.back(asked.request)


@cache_control(no_store=True)
@door.page("activity/unsent.html", step="")
def unsent_(asked: door.Asked) -> UnsentPage:
    found = unsent.waiting(asked.request.session, asked.person.pk)
    if found is None:
        return unsent_page("", "", (), (), files=False)
    hidden = (*found.fields, (unsent.FIELD, "1"))
    return unsent_page(found.to, found.back, found.typed, hidden, files=found.files)


@door.action
def let_go(asked: door.Asked) -> str:
    unsent.let_go(asked.request.session)
    return "today"
