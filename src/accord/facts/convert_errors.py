"""Why a cell or a row was not taken."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - a verdict on one cell
    """A cell that cannot be what its column says; the row goes to the reject file with the reason."""

    def __init__(self, reason: str, column: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.value = reason, column, value


class LeftOut(Exception):  # noqa: N818 - a verdict on one row
    """A row that is no fact of ours (a test payment, a total line); counted and told in a note."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
