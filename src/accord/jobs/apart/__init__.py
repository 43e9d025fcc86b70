"""Work in a process of its own: it can be ended at any moment, its memory is given back, and pages stay quick.

Each file of this folder has one function, ``do(request, tell) -> dict``: plain JSON in, plain JSON out, no Django.
``tell(done, total, step)`` says how far it is. A reason that people can mend is raised as ``CannotBeDone``.
"""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[int, int, str], None]


class CannotBeDone(Exception):  # noqa: N818 - the sentence that people read
    """The work cannot be done, for a reason that its message says in a plain sentence."""
