"""What must be there before an address is asked: each scene makes it and says what stands in the address and the form.

A scene is a function of the person who will ask, found by its name in the role matrix; steps add theirs in files
``scenes_STEP.py`` of this folder, each with the same decorator.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from accord.people.models import Person


@dataclass
class Scene:
    """``args`` stand in the address, ``form`` is posted, ``query`` stands behind the question mark."""

    args: tuple[Any, ...] = ()
    form: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)


Making = Callable[[Person | None], Scene]
SCENES: dict[str, Making] = {}


def scene(making: Making) -> Making:
    """Register a scene by its function's name."""
    SCENES[making.__name__] = making
    return making


@scene
def audience(person: Person | None) -> Scene:
    return Scene(form={"audience": "it"})


@scene
def undo(person: Person | None) -> Scene:
    """There is nothing to undo: said on the page one came from."""
    return Scene(args=(uuid.UUID(int=1),))


def all_scenes() -> dict[str, Making]:
    """Every scene of every step. Not at import: steps use each other's scenes."""
    for more in sorted(Path(__file__).parent.glob("scenes_*.py")):
        import_module(f"tests.web.{more.stem}")
    return SCENES
