"""A server that ends says why: which signal told it to, or that nobody did."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from types import FrameType


class Ended(Exception):  # noqa: N818 - says what the server did
    """The server has ended without being told to; the message says what is known of it."""


class Ends:
    """Stands between the signals and granian, and remembers the one that ended it.

    A closed terminal (HUP) ends the server, which would otherwise begin its processes anew again and again; under
    ``nohup`` it goes on, as it was asked to.
    """

    def __init__(self, server: Any) -> None:
        self._server, self._interrupt, self._by = server, server.signal_handler_interrupt, ""
        self._unheard = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        server.signal_handler_interrupt, server.signal_handler_reload = self._told, self._hung_up

    def _told(self, number: int, frame: FrameType | None = None) -> None:
        self._by = self._by or signal.Signals(number).name.removeprefix("SIG")
        self._interrupt()

    def _hung_up(self, number: int, frame: FrameType | None = None) -> None:
        if not self._unheard:
            self._told(number)

    def serve(self) -> None:
        """Serve until a signal ends it, and say which. Raises ``Ended`` where none did."""
        try:
            self._server.serve()
        except SystemExit:
            if not self._by:
                raise Ended(
                    "the server has ended, because its process ended again and again right after its start; "
                    "the lines above say why"
                ) from None
        if not self._by:
            raise Ended("the server has ended, and no signal told it to; the lines above may say why")
        say(f"accord: the server has ended, because it was told to ({self._by})")


def say(text: str) -> None:
    """On standard error, if anybody still reads it."""
    with suppress(OSError):
        click.echo(text, err=True)
