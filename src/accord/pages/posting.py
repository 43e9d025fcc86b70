"""What one is mailed: the page of one's wishes, and the one behind the link under a mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.findings.format import Format
from accord.pages.sheet import Sheet

if TYPE_CHECKING:
    from accord.people.models import Person


@dataclass(frozen=True, slots=True)
class PostPage:
    """A person's wishes. ``sends`` is whether this site mails at all; ``zone`` the clock of the quiet hours."""

    news: str
    weekly_brief: bool
    quiet_from: int
    quiet_to: int
    address: str
    zone: str
    sends: bool
    form: Format

    def sheet(self) -> Sheet:
        quiet = f"{self.quiet_from:02d}:00 to {self.quiet_to:02d}:00"
        lines = (("News", self.news), ("Weekly brief", "yes" if self.weekly_brief else "no"), ("Quiet hours", quiet))
        return Sheet("mail", "Your mail", self.form, lines=lines)


def post_page(person: Person, *, sends: bool, form: Format) -> PostPage:
    """One's own wishes. Raises ``NotAllowed``."""
    from accord.people.rights import Right, require
    from accord.post.queries import wishes_of

    require(person, Right.READ)
    w = wishes_of(person.pk)
    return PostPage(w.news, w.weekly_brief, w.quiet_from, w.quiet_to, person.email, form.zone, sends, form)


@dataclass(frozen=True, slots=True)
class StopPage:
    """Whether to end a kind of mail; ``done`` once it has been."""

    title: str
    link: str
    done: bool


def stop_page(link: str, *, done: bool) -> StopPage:
    """The page behind the link. Raises ``NoSuchLink``."""
    from accord.post.links import read

    _, what = read(link)
    told = "the weekly brief" if what == "weekly_brief" else "news of what waits for you"
    return StopPage(f"You get {told} no more" if done else f"End {told}?", link, done)
