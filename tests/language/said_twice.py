"""Everything that the language engine makes, from the same made-up documents and the same seed: a line of digests each.

Run in processes of their own, which hash words differently, by test_same_bytes.py.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

import numpy as np

from accord.clauses.glossary import Term
from accord.language.checking import Checker
from accord.language.exchange.formats import FORMATS, exported, read_here
from accord.language.friends import Often
from accord.language.learned import learn
from accord.language.lexicon import lexicon
from accord.language.playback import lost_points
from accord.language.primer import known_words, primer
from accord.language.rewriting import Rewriter
from accord.language.spec import spec
from tests.language.made_up import Plan, made
from tests.language.planted import planted

TERMS = (
    Term("CAB", marketing="Customer Advisory Board", it="Change Advisory Board", variants=("C.A.B.", "CABs", "Cab")),
    Term("error budget", wording="agreed failures", finance="accepted failures", examples=("One.", "Two.", "Three.")),
    Term(
        "MQL", instead=(("it", "sales contact"), ("finance", "likely buyer")), owner_it="Head", owner_marketing="Head"
    ),
    Term("funnel", status="retired", variants=("pipe", "tube")),
)
TEXT = "The CAB met on 3 May and the error budget of 61 minutes is spent unless an MQL asks; it should be fast."
QUICK = Often(shuffles=99, redraws=50)


def said() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each."""
    documents = (
        *planted(np.random.default_rng(1), 6, 6).documents,
        *made(np.random.default_rng(2), Plan(16, words=150)).documents,
    )
    learned = learn(documents, np.random.default_rng(3), often=QUICK)
    yield "learned", learned.to_json()
    for how in FORMATS:
        told = exported(TERMS, how, title="words")
        for name, raw in told.files:
            yield f"{how} {name}", raw
            if how != "vale":
                back = read_here(raw, file=name)
                yield f"{name} back", _json([*map(asdict, back.terms), back.unsaid])
    strange = learned.strange("it", TERMS)
    yield "alerts", _json(list(map(asdict, Checker(lexicon("it", TERMS, strange)).alerts(TEXT))))
    yield "rewritten", Rewriter(lexicon("it", TERMS)).rewrite(TEXT, "plain").text.encode()
    yield "spec", _json(asdict(spec(TEXT, "plain", TERMS, {"it": strange})))
    yield "playback", _json(repr(lost_points(TEXT, "The board met on 4 May; 60 minutes are spent if an MQL asks.")))
    known = known_words("marketing", TERMS, learned.expansions, frozenset(d.document_id for d in documents))
    yield "primer", _json(repr(primer("marketing", date(2026, 6, 1), known)))


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


if __name__ == "__main__":
    sys.stdout.writelines(f"{name} {hashlib.sha256(raw).hexdigest()[:16]}\n" for name, raw in said())
