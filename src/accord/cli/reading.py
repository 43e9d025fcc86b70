"""What commands that read files share: answers by flag, and the report as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from accord.facts.report import FileReport, Question, Report
    from accord.facts.settle import Answers
    from accord.findings.format import Format
    from accord.workspace.folder import Workspace

F = TypeVar("F", bound=Callable[..., Any])

_COLUMNS_SHOWN = 20
_EXAMPLES = {"--currency": "a code such as EUR", "--shop": "any name, the same for all files of one shop"}
_OPTIONS = (
    click.option("--as", "as_", metavar="TABLE", help="Read as this fact table, e.g. orders or ledger."),
    click.option(
        "--map", "mapping", metavar="COLUMN=HEADER,...", help="Which header fills which column: order_id=InvoiceNo,..."
    ),
    click.option("--reader", help="Read with this reader, whatever the content looks like."),
    click.option("--timezone", "zone", metavar="ZONE", help="IANA zone of times that carry none, e.g. Europe/Paris."),
    click.option("--locale", metavar="LOCALE", help="How numbers and dates are written, e.g. de_DE."),
    click.option("--date-order", type=click.Choice(["day", "month"]), help="What stands first in 03/04/2026."),
    click.option("--currency", metavar="CODE", help="Currency of amounts that carry none, e.g. EUR."),
    click.option(
        "--shop",
        "--account",
        "account",
        metavar="NAME",
        help="Which shop or ad account it is, where you have several: each has its own numbers.",
    ),
    click.option("--side", type=click.Choice(["marketing", "it"]), help="Whose export it is."),
    click.option("--option", "extra", multiple=True, metavar="NAME=VALUE", help="What a reader asks for."),
)


def answer_options(function: F) -> F:
    """The options that answer what a file does not say."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def answers(given: dict[str, Any]) -> Answers:
    """Flags as answers. Raises ``click.UsageError`` for an option, locale or currency that cannot be one."""
    from accord.facts.settle import Answers

    _check_locale(given.get("locale"))
    _check_currency(given.get("currency"))
    order = given.pop("date_order", None)
    given["day_first"] = None if order is None else order == "day"

    options = dict(_pair(text) for text in given.pop("extra", ()))
    if account := given.pop("account", None):
        options["account"] = account
    as_, mapping, reader = given.pop("as_", None), given.pop("mapping", None), given.pop("reader", None)
    if as_:
        options["as"] = as_
        reader = reader or "mapped"
    if mapping:
        options["map"] = mapping
        reader = reader or "mapped"
    return Answers(reader=reader, options=options, **{k: v for k, v in given.items() if v is not None})


def _check_locale(locale: str | None) -> None:
    if locale is None:
        return
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError) as fault:
        raise click.UsageError(f"--locale {locale} is not a locale; write it like en_US or de_DE") from fault


def _check_currency(currency: str | None) -> None:
    if currency is None:
        return
    from babel.numbers import list_currencies

    if currency not in list_currencies():
        raise click.UsageError(f"--currency {currency} is not an ISO 4217 code; write it like EUR or USD")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--option takes NAME=VALUE, not {text!r}")
    return name, value


def defaults(workspace: Workspace) -> Answers:
    """What the organisation's clause says of files that carry no zone or currency."""
    from accord.facts.settle import Answers
    from accord.pages.account import charter_of

    organisation = charter_of(workspace).organisation
    return Answers(zone=organisation.zone) if organisation.files_without_zone == "organisation" else Answers()


def now() -> datetime:
    """This moment, UTC (naive). The clock is read here, in the door, and nowhere below."""
    return datetime.now(UTC).replace(tzinfo=None)


def report_text(report: Report, form: Format, rejects: Path, *, dry_run: bool) -> str:
    """One block a file: what it is, its rows, and what must be answered or mended. Reject files lie in ``rejects``."""
    blocks = ["\n".join(_file(f, form, rejects)) for f in report.files]
    new, changed = sum(f.new for f in report.files), sum(f.changed for f in report.files)
    rejected = sum(f.rejected for f in report.files)
    if not report.files:
        return "No file to read was found there."
    end = f"{new} new {'row' if new == 1 else 'rows'}, {changed} changed, {rejected} rejected."
    if dry_run:
        end += " Nothing was stored (--dry-run)."
    elif not report.committed:
        end += " Nothing was stored."
    return "\n\n".join([*blocks, end])


def _file(f: FileReport, form: Format, rejects: Path) -> Iterator[str]:
    name = f"{f.file} / {f.member}" if f.member else f.file
    if f.status == "refused":
        yield f"{name}: refused"
        yield f"  {f.error}"
        yield from _columns(f)
        return
    if f.status == "asks" and f.question is not None:
        where = f" (row {f.question.row}, {f.question.column}: {f.question.value})" if f.question.row else ""
        yield f"{name}: a question"
        yield f"  {f.question.text}{where}"
        told = ", ".join(f.question.choices) or _likely(f.question, form) or _EXAMPLES.get(f.question.flag, "")
        yield f"  Answer with {f.question.flag}" + (f": {told}" if told else "")
        return
    yield f"{name}: {f.reader}" + (" (here already)" if f.status == "here already" else "")
    yield f"  rows read {f.rows_read}, new {f.new}, changed {f.changed}, same {f.same}, rejected {f.rejected}"
    yield from _details(f, form, rejects)


def _likely(question: Question, form: Format) -> str:
    """Zones that come to mind: the organisation's, those of other files, UTC. Nothing is assumed."""
    if question.setting != "zone":
        return ", ".join(question.likely)
    zones = dict.fromkeys([form.zone, *question.likely, "UTC"])
    return f"{', '.join(zones)}, or another IANA zone"


def _columns(f: FileReport) -> Iterator[str]:
    """The first values of a file that no reader knows, to judge a suggested mapping by."""
    for suggestion in f.suggestions[:1]:
        for column, values in suggestion.samples[:_COLUMNS_SHOWN]:
            yield f"  column {column}: {', '.join(v[:30] for v in values[:3])}"


def _details(f: FileReport, form: Format, rejects: Path) -> Iterator[str]:
    if f.first and f.last:
        yield f"  from {form.time(f.first)} to {form.time(f.last)}"
    if f.money:
        yield "  money " + ", ".join(form.exact_money(v, c) for c, v in sorted(f.money.items()))
    told = [("shop or account", f.account), ("time zone", f.zone), ("numbers", f.locale), ("encoding", f.encoding)]
    line = ", ".join(f"{k} {v}" for k, v in told if v)
    if line:
        yield f"  {line}"
    for reject in f.rejects[:3]:
        yield f"  row {reject.row}, {reject.column}: {reject.value!r} {reject.reason}"
    if f.rejects_file:
        yield f"  all rejected rows: {rejects / f.rejects_file}"
    for note in f.notes:
        yield f"  note: {note}"
    for offer in f.offers:
        yield f"  offers a clause: {offer.clause}; take it up with accord charter adopt {Path(f.file).name}"
