"""Views of activity: what was done, and taking back what one has just done."""

from __future__ import annotations

import uuid

from django.contrib import messages

from accord.record import undo as ways
from accord.web import door


@door.action
def undo(asked: door.Asked, name: uuid.UUID) -> str:
    done = ways.undo(asked.person, name, now=asked.now)
    messages.success(asked.request, f"Undone: {done.says}")
    return door.back(asked.request)
