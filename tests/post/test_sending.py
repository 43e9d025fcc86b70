"""Mail to a real SMTP server: one message a person, quiet hours, one click to end it, nothing lost when it is down."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from django.conf import settings as configured
from django.test import Client

from accord.jobs.doing import CannotBeDone, Work
from accord.jobs.kinds import remind, send_mail
from accord.pages.mails import KINDS, news_of
from accord.people.models import Person
from accord.people.rights import Role
from accord.post import links, operations, queries
from accord.post.models import Wishes
from accord.record import work
from accord.record.models import Activity, Job, Outbox
from accord.record.post import queue_mail
from accord.record.writing import HOUSE
from tests.people_made_up import person
from tests.web.scenes_findings import published

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
GIVEN = {
    "decision": "6a1f0f0e-0000-4000-8000-000000000001",
    "proposal": "6a1f0f0e-0000-4000-8000-000000000002",
    "person": "6a1f0f0e-0000-4000-8000-000000000003",
    "name": "Made-up Mara",
    "why": "Made-up Adi removed the second factors of Made-up Mara",
    "until": "2026-11-23 08:00 UTC",
    "number": "D-1",
    "title": "Checkout budget\nBcc: everybody@made-up.example",
    "clause": "Organisation",
    "reason": "We moved",
    "head": "ab" * 32,
    "fingerprint": "0123 4567",
    "old": "89ab cdef",
    "verdict": "kept",
    "final": True,
    "extends": False,
    "from": "Made-up Ada",
    "to": "Made-up Ben",
    "day": "1 Dec 2026",
    "by": "Made-up Tom",
    "text": "<b>Is that so?</b>",
    "path": "/findings/abc",
}


class _Taking(MessageHandler):
    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.taken.append(message)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def taken(settings: Any) -> Iterator[list[Message]]:
    handler = _Taking()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield handler.taken
    controller.stop()


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.record.clock.now", lambda: NOON)


def _run(kind: Any = send_mail) -> dict[str, Any]:
    work.queue("look", {}, by=HOUSE, now=NOON, key="a stand-in that carries the run")
    held = work.take("made-up worker", real=NOON, now=NOON)
    assert held is not None
    return dict(kind.run(Work(held, real=lambda: NOON)))


def _text(message: Message) -> str:
    part = next(p for p in message.walk() if p.get_content_type() == "text/plain")
    return part.get_payload(decode=True).decode()  # type: ignore[union-attr]


def _nothing_else_queued() -> None:
    Job.objects.all().delete()


def test_everything_that_waits_for_somebody_comes_as_one_mail(taken: list[Message]) -> None:
    mara = person(Role.CMO)
    for kind in KINDS:
        queue_mail(kind, mara, GIVEN, NOON)
    _nothing_else_queued()
    assert _run()["sent"] == 1
    (mail,) = taken
    assert mail["To"] == mara.email
    assert "waits for your signature" in str(email.header.make_header(email.header.decode_header(mail["Subject"])))
    assert all(news_of(kind, GIVEN).says.split("\n")[0] in _text(mail) for kind in KINDS)
    assert not Outbox.objects.filter(sent_at=None).exists()


def test_the_mail_after_the_other_side_signed_says_so() -> None:
    for kind in ("waits_for_signature", "clause_waits_for_signature"):
        assert news_of(kind, GIVEN).more[-1] == "It is in force when both sides have signed."
        told = news_of(kind, GIVEN | {"signed": "it"}).more[-1]
        assert told == "IT has signed. It is in force as soon as you sign, too."


def test_a_title_cannot_begin_a_header_or_markup(taken: list[Message]) -> None:
    mara = person(Role.CMO)
    queue_mail("waits_for_signature", mara, GIVEN, NOON)
    queue_mail("mentioned", mara, GIVEN, NOON)
    _nothing_else_queued()
    _run()
    (mail,) = taken
    assert mail["Bcc"] is None
    html = next(p for p in mail.walk() if p.get_content_type() == "text/html").get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "<b>Is that so" not in html
    # It reads on a telephone and in the dark, and fetches nothing.
    assert "width=device-width" in html
    assert "prefers-color-scheme:dark" in html
    assert not any(word in html for word in ("url(", "@import", "<link", "<img", "<script"))


def test_mail_is_not_sent_twice(taken: list[Message]) -> None:
    queue_mail("waits_for_signature", person(Role.CMO), GIVEN, NOON)
    _nothing_else_queued()
    _run()
    assert _run()["sent"] == 0
    assert len(taken) == 1


def test_in_quiet_hours_it_waits_for_their_end(taken: list[Message]) -> None:
    mara = person(Role.CMO)
    operations.wish(by=mara, news="at_once", weekly_brief=True, quiet_from=11, quiet_to=14, now=NOON)
    queue_mail("waits_for_signature", mara, GIVEN, NOON)
    _nothing_else_queued()
    assert _run() == {"sent": 0, "later": 1}
    assert Job.objects.get(kind="send_mail").not_before == NOON + timedelta(hours=2)
    assert taken == []


@pytest.mark.parametrize(
    ("at", "quiet", "until"),
    [(12, (19, 7), None), (20, (19, 7), 31), (3, (19, 7), 7), (7, (19, 7), None), (12, (9, 9), None), (9, (9, 17), 17)],
)
def test_quiet_hours_may_span_midnight(at: int, quiet: tuple[int, int], until: int | None) -> None:
    midnight = NOON.replace(hour=0)
    wishes = Wishes(quiet_from=quiet[0], quiet_to=quiet[1])
    found = queries.quiet_until(wishes, midnight + timedelta(hours=at), "UTC")
    assert found == (None if until is None else midnight + timedelta(hours=until))


def test_a_daily_digest_comes_once_a_day(taken: list[Message]) -> None:
    mara = person(Role.CMO)
    operations.wish(by=mara, news="daily", weekly_brief=True, quiet_from=0, quiet_to=0, now=NOON)
    for _ in range(2):
        queue_mail("waits_for_signature", mara, GIVEN, NOON)
        _nothing_else_queued()
        _run()
    assert len(taken) == 1


def test_one_click_ends_it_without_signing_in(taken: list[Message]) -> None:
    mara = person(Role.CMO)
    queue_mail("waits_for_signature", mara, GIVEN, NOON)
    _nothing_else_queued()
    _run()
    (mail,) = taken
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip().strip("<>").removeprefix(configured.ACCORD.site_url)
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    assert Wishes.objects.filter(pk=mara.pk, news="never").count() == 0
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert queries.wishes_of(mara.pk).news == "never"
    assert Activity.objects.filter(actor=mara.pk, says__contains="ended mail").exists()


def test_a_made_up_link_ends_nothing() -> None:
    mara = person(Role.CMO)
    with pytest.raises(links.NoSuchLink):
        operations.stop(link=links.stop_link(mara.pk, "news")[:-2] + "xx", now=NOON)
    with pytest.raises(links.NoSuchLink):
        operations.stop(link=links.stop_link(mara.pk, "everything"), now=NOON)


def test_who_wants_no_news_still_gets_the_head_of_the_chain(taken: list[Message]) -> None:
    mara = person(Role.CMO)
    operations.wish(by=mara, news="never", weekly_brief=False, quiet_from=0, quiet_to=0, now=NOON)
    queue_mail("waits_for_signature", mara, GIVEN, NOON)
    queue_mail("signed_by_both", mara, GIVEN, NOON)
    _nothing_else_queued()
    _run()
    assert "abab abab" in _text(taken[0])
    assert "waits for your signature" not in _text(taken[0])


def test_somebody_shut_out_is_mailed_nothing(taken: list[Message]) -> None:
    mara = person(Role.CMO)
    queue_mail("waits_for_signature", mara, GIVEN, NOON)
    Person.objects.filter(pk=mara.pk).update(is_active=False)
    _nothing_else_queued()
    assert _run()["sent"] == 0


def test_when_the_server_is_down_the_mail_waits(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    queue_mail("waits_for_signature", person(Role.CMO), GIVEN, NOON)
    _nothing_else_queued()
    with pytest.raises(CannotBeDone, match="the rest waits"):
        _run()
    assert Outbox.objects.filter(sent_at=None).count() == 1


def test_without_a_server_nothing_is_tried(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    queue_mail("waits_for_signature", person(Role.CMO), GIVEN, NOON)
    _nothing_else_queued()
    assert _run()["sent"] == 0


def test_on_mondays_everybody_who_wants_it_gets_the_brief_in_their_words(taken: list[Message]) -> None:
    brief = published()
    mara, fay = person(Role.CMO), person(Role.FINANCE)
    operations.wish(by=fay, news="at_once", weekly_brief=False, quiet_from=0, quiet_to=0, now=NOON)
    _nothing_else_queued()
    assert _run(remind)["briefs"] == 2
    _nothing_else_queued()
    assert _run(remind)["briefs"] == 0
    _nothing_else_queued()
    _run()
    (mail,) = taken
    assert mail["To"] == mara.email
    assert "What IT cost marketing" in _text(mail)
    assert brief.organisation.split()[0] in _text(mail)
