"""Why something that two sides agree on cannot be done now; each message says what to do instead."""

from __future__ import annotations


class Stale(ValueError):  # noqa: N818 - says what the text is that somebody saw
    """Somebody else has changed the text meanwhile; nothing was stored."""


class NotYours(PermissionError):  # noqa: N818 - says whose it is
    """This is another side's or person's to do."""


class Unfinished(ValueError):  # noqa: N818 - says what the text is
    """A text that cannot be kept, proposed or signed as it is; the message says what to mend."""
