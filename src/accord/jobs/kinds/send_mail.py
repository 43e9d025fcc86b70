"""Handing mail over to the mail server."""

from __future__ import annotations

import smtplib
from datetime import datetime
from email.utils import make_msgid
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from accord.findings.finding import Audience
from accord.findings.format import Format
from accord.jobs.doing import CannotBeDone, Work
from accord.pages.house import House, house
from accord.pages.mails import Letter, digest, news_of, weekly
from accord.people.models import Person
from accord.people.rights import Right, may
from accord.post import operations, queries
from accord.post.links import stop_link
from accord.post.queries import Due
from accord.record.models import Outbox
from accord.record.work import queue
from accord.record.writing import HOUSE


def run(work: Work) -> dict[str, Any]:
    """One mail for each person with everything that has gathered; what lies in quiet hours waits for their end.

    Raises ``CannotBeDone`` where the mail server does not answer; what it took over is noted, the rest waits.
    """
    if not settings.EMAIL_HOST:
        return {"sent": 0, "why": "no mail server is set up (smtp_url)"}
    home = house(work.workspace)
    waiting = queries.due(work.now(), home.charter.organisation.zone)
    ready = [d for d in waiting if d.later is None]
    result = {"sent": _send(work, home, ready) if ready else 0, "later": len(waiting) - len(ready)}
    later = [d.later for d in waiting if d.later is not None]
    with work.finishing(result):
        if later:
            queue(
                "send_mail", {}, by=HOUSE, now=work.now(), key=f"send_mail {min(later):%FT%H:%M}", not_before=min(later)
            )
    return result


def _send(work: Work, home: House, ready: list[Due]) -> int:
    done = 0
    try:
        with get_connection() as server:
            for one in ready:
                work.tell(done, len(ready), "Handing mail over")
                for rows, letter in _letters(work, home, one):
                    server.send_messages([message(letter, one.person, rows, work.now())])
                    operations.sent(rows, now=work.now())
                done += 1
    except (OSError, smtplib.SMTPException) as fault:
        raise CannotBeDone(
            f"the mail server {settings.EMAIL_HOST} did not take the mail ({fault}); {done} were sent, the rest waits"
        ) from fault
    return done


def _letters(work: Work, home: House, one: Due) -> list[tuple[tuple[Outbox, ...], Letter]]:
    """The weekly brief is a mail of its own; everything else is one."""
    briefs = tuple(r for r in one.rows if r.kind == "weekly_brief")
    news = tuple(r for r in one.rows if r.kind != "weekly_brief")
    site, made_up = settings.ACCORD.site_url.rstrip("/"), work.workspace.made_up
    found: list[tuple[tuple[Outbox, ...], Letter]] = []
    if news:
        told = [news_of(r.kind, r.given) for r in news]
        stop = _stop_path(one.person, "news")
        name = home.name
        found.append((news, digest(told, organisation=name, site=site, stop_path=stop, made_up=made_up)))
    letter = _brief(work, home, one.person, site) if briefs else None
    if letter:
        found.append((briefs, letter))
    return found


def _brief(work: Work, home: House, person: Person, site: str) -> Letter | None:
    from accord.decisions.queries import waiting_for
    from accord.pages.today import NoBrief, latest_brief_page

    form: Format = home.form_for(person.locale, person.zone)
    try:
        page = latest_brief_page(person, work.workspace, audience=person.reads_as, form=form)  # type: ignore[arg-type]
    except NoBrief:
        return None
    waits = waiting_for(person.side).count() if may(person, Right.SIGN) else 0
    stop = _stop_path(person, "weekly_brief")
    return weekly(
        page,
        site=site,
        stop_path=stop,
        waits=waits,
        form=form,
        made_up=work.workspace.made_up,
        learn=_learn(work, person, form),
    )


def _learn(work: Work, person: Person, form: Format) -> tuple[str, tuple[str, ...]]:
    """The words of the other side for this week; none where the extra of the common language is not installed."""
    try:
        from accord.pages.language.primer import primer_shown
    except ModuleNotFoundError:
        return "", ()
    today = work.now().astimezone(ZoneInfo(form.zone)).date()
    shown = primer_shown(person, work.workspace, audience=cast("Audience", person.reads_as), today=today, form=form)
    return shown.title, tuple(word.word for word in shown.words)


def _stop_path(person: Person, what: str) -> str:
    return f"/mail/stop/{stop_link(person.pk, what)}"


def message(letter: Letter, person: Person, rows: tuple[Outbox, ...], now: datetime) -> EmailMultiAlternatives:
    """The mail itself. Its Message-ID names its rows, so that a mail sent twice by a killed worker is seen as one."""
    host = make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">"))[1:-1].rpartition("@")[2]
    headers = {
        "Message-ID": f"<accord.{rows[0].pk}-{rows[-1].pk}.{person.pk.hex}@{host}>",
        "List-Unsubscribe": f"<{settings.ACCORD.site_url.rstrip('/')}{letter.stop_path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Date": f"{now:%a, %d %b %Y %H:%M:%S %z}",
    }
    made = EmailMultiAlternatives(letter.subject, letter.text, to=[person.email], headers=headers)
    made.attach_alternative(letter.html, "text/html")
    return made
