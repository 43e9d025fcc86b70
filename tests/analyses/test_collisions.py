"""Words that mean two things: what it must get right beside the common examination."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from accord.analyses.account import account
from accord.analyses.discovery import load
from accord.analyses.effects import measure
from accord.analyses.run import run
from accord.clauses.charter import Charter
from accord.clauses.glossary import Term
from accord.findings.brief import rank
from accord.findings.finding import Finding, Wording
from accord.language.document import Document, Part
from accord.language.twofold import mentioned, twofold
from accord.methods.often import expected
from accord.units.interval import Interval
from accord.units.period import Period
from accord.worlds import small
from accord.worlds.documents import papers
from accord.worlds.retailer import World
from accord.worlds.said import ACRONYMS, FRIENDS
from accord.worlds.small import Small
from accord.worlds.small.words import COLLIDING, document_tables
from tests.analyses.sitting import CHARTER, ask, moment
from tests.findings.made import finding as another
from tests.support import engine_of

COLLISIONS = load("collisions")


def world(seed: int = 3, **changes: float) -> Small:
    return small.word_world(np.random.default_rng(seed), **changes)  # type: ignore[arg-type]


def agreed(*terms: Term) -> Charter:
    return replace(CHARTER, glossary=terms)


def words(findings: list[Finding]) -> set[str]:
    return {f.subject for f in findings}


def value(finding: Finding, name: str) -> Interval:
    found = finding.figure(name).value
    assert isinstance(found, Interval)
    return found


def test_every_planted_collision_is_found_and_no_other_spelling_is_taken_for_one() -> None:
    assert words(ask(COLLISIONS, world())) == set(COLLIDING)
    assert ask(COLLISIONS, small.quiet_words(np.random.default_rng(3))) == []


def test_both_meanings_stand_by_their_side() -> None:
    (cab,) = (f for f in ask(COLLISIONS, world()) if f.subject == "CAB")
    assert cab.figure("means_marketing").value == "Customer Advisory Board"
    assert cab.figure("means_it").value == "Change Advisory Board"


def test_it_has_no_amount_and_is_ranked_by_how_often_both_meet_it() -> None:
    found = rank(ask(COLLISIONS, world()))
    assert all(f.amount is None and "no fact" in f.verdict for f in found)
    often = [f.headline.mid for f in found if f.headline]
    assert often == sorted(often, reverse=True)
    assert len(often) == len(COLLIDING)


def test_a_title_that_two_tools_tell_is_met_once() -> None:
    made = world()
    twice = {c: np.concatenate([v, v]) for c, v in made.tables["incidents"].items()}
    twice["source_tool"][: len(twice["source_tool"]) // 2] = "statuspage"
    other = replace(made, tables={**made.tables, "incidents": twice})
    assert [value(f, "met") for f in ask(COLLISIONS, other)] == [value(f, "met") for f in ask(COLLISIONS, made)]


def test_without_any_record_its_documents_are_counted() -> None:
    made = world()
    bare = {t: c for t, c in made.tables.items() if t not in ("incidents", "changes")}
    for finding in ask(COLLISIONS, replace(made, tables=bare)):
        assert finding.measure == "places"
        assert finding.headline == Interval.exact(12)
        assert "no_titles" in {f.code for f in finding.flags}


def test_its_places_are_documents_records_and_other_findings_added_up() -> None:
    for finding in ask(COLLISIONS, world()):
        parts = [value(finding, name).mid for name in ("written_in", "findings")]
        records = sum(e.rows for e in finding.evidence if e.table in ("incidents", "changes"))
        assert value(finding, "places") == Interval.exact(sum(parts) + records)


def test_the_reason_of_a_request_counts_and_a_request_that_says_it_twice_counts_once() -> None:
    made = world(weekly=0.0)
    changes = made.tables["changes"]
    reasons = np.array(["made up"] * len(changes["title"]), object)
    reasons[:3] = "asked for by the CAB"
    titles = changes["title"].copy()
    titles[0] = "CAB: made up"
    asked = {**made.tables, "changes": {**changes, "title": titles, "reason": reasons}}
    (cab,) = (f for f in ask(COLLISIONS, replace(made, tables=asked)) if f.subject == "CAB")
    assert value(cab, "places").mid - value(cab, "written_in").mid == 3
    (piece,) = (e for e in cab.evidence if e.table == "changes")
    assert piece.rows == 3


def test_other_findings_that_say_it_count_and_what_was_told_of_money_stays_theirs() -> None:
    made = world()
    said = Wording("Revenue lost while the CAB met", "Bring it to the CABs.")
    told = another(wordings={"marketing": said, "it": said, "finance": said})
    plain = another(subject="other")
    engine = engine_of(made.tables)
    period = Period(moment(made.start), moment(made.end))
    found = run(COLLISIONS, engine, CHARTER, period, as_of=moment(made.end), told=(told, plain))
    engine.close()
    assert {f.subject: value(f, "findings").mid for f in found if f.subject in ("CAB", "SLA")} == {"CAB": 1, "SLA": 0}
    assert all(f.amount is None for f in found)


def test_it_is_asked_last_so_that_it_hears_what_the_others_found() -> None:
    made = world()
    titles = made.tables["incidents"]["title"]
    engine = engine_of({**made.tables, "incidents": {**made.tables["incidents"], "service": titles}})
    period = Period(moment(made.start), moment(made.end))
    order: list[str] = []
    account(engine, CHARTER, period, as_of=moment(made.end), filled=list(made.tables), how_to_get={},
            progress=lambda done, total, title: order.append(title))  # fmt: skip
    engine.close()
    assert order[-2] == COLLISIONS.title


def test_what_the_glossary_settled_is_silent() -> None:
    own = Term("CAB", marketing="Customer Advisory Board", it="Change Advisory Board")
    assert words(ask(COLLISIONS, world(), charter=agreed(own))) == set(COLLIDING) - {"CAB"}


@pytest.mark.parametrize("status", ["proposed", "retired"])
def test_a_term_that_is_only_proposed_or_retired_settles_nothing(status: str) -> None:
    term = Term("CAB", wording="change board", status=status)  # type: ignore[arg-type]
    assert words(ask(COLLISIONS, world(), charter=agreed(term))) == set(COLLIDING)


def test_a_settled_word_that_is_still_written_alone_says_how_often() -> None:
    term = Term("CAB", wording="change board", owner_marketing="Head of words", owner_it="Head of change")
    (cab,) = (f for f in ask(COLLISIONS, world(), charter=agreed(term)) if f.subject == "CAB")
    assert "agreed" in cab.wordings["it"].title
    assert (cab.owner_marketing, cab.owner_it) == ("Head of words", "Head of change")
    assert cab.figure("agreed").value == "change board"
    quiet = world(weekly=0.0)
    assert "CAB" not in words(ask(COLLISIONS, quiet, charter=agreed(term)))


def test_it_says_where_the_proof_stands_and_holds_no_sentence() -> None:
    for finding in ask(COLLISIONS, world()):
        assert "meets on Monday" not in str(finding)
        assert str(finding.figure("proof_it").value).startswith("notes/it-")


def test_a_promise_that_a_word_is_met_less_often_is_measured_in_its_own_unit() -> None:
    made = small.word_world(np.random.default_rng(8), weeks=52, weekly=3.0)
    start, end = moment(made.start), moment(made.end)
    promise = start + timedelta(weeks=40)
    fewer = {t: _without(c, "CAB", np.datetime64(promise)) if t in ("incidents", "changes") else c
             for t, c in made.tables.items()}  # fmt: skip
    for tables, kept in ((fewer, True), (made.tables, False)):
        engine = engine_of(tables)
        earlier, later = Period(promise - timedelta(weeks=12), promise), Period(promise, end)
        given = {"subject": "CAB", "baseline": earlier, "later": later, "as_of": end + timedelta(hours=1)}
        told = measure(COLLISIONS, engine, CHARTER, **given)  # type: ignore[arg-type]
        engine.close()
        assert told.before.unit == "count"
        assert (told.verdict(10.0) == "kept") == kept, told


def _without(columns: dict[str, NDArray[Any]], word: str, since: np.datetime64) -> dict[str, NDArray[Any]]:
    """The same records; from a moment on none of the titles says the word."""
    at = columns["started_at"] if "started_at" in columns else columns["planned_start"]
    said = np.array([str(t).startswith(word) for t in columns["title"]]) & (at >= since)
    return {**columns, "title": np.where(said, "Made up, in plain words", columns["title"]).astype(object)}


def test_a_rate_holds_the_truth_nine_times_in_ten() -> None:
    rng = np.random.default_rng(5)
    for mean in (0.7, 3.0, 20.0):
        told = [expected(int(n)) for n in rng.poisson(mean, 2000)]
        assert 0.87 <= np.mean([t.low <= mean <= t.high for t in told]) <= 0.97
    with pytest.raises(ValueError, match="no count"):
        expected(-1)


def test_words_in_different_company_are_told_beside_acronyms_and_can_be_left_out() -> None:
    told = twofold(_demo_documents())
    assert {t.word for t in told if not t.explained} == set(FRIENDS)
    assert {t.word for t in told if t.explained} == set(ACRONYMS)
    assert all(t.explained for t in twofold(_demo_documents(), friends=False))
    drop = next(t for t in told if t.word == "drop")
    assert {"collection", "countdown"} & set(drop.said["marketing"].split(", "))
    assert {"gateway", "requests"} & set(drop.said["it"].split(", "))


def test_a_word_in_different_company_is_met_in_titles_in_any_of_its_forms() -> None:
    told = twofold(_demo_documents())
    titles = tuple(_titled(n, t) for n, t in enumerate(("Two pipelines stopped", "A drop in orders", "Nothing")))
    met = mentioned(told, titles)
    assert {w: [d.document_id for d in ds] for w, ds in met.items() if ds} == {"pipeline": ["0"], "drop": ["1"]}


def test_a_false_friend_is_a_finding_that_says_what_the_word_goes_with() -> None:
    texts = [(d.document_id, d.side, [d.text_of(p) for p in d.parts]) for d in _demo_documents()]
    made = world()
    found = ask(COLLISIONS, replace(made, tables={**made.tables, **document_tables(texts)}))
    (drop,) = (f for f in found if f.subject == "drop")
    assert "goes with" in drop.wordings["it"].body
    assert "goes with" in drop.playback
    assert "countdown" in str(drop.figure("means_marketing").value)
    assert drop.wordings["it"].title == "{word} may mean two things"
    assert {f.subject for f in ask(COLLISIONS, world(), false_friends=0)} == set(COLLIDING)


def test_what_both_sides_explained_stands_before_what_they_only_use_differently_and_is_never_crowded_out() -> None:
    texts = [(d.document_id, d.side, [d.text_of(p) for p in d.parts]) for d in _demo_documents()]
    bare = {t: c for t, c in world().tables.items() if t not in ("incidents", "changes")}
    made = replace(world(), tables={**bare, **document_tables(texts)})
    found = rank(ask(COLLISIONS, made))
    explained = [f.wordings["it"].title == "{word} means two things" for f in found]
    assert explained == sorted(explained, reverse=True)
    assert set(explained) == {True, False}
    assert words(ask(COLLISIONS, made, most=sum(explained))) == set(ACRONYMS)


def _titled(number: int, title: str) -> Document:
    return Document(str(number), "incidents", title, "", title, (Part("heading", 0, len(title), 1),))


@cache
def _demo_documents() -> tuple[Document, ...]:
    """The demo's documents as their readers give them, without the files."""
    made = []
    for number, paper in enumerate(papers(World().rng("documents"))):
        text = ""
        parts: list[Part] = []
        for paragraph in paper.paragraphs:
            parts.append(Part("prose", len(text), len(text) + len(paragraph), len(parts) + 1))
            text += f"{paragraph}\n\n"
        made.append(Document(f"{paper.side}-{number}", paper.side, paper.title, "", text, tuple(parts)))
    return tuple(made)
