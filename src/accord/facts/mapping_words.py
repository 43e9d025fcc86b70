"""What people call the fields of the fact tables, in English, German, French, Spanish, Dutch and Italian.

Names are written as ``bare`` makes them: small letters and digits without marks, so that ``N° de commande`` is
``ndecommande``. A field with ``!`` is needed. Best names first.
"""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "orders": {
        "order_id!": "orderid order ordernumber orderno ordernr invoiceno invoicenumber invoice transactionid basketid"
        " bestellnummer bestellnr bestellid auftragsnummer auftragsnr auftrag rechnungsnummer rechnungsnr belegnummer"
        " numerodecommande numerocommande ndecommande ncommande nocommande numcommande idcommande commande"
        " numerodefacture nfacture numerodepedido numeropedido ndepedido npedido nodepedido nopedido idpedido pedido"
        " bestelnummer bestelnr ordernummer bestelling factuurnummer"
        " numerodordine numeroordine nordine noordine idordine ordine numerofattura",
        "ordered_at!": "orderedat orderdate invoicedate createdat purchasedate placedat date datetime timestamp"
        " bestelldatum bestellzeitpunkt bestelltam auftragsdatum kaufdatum rechnungsdatum datum zeitpunkt"
        " datedecommande datecommande datedelacommande datedachat dateachat"
        " fechadepedido fechapedido fechadelpedido fechadecompra fecha besteldatum orderdatum besteldop"
        " dataordine datadordine datadellordine data",
        "amount!": "amount total ordertotal grandtotal revenue value price sales turnover"
        " gesamtbetrag bestellwert gesamtsumme betrag summe umsatz rechnungsbetrag bruttobetrag nettobetrag"
        " montanttotal montantttc totalttc montant montantht importetotal importe montototal monto"
        " totaalbedrag orderbedrag bedrag totaal importototale totaleordine importo totale",
        "currency": "currency currencycode wahrung waehrung wahrungscode devise codedevise monnaie moneda divisa valuta"
        " munteenheid",
        "customer_key": "customerid customer customeremail email clientid buyer kundennummer kundennr kundenid kunde"
        " numeroclient idclient client idcliente cliente codicecliente klantnummer klantid klant correo mail",
        "channel": "channel source medium kanal quelle canal canale kanaal bron fuente fonte",
        "segment": "segment country region market store land pays pais paese filiale",
        "status": "status orderstatus state bestellstatus statut etat estado stato",
    },
    "ledger": {
        "entry_id": "transactionnumber transno transactionno entryid documentnumber voucher journal reference"
        " buchungsnummer belegnummer belegnr numerodepiece numeropiece npiece numerodeasiento asiento ndocumento"
        " boekingsnummer boekstuknummer boekstuk numeroregistrazione registrazione",
        "booked_on!": "bookedon date paiddate paymentdate postingdate bookingdate transactiondate"
        " buchungsdatum belegdatum zahlungsdatum datum datecomptable dateecriture datedepaiement"
        " fechacontable fechaasiento fechadepago fechapago fecha boekingsdatum boekdatum"
        " dataregistrazione datapagamento data",
        "vendor!": "vendor supplier suppliername vendorname payee merchant beneficiary lieferant kreditor"
        " zahlungsempfanger empfanger fournisseur beneficiaire proveedor acreedor leverancier crediteur fornitore",
        "amount!": "amount netamount amountgbp amounteur amountusd paid value cost spend"
        " betrag nettobetrag summe montant montantht montantttc importe monto bedrag importo",
        "currency": "currency currencycode wahrung waehrung devise moneda divisa valuta",
        "cost_centre": "costcentre costcenter entity organisationalunit organisatonalunit servicearea department"
        " kostenstelle centredecout centredecouts centrodecoste centrodecostes centrodecosto kostenplaats",
        "account": "account expensetype expenditurecategory expenditurecode expenditureunit glaccount category"
        " sachkonto konto kostenart compte cuenta grootboekrekening rekening conto",
        "description": "description descriptions narrative details expensearea text buchungstext beschreibung"
        " verwendungszweck libelle descripcion concepto omschrijving descrizione causale",
        "kind": "capitalorrevenue caporrev opexcapex kind",
    },
    "payments": {
        "payment_id!": "paymentid chargeid transactionid zahlungsnummer zahlungsid transaktionsnummer"
        " numerodepaiement idpaiement numerodepago idpago betalingsnummer betaalnummer numeropagamento idpagamento",
        "paid_at!": "paidat paymentdate created createdat date zahlungsdatum bezahltam datedepaiement datepaiement"
        " fechadepago fechapago betaaldatum betalingsdatum datadipagamento datapagamento datum fecha data",
        "amount!": "amount paid total betrag summe montant importe monto bedrag importo",
        "currency": "currency wahrung waehrung devise moneda divisa valuta",
        "order_id": "orderid order orderno bestellnummer bestellnr numerodecommande ncommande numerodepedido npedido"
        " bestelnummer ordernummer numeroordine nordine",
        "status!": "status state zahlungsstatus statut etat estado stato",
    },
    "incidents": {
        "incident_id!": "incidentid incident number ticket ticketid id key storungsnummer vorfallnummer vorfall"
        " ticketnummer numerodincident nincident numerodeincidencia nincidencia incidencia"
        " incidentnummer storingsnummer numeroincidente incidente",
        "service!": "service system application affectedservice component ci dienst anwendung systeme servicio sistema"
        " aplicacion systeem applicatie servizio applicazione",
        "started_at!": "startedat start starttime opened openedat created createdat began detectedat"
        " beginn storungsbeginn anfang debut datededebut inicio fechadeinicio begin starttijd inizio datainizio",
        "ended_at": "endedat end endtime resolved resolvedat closed closedat ende storungsende fin datedefin fechadefin"
        " einde eindtijd fine datafine",
        "severity": "severity priority impact schweregrad prioritat gravite priorite gravedad prioridad ernst"
        " prioriteit gravita priorita",
        "title": "title summary description shortdescription titel kurzbeschreibung beschreibung titre titulo"
        " descripcion omschrijving titolo descrizione",
    },
    "changes": {
        "change_id!": "changeid change number rfc changenumber id anderungsnummer anderung changement"
        " numerodecambio cambio wijzigingsnummer wijziging numerocambiamento modifica",
        "service!": "service system application component ci dienst systeme servicio sistema systeem servizio",
        "planned_start!": "plannedstart plannedstartdate start startdate begin geplanterbeginn geplanterstart beginn"
        " debutprevu inicioprevisto inicioplanificado geplandbegin geplandestart inizioprevisto",
        "planned_end!": "plannedend plannedenddate end enddate finish geplantesende ende finprevue finprevisto"
        " finplanificado geplandeinde einde fineprevista",
        "kind!": "kind type changetype anderungstyp art typ typedechangement tipodecambio tipo soort",
        "title": "title summary description shortdescription titel beschreibung titre titulo omschrijving titolo",
    },
    "stock_outs": {
        "item!": "item sku product article productname soldout artikel artikelnummer produkt produit articulo producto"
        " articolo prodotto",
        "started_at!": "startedat outofstockfrom outofstocksince soldoutat soldoutsince stockoutstart ausverkauftab"
        " ausverkauftseit nichtlieferbarab enrupturedepuis debutderupture agotadodesde sinexistenciasdesde"
        " uitverkochtsinds esauritodal",
        "ended_at": "endedat outofstockuntil backinstock backinstockat restockedat stockoutend wiederlieferbar"
        " wiederlieferbarab findelarupture disponibledenuevo weeropvoorraad dinuovodisponibile",
        "stock_out_id": "stockoutid stockoutnumber",
        "campaign_id": "campaignid campaign kampagne campagne campana campagna",
    },
    "campaigns": {
        "campaign_id": "campaignid id key",
        "name!": "name campaign campaignname title kampagnenname kampagne nomdelacampagne campagne"
        " nombredelacampana campana campagnenaam nomecampagna campagna",
        "starts_at!": "startsat start startdate from launch startdatum beginn von datededebut debut"
        " fechadeinicio inicio begindatum datainizio inizio",
        "ends_at!": "endsat end enddate until to enddatum ende bis datedefin fin fechadefin einddatum einde"
        " datafine fine",
        "budget": "budget plannedbudget presupuesto",
        "forecast": "forecast expectedrevenue prognose prevision previsione",
    },
    "visits": {
        "bin_start!": "binstart hour day date timestamp stunde tag datum heure jour hora dia fecha uur dag ora giorno",
        "bin_seconds!": "binseconds",
        "visits!": "visits sessions users besuche sitzungen visites visitas sesiones bezoeken sessies visite sessioni",
        "channel": "channel source medium defaultchannelgroup kanal canal canale kanaal",
    },
    "campaign_results": {
        "day!": "day date tag datum jour dia fecha dag giorno",
        "campaign_id!": "campaign campaignname campaignid kampagne campagne campana campagna",
        "channel!": "channel platform source network medium kanal plattform canal plateforme plataforma kanaal canale",
        "account": "accountname account adaccount accountid customerid konto compte cuenta",
        "cost!": "cost spend amountspent spent costs kosten ausgaben cout couts depenses coste costo gasto uitgaven",
        "currency": "currency currencycode wahrung waehrung devise moneda divisa valuta",
        "impressions": "impressions impr impressionen impresiones impressies vertoningen impressioni",
        "clicks": "clicks linkclicks klicks clics klikken clic",
    },
}
"""For each table its fields, in the order asked."""

FACTORS = (
    "quantity qty units menge stuckzahl anzahl quantite cantidad aantal quantita".split(),
    "unitprice price itemprice einzelpreis stuckpreis prixunitaire preciounitario stuksprijs prezzounitario".split(),
)
"""Names of quantity and price, whose product is the amount of a line."""

SECONDS = {
    **dict.fromkeys("hour stunde heure hora uur ora".split(), 3600),
    **dict.fromkeys("day date tag datum jour dia fecha dag giorno".split(), 86400),
}
"""How long the bins of visits are that a column of such a name counts."""
