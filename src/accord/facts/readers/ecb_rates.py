"""The European Central Bank's reference rates: one row a day, one column a currency."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accord.facts.convert_errors import LeftOut, Unreadable
from accord.facts.reading import Sample
from accord.facts.tabular import Field, Header, match_header
from accord.facts.tabular_reader import Fact, Row, TabularReader

_KNOWN = ("USD", "JPY", "GBP")
_CODE = re.compile("[A-Z]{3}")


class EcbRates(TabularReader):
    """Units of each currency for one euro, as published each working day about 16:00 CET."""

    name = "ecb_rates"
    title = "ECB reference rates"
    side = None
    tables = ("rates",)
    how_to_get = "ecb.europa.eu: euro foreign exchange reference rates, CSV (eurofxref-hist.zip)"
    fixed_locale = "en_US"
    wide_rows = True
    fields = (Field("day", ("Date",), needed=True), *(Field(code, (code,), needed=True) for code in _KNOWN))

    def header(self, sample: Sample) -> Header | None:
        """A line ``Date,USD,JPY,...`` of which every other name is a currency code."""
        for index, row in enumerate(sample.rows):
            names = [cell.strip() for cell in row]
            codes = [name for name in names if name and name != "Date"]
            if names[:1] == ["Date"] and set(_KNOWN) <= set(codes) and all(map(_CODE.fullmatch, codes)):
                return match_header(index, row, (self.fields[0], *(Field(code, (code,)) for code in codes)))
        return None

    def facts(self, row: Row) -> Iterable[Fact]:
        day = row.day("day")
        codes = [name for name in row.reading.table.header.places if name != "day" and row.text(name)]
        if not codes:
            raise LeftOut("days without a rate")
        for code in codes:
            rate = row.real(code)
            if rate is None or rate <= 0:
                raise Unreadable("is no rate", code, row.text(code))
            yield "rates", {"day": day, "currency": code, "per_base": rate, "base": "EUR"}


READER = EcbRates()
