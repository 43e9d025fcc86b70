"""What mails say: a line or two for each thing that waits, and the weekly brief. Text first; the HTML says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from accord.findings.format import Format

if TYPE_CHECKING:
    from accord.pages.brief import BriefPage


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell: a line, more lines below it, and the path of the page where it is dealt with."""

    says: str
    more: tuple[str, ...]
    path: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is sent: ``stop_path`` ends this kind of mail."""

    subject: str
    text: str
    html: str
    stop_path: str


def news_of(kind: str, given: Mapping[str, Any]) -> News:
    """What one row of the outbox tells. Raises ``KeyError`` for a kind that nobody has worded."""
    return _WORDED[kind](given)


def _decision(given: Mapping[str, Any]) -> str:
    return f"/decisions/{given['decision']}"


def _waits(given: Mapping[str, Any]) -> News:
    says = f"{given['number']}, “{given['title']}”, waits for your signature."
    return News(says, (_who_is_left(given),), _decision(given), urgent=True)


def _who_is_left(given: Mapping[str, Any]) -> str:
    """Told apart, because the mail comes once when it is proposed and once more when the other side has signed."""
    if side := given.get("signed"):
        return f"{_SIDES[side]} has signed. It is in force as soon as you sign, too."
    return "It is in force when both sides have signed."


def _both(given: Mapping[str, Any]) -> News:
    more = (
        f"Head of the chain after it: {grouped(given['head'])}",
        f"Key of the server: {given['fingerprint']}",
        "Keep this mail: whoever checks the record later can compare the two with it.",
    )
    return News(
        f"{given['number']}, “{given['title']}”, was signed by both sides and is in force.", more, _decision(given)
    )


def _handed_over(given: Mapping[str, Any]) -> News:
    return News(
        f"{given['number']}, “{given['title']}”: {given['from']} handed over to {given['to']}.", (), _decision(given)
    )


_SIDES = {"marketing": "Marketing", "it": "IT"}
_VERDICTS = {
    "kept": "The promise was kept",
    "broken": "The promise was broken",
    "cannot_tell": "Whether the promise was kept cannot be told",
}


def _checked(given: Mapping[str, Any]) -> News:
    says = f"{given['number']}, “{given['title']}”: {_VERDICTS[given['verdict']].lower()}."
    more = [] if given["final"] else ["This is preliminary; it is looked at once more when late facts have come in."]
    if given["extends"]:
        more.append("It runs once more on the same terms.")
    return News(says, tuple(more), _decision(given))


def _due(given: Mapping[str, Any]) -> News:
    return News(f"{given['number']}, “{given['title']}”, is checked on {given['day']}.", (), _decision(given))


def _clause_waits(given: Mapping[str, Any]) -> News:
    says = f"A change of the charter waits for your signature: {given['clause']} ({given['number']})."
    reason = f"The reason given: {given['reason']}" if given.get("reason") else ""
    return News(says, (*((reason,) if reason else ()), _who_is_left(given)), _proposal(given), urgent=True)


def _clause_in_force(given: Mapping[str, Any]) -> News:
    more = [f"Head of the chain after it: {grouped(given['head'])}"] if "head" in given else []
    if "fingerprint" in given:
        more.append(f"Key of the server: {given['fingerprint']}")
    return News(f"{given['clause']} was signed by both sides and is in force.", tuple(more), _proposal(given))


def _key_changed(given: Mapping[str, Any]) -> News:
    more = (
        f"New key of the server: {given['fingerprint']}",
        f"Earlier key: {given['old']}",
        f"Head of the chain after it: {grouped(given['head'])}",
        "Keep this mail, and compare the new key with the one that whoever runs the site tells you in person.",
    )
    return News(f"The server has a new signing key. The reason given: {given['reason']}", more, "/signed", urgent=True)


def _account_opened(given: Mapping[str, Any]) -> News:
    rests = f"It signs from {given['until']}, or once the head of the other side says that it is in the right hands."
    more = (*((rests,) if given["until"] else ()), f"If you expected none of this, ask {given['name']} in person.")
    return News(f"{given['why']}.", more, f"/people/{given['person']}", urgent=True)


def _proposal(given: Mapping[str, Any]) -> str:
    return f"/charter/proposals/{given['proposal']}"


def _mentioned(given: Mapping[str, Any]) -> News:
    return News(f"{given['by']} named you in a comment: “{given['text']}”", (), str(given["path"]))


_WORDED = {
    "waits_for_signature": _waits,
    "signed_by_both": _both,
    "handed_over": _handed_over,
    "promise_checked": _checked,
    "promise_due": _due,
    "clause_waits_for_signature": _clause_waits,
    "clause_in_force": _clause_in_force,
    "key_changed": _key_changed,
    "mentioned": _mentioned,
    "account_opened": _account_opened,
}
KINDS = tuple(_WORDED)


def grouped(digits: str) -> str:
    """Hexadecimal digits in groups of four, so that they can be read aloud."""
    plain = digits.replace(" ", "")
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def digest(news: Sequence[News], *, organisation: str, site: str, stop_path: str, made_up: bool) -> Letter:
    """Everything that has gathered for one person, as one mail; what waits for them first."""
    ordered = sorted(news, key=lambda n: not n.urgent)
    one = ordered[0].says.rstrip(".")
    subject = one if len(ordered) == 1 else f"{one}, and {len(ordered) - 1} more"
    blocks = [(n.says, n.more, site + n.path) for n in ordered]
    return _letter(subject, "", blocks, organisation, site, stop_path, made_up)


def weekly(
    page: BriefPage,
    *,
    site: str,
    stop_path: str,
    waits: int,
    form: Format,
    made_up: bool,
    learn: tuple[str, Sequence[str]] = ("", ()),
) -> Letter:
    """The brief of the week: its three numbers and the four cells, in the reader's words.

    ``learn`` are the primer's title and its words.
    """
    blocks: list[tuple[str, tuple[str, ...], str]] = []
    for f in page.first:
        line = f.headline.line if f.headline else f.verdict
        blocks.append((f.title, (line, f.waiting.text) if f.waiting.text else (line,), f"{site}/findings/{f.id}"))
    for cell in page.cells:
        said = "; ".join(t.amount.line for t in cell.totals) or cell.says
        blocks.append((cell.title, (said,), ""))
    if waits:
        blocks.insert(0, (f"{form.count_all(waits)} waiting for your signature", (), f"{site}/decisions"))
    if learn[1]:
        blocks.append((learn[0], (", ".join(learn[1]),), f"{site}/language/primer"))
    subject = f"{page.organisation}: {page.title.lower()}, {page.period}"
    return _letter(subject, f"{page.period}, {page.data_to}", blocks, page.organisation, site, stop_path, made_up)


def _letter(
    subject: str,
    head: str,
    blocks: Sequence[tuple[str, Sequence[str], str]],
    organisation: str,
    site: str,
    stop_path: str,
    made_up: bool,
) -> Letter:
    notice = "This company is made up." if made_up else ""
    foot = f"From Accord at {organisation}. No more of these: {site}{stop_path}"
    parts = [p for p in (notice, head) if p]
    for title, more, link in blocks:
        parts.append("\n".join([title, *(f"  {m}" for m in more), *([f"  {link}"] if link else [])]))
    text = "\n\n".join([*parts, foot]) + "\n"
    return Letter(_one_line(subject), text, _html(subject, notice, head, blocks, foot, site + stop_path), stop_path)


def _one_line(subject: str) -> str:
    """A subject without line ends, which could begin a header of their own."""
    return " ".join(subject.split())[:180]


_STYLE = Markup(
    ":root{color-scheme:light dark}"
    "body{margin:0;padding:24px 16px;background:#faf9f6;color:#1d1b19;font:15px/1.5 Inter,system-ui,sans-serif}"
    ".sheet{max-width:600px;margin:0 auto;overflow-wrap:anywhere}"
    "h1{font:600 22px/1.3 Georgia,serif;margin:0 0 18px}h2{font-size:15px;line-height:1.4;margin:0 0 2px}"
    "p{margin:0 0 4px}a{color:inherit;text-underline-offset:3px}small,.small{font-size:13px;color:#5d5852}"
    ".card{background:#fff;border:1px solid #e6e2db;border-radius:10px;padding:14px 18px;margin:0 0 10px}"
    "h1+.small{margin:-12px 0 18px}"
    ".notice{background:#f9f0dc;border-radius:6px;padding:6px 12px;margin:0 0 18px;font-size:13px}"
    "@media (prefers-color-scheme:dark){body{background:#161615;color:#f0eeea}small,.small{color:#b3ada5}"
    ".card{background:#1f1e1d;border-color:#34312e}.notice{background:#33290f}}"
)
"""The site's tokens, in the mail itself: nothing of a mail is fetched from elsewhere."""
_TOP = Markup(
    "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
    "<meta name='viewport' content='width=device-width'><meta name='color-scheme' content='light dark'>"
    "<title>{}</title><style>{}</style></head><body><div class='sheet'>"
)


def _html(
    subject: str, notice: str, head: str, blocks: Sequence[tuple[str, Sequence[str], str]], foot: str, stop: str
) -> str:
    out = [_TOP.format(subject, _STYLE)]
    if notice:
        out.append(Markup("<p class='notice'>{}</p>").format(notice))
    if len(blocks) > 1:  # one alone says what the subject says
        out.append(Markup("<h1>{}</h1>").format(subject))
    if head:
        out.append(Markup("<p class='small'>{}</p>").format(head))
    for title, more, link in blocks:
        shown = Markup("<a href='{}'>{}</a>").format(link, title) if link else escape(title)
        lines = Markup("").join(Markup("<p>{}</p>").format(line) for line in more)
        out.append(Markup("<div class='card'><h2>{}</h2>{}</div>").format(shown, lines))
    before = foot.partition(" No more of these")[0]
    out.append(
        Markup("<p><small>{} <a href='{}'>No more of these</a></small></p></div></body></html>").format(before, stop)
    )
    return str(Markup("\n").join(out))
