"""Meta Ads Manager: the currency in a column's name, rows over several days, headers in the user's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.reading import Piece, Sample
from accord.facts.tabular import Field, Header, match_header, normal
from accord.facts.tabular_reader import Reading, Row, TabularReader, refuse_surplus, reject
from accord.facts.tabular_spread import Results, days_of

_SPENT = re.compile(
    r"(?:amount spent|ausgegebener betrag|valor usado|valor gasto|montante gasto|витрачена сума|importe gastado|"
    r"montant dépensé|importo speso)(?: \(([a-z]{3})\))?"
)
_STARTS = (
    *("Reporting starts", "Beginn des Berichts", "Auswertungsstart", "Início dos relatórios", "Início do relatório"),
    "Початок звітності",
)
_ENDS = (
    *(
        "Reporting ends",
        "Ende des Berichts",
        "Auswertungsende",
        "Término dos relatórios",
        "Encerramento dos relatórios",
    ),
    *("Fim do relatório", "Завершення звітності"),
)
_ACCOUNTS = (
    *("Account name", "Ad account name", "Kontoname", "Name des Werbekontos", "Nome da conta"),
    *("Назва облікового запису", "Account ID", "Ad account ID", "Konto-ID", "ID da conta", "ID облікового запису"),
)
_CLICKS = (
    *("Clicks (all)", "Klicks (alle)", "Cliques (todos)", "Кліки (усі)"),
    *("Link clicks", "Link-Klicks", "Cliques no link", "Кліки посилання"),
)
_CONVERSIONS = (
    *("Purchases", "Käufe", "Compras", "Покупки"),
    *("Results", "Ergebnisse", "Resultados", "Результати"),
)


class MetaAds(TabularReader):
    """Cost, impressions, clicks and results by day, campaign and account."""

    version = 2
    name = "meta_ads"
    title = "Meta Ads Manager"
    side = "marketing"
    tables = ("campaign_results",)
    how_to_get = "Meta Ads Manager: Reports, break down by Day, Export table data"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("campaign", ("Campaign name", "Kampagnenname", "Nome da campanha", "Назва кампанії"), needed=True),
        Field("spent", ("Amount spent",), needed=True),
        Field("account", _ACCOUNTS),
        Field("day", ("Day", "Tag", "Dia", "День")),
        Field("starts", _STARTS),
        Field("ends", _ENDS),
        Field("currency", ("Currency", "Währung", "Moeda", "Валюта")),
        Field("impressions", ("Impressions", "Impressionen", "Impressões", "Покази")),
        Field("clicks", _CLICKS),
        Field("conversions", _CONVERSIONS),
    )
    number_fields = ("spent", "impressions", "clicks", "conversions")
    date_fields = ("day", "starts", "ends")

    def header(self, sample: Sample) -> Header | None:
        for index, row in enumerate(sample.rows):
            header = match_header(index, row, self._fields_for(row))
            if header and ("day" in header.places or {"starts", "ends"} <= header.places.keys()):
                return header
        return None

    def _fields_for(self, row: Sequence[str]) -> tuple[Field, ...]:
        spent = tuple(name for name in map(normal, row) if _SPENT.fullmatch(name))
        return tuple(replace(f, names=spent) if f.name == "spent" else f for f in self.fields)

    def pieces(self, reading: Reading) -> Iterator[Piece]:
        named = currency_in(reading.table.header)
        results = Results("meta_ads")
        for row in reading.rows():
            try:
                self._take(row, named, results)
            except Unreadable as error:
                yield reject(row, error)
            except LeftOut as error:
                reading.left_out[error.why] += 1
        yield from results.batches()
        if results.spread_rows:
            reading.notes.append(f"{results.spread_rows:,} rows that cover several days are spread evenly over them")

    def _take(self, row: Row, named: str, results: Results) -> None:
        if not row.text("campaign"):
            raise LeftOut("summary lines without a campaign")
        refuse_surplus(row)
        currency = row.reading.currency(named or row.text("currency"))
        cost = row.money("spent", currency) if row.text("spent") else 0
        whole = (cost, row.whole("impressions"), row.whole("clicks"))
        account = row.text("account") or row.reading.given.options.get("account", "")
        results.add(_days(row), row.need("campaign"), account, currency, row.number, whole, row.real("conversions"))


def currency_in(header: Header) -> str:
    """``EUR`` of ``Amount spent (EUR)``; '' where the header names none."""
    match = _SPENT.fullmatch(normal(header.names[header.places["spent"][0]]))
    return (match[1] or "").upper() if match else ""


def _days(row: Row) -> list[date]:
    if row.text("day"):
        return [row.day("day")]
    first, last = row.day("starts"), row.day("ends")
    if last < first or (last - first).days > 3660:
        raise Unreadable("does not follow the start", row.column("ends"), row.text("ends"))
    return days_of(first, last)


READER = MetaAds()
