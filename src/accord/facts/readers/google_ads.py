"""Google Ads campaign report: lines before the header, total lines after the rows, three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.locale_dates import order_of
from accord.facts.reading import Ask, BadFile, Piece, Sample
from accord.facts.tabular import Field, Header, normal
from accord.facts.tabular_reader import Reading, Row, TabularReader, refuse_surplus, reject
from accord.facts.tabular_spread import Results, days_of

_ACCOUNTS = ("Account", "Konto", "Compte", "Account name", "Kontoname", "Nom du compte")
_TITLES = (
    "campaign report",
    "campaign performance",
    "kampagnenbericht",
    "rapport sur les campagnes",
    "rapport de campagne",
)
_OWN = frozenset(
    "impr.|avg. cpc|campaign status|campaign state|currency code|campaign type|conv. value|cost / conv.|budget type|"
    "kampagnenstatus|währungscode|kampagnentyp|durchschn. cpc|conv.-wert|kosten/conv.|"
    "état de la campagne|code de la devise|code de devise|type de campagne|cpc moy.|coût/conv.|valeur de conv.".split(
        "|"
    )
)
_LANGUAGES = {"kampagne": "de_DE", "campagne": "fr_FR"}
_TOTAL = re.compile(r"(?:total|gesamt|summe|total général)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_TOTALS_OF = frozenset(
    "account|campaigns|campaign|search|display|video|shopping|performance max|app|hotel|smart|demand gen|discovery|"
    "local|filtered campaigns|all campaigns|all but removed campaigns|konto|kampagnen|kampagne|suchnetzwerk|"
    "displaynetzwerk|compte|campagnes|campagne|réseau de recherche|toutes les campagnes".split("|")
)
_CUSTOMER = re.compile(r"([0-9]{3})-?([0-9]{3})-?([0-9]{4})")
_ACCOUNT_LINE = re.compile(
    r"(?:customer(?: id)?|account(?: name)?|kunden-?(?:nummer|id)|konto(?:name)?|compte|(?:numéro|id) (?:de )?client)"
    r"\s*:\s*(.+)|([0-9]{3}-[0-9]{3}-[0-9]{4})",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\s+[-–—]\s+")
_NEED_DAY = "In Google Ads add the column Day (Segment, Time, Day), or choose a fixed date range, and export again"


class GoogleAds(TabularReader):
    """Cost, impressions, clicks and conversions by day, campaign and account, in the platform's day."""

    version = 2
    name = "google_ads"
    title = "Google Ads campaign report"
    side = "marketing"
    tables = ("campaign_results",)
    how_to_get = "Google Ads: Campaigns, segment by Day, Download, CSV"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("campaign", ("Campaign", "Kampagne", "Campagne"), needed=True),
        Field("cost", ("Cost", "Kosten", "Coût"), needed=True),
        Field("day", ("Day", "Tag", "Jour")),
        Field("account", ("Customer ID", "Kundennummer", "Kunden-ID", "Numéro client", "ID client", *_ACCOUNTS)),
        Field("currency", ("Currency code", "Währungscode", "Code de la devise", "Code de devise")),
        Field("impressions", ("Impr.", "Impressions", "Impressionen")),
        Field("clicks", ("Clicks", "Klicks", "Clics")),
        Field("conversions", ("Conversions", "Conv.")),
        Field("status", ("Campaign status", "Campaign state", "Kampagnenstatus", "État de la campagne")),
        Field("type", ("Campaign type", "Kampagnentyp", "Type de campagne", *_ACCOUNTS)),
    )
    number_fields = ("cost", "impressions", "clicks", "conversions")
    date_fields = ("day",)

    def recognise(self, sample: Sample) -> float:
        """1 where the report's title stands above the header, or columns that only this report has stand in it."""
        header = self.header(sample)
        if header is None:
            return 0.0
        titled = any(normal(cell) in _TITLES for row in sample.rows[: header.index] for cell in row)
        return 1.0 if titled or not _OWN.isdisjoint(map(normal, header.names)) else 0.0

    def hint(self, header: Header) -> str | None:
        return next((_LANGUAGES[n] for n in map(normal, header.names) if n in _LANGUAGES), None)

    def pieces(self, reading: Reading) -> Iterator[Piece]:
        period = [] if "day" in reading.table.header.places else _period(reading)
        results = Results("google_ads")
        reading.extra["account"] = _account_above(reading) or reading.given.options.get("account", "")
        for row in reading.rows():
            try:
                self._take(row, period, results)
            except Unreadable as error:
                yield reject(row, error)
            except LeftOut as error:
                reading.left_out[error.why] += 1
        yield from results.batches()
        if period:
            reading.notes.append(
                f"no column Day: each campaign's sums are spread evenly over {period[0]} to {period[-1]}"
            )

    def _take(self, row: Row, period: list[date], results: Results) -> None:
        if is_total(row):
            raise LeftOut("total lines")
        refuse_surplus(row)
        currency = row.reading.currency(row.text("currency"))
        cost = row.money("cost", currency) if row.text("cost") else 0
        days = period or [row.day("day")]
        whole = (cost, row.whole("impressions"), row.whole("clicks"))
        account = customer(row.text("account")) or row.reading.extra["account"]
        results.add(days, row.need("campaign"), account, currency, row.number, whole, row.real("conversions"))


def is_total(row: Row) -> bool:
    """A line like ``Total: Account``: its other names are blank. ``Total Wine`` is a campaign, so is ``Total: Wine``
    where the row has a day, a status or a type of its own."""
    if _TOTAL.fullmatch(row.text("day")):
        return True
    named = (_TOTAL.fullmatch(name.strip()) for name in (row.cells[0], row.text("campaign")))
    total = next((match for match in named if match), None)
    others = [name for name in ("day", "status", "type") if name in row.reading.table.header.places]
    if total is None or any(text and not _TOTAL.fullmatch(text) for text in map(row.text, others)):
        return False
    return bool(others) or normal(total[1]) in _TOTALS_OF


def customer(text: str) -> str:
    """A customer's number as 123-456-7890, however it is written; a name as it stands."""
    number = _CUSTOMER.fullmatch(text.strip())
    return "-".join(number.groups()) if number else text.strip()


def _account_above(reading: Reading) -> str:
    """The account that a line above the header names; '' where none does."""
    cells = (cell.strip() for row in reading.table.before_header for cell in row)
    named = next((match for match in map(_ACCOUNT_LINE.fullmatch, cells) if match), None)
    return customer(named[1] or named[2]) if named else ""


def _period(reading: Reading) -> list[date]:
    """The days of the date range above the header. Raises ``BadFile`` where it names none."""
    for number, row in enumerate(reading.table.before_header, 1):
        text = ", ".join(cell.strip() for cell in row if cell.strip())
        days = _range(text, reading, number)
        if days:
            return days
    raise BadFile("the report has neither a column Day nor a date range above its header", _NEED_DAY, row=1)


def _range(text: str, reading: Reading, number: int) -> list[date]:
    ends = _UNTIL.split(text) if _UNTIL.search(text) else [text]
    if any(order_of(end) == "?" for end in ends) and reading.given.day_first is None:
        question = f"Is {text} written with the day first or the month first?"
        raise Ask("day_first", question, ("day", "month"), "--date-order", number, "", text)
    try:
        days = [reading.times.day(end) for end in ends]
    except Unreadable:
        return []
    return days_of(days[0], days[-1]) if len(days) <= 2 else []


READER = GoogleAds()
