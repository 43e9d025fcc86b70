from __future__ import annotations

import shlex
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.facts.mapping import Mapping, Source, mapping_of
from accord.facts.mapping_suggest import NotRecognised, suggest
from accord.facts.mapping_values import check
from accord.facts.parse import parse
from accord.facts.reading import Ask, BadFile, Given
from accord.facts.tables import TABLES
from tests.facts.readers.making import KEY, facts, read_here, rejects, table_text, written

LINES = ["InvoiceNo", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
ORDERS = "order_id=InvoiceNo,ordered_at=InvoiceDate,amount=Quantity*UnitPrice,customer_key=CustomerID,segment=Country"


def as_(table: str, mapping: str, **more: str | bool) -> Given:
    settled = {"zone": "Europe/London", "currency": "GBP", "hash_key": KEY} | more
    return Given(options={"as": table, "map": mapping}, **settled)  # type: ignore[arg-type]


def orders(tmp_path: Path, *rows: list[object], mapping: str = ORDERS) -> list[dict[str, object]]:
    path = written(tmp_path, "lines.csv", table_text(LINES, rows))
    return facts(read_here(path, as_("orders", mapping), "mapped"), "orders")


COLUMNS = st.text(
    st.characters(categories=("L", "N", "Zs", "P", "Sc"), exclude_characters='"'), min_size=1, max_size=12
)
NAMES = COLUMNS.map(str.strip).filter(bool)


@given(st.lists(NAMES, min_size=1, max_size=3), st.text("abc '"[:4], max_size=5))
def test_a_mapping_is_written_as_it_is_read(columns: list[str], fixed: str) -> None:
    mapping = Mapping(TABLES["orders"], {"amount": Source(tuple(columns)), "currency": Source(fixed=fixed)})
    assert mapping_of("orders", str(mapping)) == mapping


@pytest.mark.parametrize(
    ("table", "text", "told"),
    [
        ("nothing", "a=b", "Tables are orders"),
        ("orders", "sold_at=Date", "has no field sold_at"),
        ("orders", "ordered_at", "does not say field=column"),
        ("orders", "amount=a*'b'", "neither a column"),
        ("orders", 'amount="a', "cannot be read"),
    ],
)
def test_a_wrong_mapping_says_what_would_be_right(table: str, text: str, told: str) -> None:
    with pytest.raises(BadFile, match=told):
        mapping_of(table, text)


def test_lines_of_one_order_are_summed_exactly_wherever_they_stand(tmp_path: Path) -> None:
    told = orders(
        tmp_path,
        ["A1", 3, "2026-07-01 10:05", "0.335", "17850.0", "UK"],
        ["A2", 1, "2026-07-01 11:00", "5.00", "17851.0", "FR"],
        ["A1", 2, "2026-07-01 10:00", "0.335", "17850.0", "UK"],
    )
    first, second = told
    assert (first["order_id"], first["amount_minor"], first["status"]) == ("A1", 168, "placed")
    assert first["ordered_at"] == datetime(2026, 7, 1, 9)
    assert (first["row_number"], second["row_number"]) == (2, 3)
    assert first["customer_key"] not in (None, "17850.0", second["customer_key"])


@pytest.mark.parametrize(
    ("lines", "minor", "status"),
    [
        ([(-1, "5.00")], -500, "cancelled"),
        ([(2, "5.00"), (-1, "5.00")], 500, "placed"),
        ([(2, "5.00"), (-2, "5.00")], 0, "cancelled"),
        ([(-7, "0")], 0, "cancelled"),
        ([(1, "0")], 0, "placed"),
    ],
)
def test_returns_are_netted_and_a_credit_note_is_cancelled(
    lines: list[tuple[int, str]], minor: int, status: str, tmp_path: Path
) -> None:
    rows = [["A1", quantity, "2026-07-01 10:00", price, "", ""] for quantity, price in lines]
    (fact,) = orders(tmp_path, *rows)
    assert (fact["amount_minor"], fact["status"]) == (minor, status)


def test_an_order_with_a_line_that_cannot_be_read_is_not_taken(tmp_path: Path) -> None:
    rows = [["A1", 1, "2026-07-01 10:00", "5.00", "", ""], ["A1", "x", "2026-07-01 10:00", "5.00", "", ""],
            ["A2", 1, "2026-07-01 10:00", "5.00", "", ""]]  # fmt: skip
    parsed = read_here(written(tmp_path, "lines.csv", table_text(LINES, rows)), as_("orders", ORDERS), "mapped")
    assert parsed.counts == {"orders": 1}
    assert sorted((r["row"], r["column"]) for r in rejects(parsed)) == [("2", "order_id"), ("3", "Quantity")]


def test_texts_in_single_quotes_hold_for_all_rows_and_columns_may_have_spaces(tmp_path: Path) -> None:
    text = table_text(["Paid Date", "Supplier, name", "Net amount"], [["2026-07-01", "Made-up Ltd", "-1,234.50"]])
    mapping = 'booked_on="Paid Date",vendor="Supplier, name",amount="Net amount",currency=\'EUR\',kind=\'opex\''
    (fact,) = facts(read_here(written(tmp_path, "l.csv", text), as_("ledger", mapping, side="it"), "mapped"), "ledger")
    assert (fact["booked_on"], fact["vendor"], fact["amount_minor"]) == (date(2026, 7, 1), "Made-up Ltd", -123450)
    assert (fact["currency"], fact["kind"], fact["side"]) == ("EUR", "opex", "it")


def test_rows_without_a_number_get_the_same_one_in_every_export(tmp_path: Path) -> None:
    mapping = "booked_on=Date,vendor=Vendor,amount=Amount"
    header, tea, coffee = ["Date", "Vendor", "Amount"], ["2026-07-01", "Tea", "1.00"], ["2026-07-02", "Coffee", "2.00"]

    def numbers(*rows: list[str]) -> list[str]:
        path = written(tmp_path, "l.csv", table_text(header, rows))
        return [fact["entry_id"] for fact in facts(read_here(path, as_("ledger", mapping), "mapped"), "ledger")]

    first, again, other = numbers(tea, tea, coffee)
    assert again == f"{first}/2"
    assert numbers(coffee, tea) == [other, first]


def test_a_booking_over_several_lines_keeps_all_of_them(tmp_path: Path) -> None:
    text = table_text(
        ["No", "Date", "Vendor", "Amount"], [["7", "2026-07-01", "Tea", "1"], ["7", "2026-07-01", "Tea", "2"]]
    )
    mapping = "entry_id=No,booked_on=Date,vendor=Vendor,amount=Amount"
    told = facts(read_here(written(tmp_path, "l.csv", text), as_("ledger", mapping), "mapped"), "ledger")
    assert [(fact["entry_id"], fact["amount_minor"]) for fact in told] == [("7", 100), ("7/2", 200)]


@pytest.mark.parametrize(
    ("table", "mapping", "header", "row"),
    [
        ("incidents", "incident_id=Id,service=System,started_at=From,ended_at=To", "Id,System,From,To",
         "1,shop,2026-07-01 10:00,2026-07-01 11:00"),
        ("changes", "change_id=Id,service=S,planned_start=A,planned_end=B,kind='normal'", "Id,S,A,B",
         "1,shop,2026-07-01 10:00,2026-07-01 11:00"),
        ("visits", "bin_start=Hour,bin_seconds='3600',visits=Sessions", "Hour,Sessions", "2026-07-01 10:00,77"),
        ("campaigns", "name=N,starts_at=A,ends_at=B,forecast=F", "N,A,B,F", "Spring,2026-07-01,2026-07-02,10.50"),
        ("campaign_results", "day=D,campaign_id=C,channel='posters',cost=X", "D,C,X", "2026-07-01,Spring,10.50"),
        ("calendar", "kind='freeze',title=T,starts_at=A,ends_at=B", "T,A,B", "Stop,2026-07-01 10:00,2026-07-02 10:00"),
        ("availability", "service=S,at=A,seconds='60',good=G,total=T", "S,A,G,T", "shop,2026-07-01 10:00,59.5,60"),
        ("rates", "day=D,currency=C,per_base=R", "D,C,R", "2026-07-01,USD,1.08"),
        ("payments", "payment_id=P,paid_at=A,amount=X,status=S", "P,A,X,S", "1,2026-07-01 10:00,9.99,Succeeded"),
    ],
)  # fmt: skip
def test_any_table_can_be_mapped(table: str, mapping: str, header: str, row: str, tmp_path: Path) -> None:
    parsed = read_here(written(tmp_path, "t.csv", f"{header}\n{row}\n"), as_(table, mapping), "mapped")
    assert parsed.counts == {table: 1}
    assert parsed.columns_left == ()


def test_a_mapping_that_leaves_out_what_the_table_needs_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "Date,Amount\n2026-07-01,1\n")
    with pytest.raises(BadFile, match="where vendor comes from"):
        read_here(path, as_("ledger", "booked_on=Date,amount=Amount"), "mapped")
    with pytest.raises(BadFile, match="no line names the columns Vendor"):
        read_here(path, as_("ledger", "booked_on=Date,amount=Amount,vendor=Vendor"), "mapped")
    with pytest.raises(BadFile, match="cannot be a product"):
        read_here(path, as_("ledger", "booked_on=Date,amount=Amount,vendor=Date*Amount"), "mapped")


def test_without_zone_or_currency_they_are_asked(tmp_path: Path) -> None:
    path = written(tmp_path, "lines.csv", table_text(LINES, [["A1", 1, "2026-07-01 10:00", "5.00", "", ""]]))
    for left_out, setting in (({"zone": None}, "zone"), ({"currency": None}, "currency")):
        with pytest.raises(Ask) as asked:
            read_here(path, as_("orders", ORDERS, **left_out), "mapped")  # type: ignore[arg-type]
        assert asked.value.setting == setting


def test_an_unknown_file_comes_with_a_mapping_that_reads_it(tmp_path: Path) -> None:
    path = written(tmp_path, "lines.csv", table_text(LINES, [["A1", 2, "2026-07-01 10:00", "5.00", "17850", "UK"]]))
    with pytest.raises(NotRecognised) as unknown:
        parse(path, Given(), tmp_path / "out")
    best = unknown.value.suggestions[0]
    assert (best.table, best.missing) == ("orders", ())
    assert dict(best.samples)["UnitPrice"] == ("5.00",)
    assert f"--as orders --map '{best.as_option}'" in str(unknown.value)
    parsed = read_here(path, as_(best.table, best.as_option), "mapped")
    assert parsed.money == {"GBP": 1000}


@pytest.mark.parametrize(
    ("header", "table"),
    [
        (
            "Body Name,Organisational Unit,Expenditure Category,Paid Date,Trans No,Amount,Type,Supplier Name",
            "ledger",
        ),
        ("Date,Amount,Supplier,supplier_clean", "ledger"),
        ("Order ID,Order Date,Customer Email,Grand Total,Currency", "orders"),
        ("Ticket,System,Start,End,Summary", "incidents"),
        ("RFC,System,Planned start,Planned end,Change type", "changes"),
        ("SKU,Warehouse,Out of stock since,Restocked at,Buyer", "stock_outs"),
    ],
)
def test_the_suggested_table_fits_the_header(header: str, table: str) -> None:
    assert suggest("", [header.split(",")])[0].table == table


@pytest.mark.parametrize(
    "header",
    [
        "Bestellnummer;Bestelldatum;Betrag;Währung;Kundennummer",
        "Bestellnr.;Bestellzeitpunkt;Gesamtbetrag",
        "N° commande;Date de commande;Montant TTC;Devise",
        "Numéro de commande;Date d'achat;Montant total",
        "Nº pedido;Fecha de pedido;Importe;Moneda",
        "Número de pedido;Fecha;Importe total",
        "Bestelnummer;Besteldatum;Bedrag;Valuta",
        "Numero d'ordine;Data ordine;Importo;Valuta",
        "Rechnungsnr;Rechnungsdatum;Menge;Einzelpreis",
    ],
)
def test_orders_are_suggested_in_other_languages(header: str) -> None:
    names = header.split(";")
    best = suggest("", [names])[0]
    assert (best.table, best.missing) == ("orders", ())
    mapping = mapping_of(best.table, best.as_option)
    assert set(mapping.columns) == set(names)


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("Buchungsdatum;Lieferant;Kostenstelle;Betrag", "ledger"),
        ("Date comptable;Fournisseur;Compte;Libellé;Montant", "ledger"),
        ("Fecha contable;Proveedor;Centro de coste;Importe", "ledger"),
        ("Boekingsdatum;Leverancier;Kostenplaats;Bedrag", "ledger"),
        ("Data registrazione;Fornitore;Conto;Importo", "ledger"),
        ("Störungsnummer;Dienst;Beginn;Ende;Priorität", "incidents"),
        ("Campaña;Fecha de inicio;Fecha de fin;Presupuesto", "campaigns"),
        ("Stunde;Besuche;Kanal", "visits"),
        ("Jour;Campagne;Plateforme;Coût;Clics", "campaign_results"),
        ("Artikel;Ausverkauft seit;Wieder lieferbar;Kampagne", "stock_outs"),
        ("Article;Produit;En rupture depuis;Fin de la rupture", "stock_outs"),
    ],
)
def test_the_suggestion_in_another_language_can_be_taken_as_it_is(header: str, table: str) -> None:
    best = suggest("", [header.split(";")])[0]
    assert (best.table, best.missing) == (table, ())
    check(mapping_of(best.table, best.as_option))


def test_a_suggestion_with_an_apostrophe_survives_a_shell() -> None:
    [best, *_] = suggest("", [["Numero d'ordine", "Data ordine", "Importo"]])
    told = shlex.split(str(NotRecognised([best])).partition("with: ")[2])
    assert told == ["--as", "orders", "--map", best.as_option]


def test_money_may_be_mapped_in_minor_units(tmp_path: Path) -> None:
    text = table_text(["Day", "Vendor", "Cents"], [["2026-07-01", "Tea", "250"]])
    mapping = "booked_on=Day,vendor=Vendor,amount_minor=Cents"
    parsed = read_here(written(tmp_path, "l.csv", text), as_("ledger", mapping), "mapped")
    assert parsed.money == {"GBP": 250}
    with pytest.raises(BadFile, match="both amount and amount_minor"):
        read_here(written(tmp_path, "l.csv", text), as_("ledger", f"{mapping},amount=Cents"), "mapped")


def test_an_order_beyond_all_money_is_rejected_alone(tmp_path: Path) -> None:
    rows = [["A1", 10, "2026-07-01 10:00", "99999999999999.00", "", ""], ["A2", 1, "2026-07-01 10:00", "5.00", "", ""]]
    parsed = read_here(written(tmp_path, "lines.csv", table_text(LINES, rows)), as_("orders", ORDERS), "mapped")
    assert parsed.money == {"GBP": 500}
    assert [(r["row"], r["column"], r["reason"]) for r in rejects(parsed)] == [
        ("2", "amount", "is too large to be true")
    ]
