"""The style holds texts to the glossary in editors that run Vale, in the keys that Vale documents."""

from __future__ import annotations

import configparser
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from accord.clauses.glossary import READERS, Reader, Term, agreed
from accord.language.exchange import vale
from tests.language.exchange.any_glossary import CAB, any_glossary

# vale.sh/docs: "Styles" (header of every rule), and the pages of the two checks; read in November 2026.
HEADER = {"extends", "message", "level", "scope", "link", "limit", "action"}
KEYS = {
    "substitution": HEADER | {"append", "ignorecase", "nonword", "swap", "exceptions", "vocab", "capitalize"},
    "existence": HEADER | {"append", "ignorecase", "nonword", "raw", "tokens", "exceptions", "vocab"},
}
LEVELS = {"suggestion", "warning", "error"}
CORE = {"StylesPath", "MinAlertLevel", "Vocab"}


def written(*glossary: Term) -> dict[str, str]:
    return {path: raw.decode() for path, raw in vale.export(glossary).files}


def rules(*glossary: Term) -> dict[str, dict[str, Any]]:
    return {path: yaml.safe_load(text) for path, text in written(*glossary).items() if path.endswith(".yml")}


def alerts(text: str, reader: Reader, *glossary: Term) -> list[tuple[str, str]]:
    """What Vale would say of the text: the first expression that fits at a place, with its replacement."""
    found: list[tuple[str, str]] = []
    for path, rule in rules(*glossary).items():
        if f"/Accord{vale.NAMES[reader]}/" in path:
            flags = re.IGNORECASE if rule["ignorecase"] else re.NOFLAG
            pairs = rule.get("swap") or dict.fromkeys(rule["tokens"], "")
            joined = re.compile("|".join(f"({key})" for key in pairs), flags)
            said = list(pairs.values())
            found += [(m[0], said[(m.lastindex or 1) - 1]) for m in joined.finditer(text)]
    return found


@settings(max_examples=60)
@given(any_glossary)
def test_every_key_of_every_rule_is_one_that_vale_documents(glossary: tuple[Term, ...]) -> None:
    for path, rule in rules(*glossary).items():
        assert re.fullmatch(r"styles/AccordFor(Marketing|IT|Finance)/(Abbreviations|Words|Meanings)\.yml", path)
        assert set(rule) <= KEYS[rule["extends"]], path
        assert {"extends", "message", "level"} <= set(rule)
        assert rule["level"] in LEVELS
        assert rule["message"].count("%s") == {"substitution": 2, "existence": 1}[rule["extends"]]


@settings(max_examples=60)
@given(any_glossary)
def test_no_expression_captures_and_each_finds_its_own_word(glossary: tuple[Term, ...]) -> None:
    for rule in rules(*glossary).values():
        for key in rule.get("swap") or rule["tokens"]:
            assert key.count("(") == key.count("(?")
            assert re.compile(key).groups == 0
    for term in agreed(glossary):
        for reader in READERS:
            said = term.say(reader)
            if said and "|" not in said and "$" not in said:
                assert alerts(term.term, reader, term) == [(term.term, said)]


def test_each_reader_is_told_what_was_agreed_for_them() -> None:
    text = "The CABs met; a cab came. C.A.B. rules."
    assert alerts(text, "marketing", CAB) == [("CABs", "IT's change board"), ("C.A.B.", "IT's change board")]
    assert [said for _, said in alerts(text, "it", CAB)] == ["change board"] * 2
    assert [said for _, said in alerts(text, "finance", CAB)] == ["meeting that approves changes"] * 2


def test_a_word_within_its_own_wording_is_left_alone() -> None:
    term = Term("board", wording="change board")
    assert alerts("The change board met, not the board.", "it", term) == [("board", "change board")]
    assert alerts("C++ (old) is (old).", "it", Term("(old)", wording="former")) == [("(old)", "former")] * 2


def test_a_word_with_two_meanings_and_no_wording_is_asked_about() -> None:
    twofold = Term("CMS", marketing="content system", it="configuration store")
    assert alerts("The CMS is down.", "it", twofold) == [("CMS", "")]
    assert alerts("The CMS is down.", "it", Term("CMS", it="configuration store")) == []
    pipeline = Term("pipeline", marketing="prospects", it="steps")
    assert len(alerts("Pipeline full; pipeline empty.", "finance", pipeline)) == 2


def test_only_agreed_words_bind_and_retired_ones_are_rejected() -> None:
    files = written(Term("pod", wording="team", status="proposed"), Term("squad", status="retired"), CAB)
    assert "pod" not in "".join(files.values())
    assert files["styles/config/vocabularies/Accord/reject.txt"] == "squad\n"
    accepted = files["styles/config/vocabularies/Accord/accept.txt"].splitlines()
    assert accepted == ["IT's change board", "[Cc]hange board", "[Mm]eeting that approves changes"]


@pytest.mark.parametrize("reader", READERS)
def test_the_sample_configuration_names_what_was_written(reader: Reader) -> None:
    files = written(CAB)
    settings_ = configparser.ConfigParser()
    settings_.optionxform = str  # type: ignore[assignment,method-assign]
    settings_.read_string("[core]\n" + files[f"for-{reader}.ini"])
    assert set(settings_["core"]) == CORE
    [glob] = [s for s in settings_.sections() if s != "core"]
    own = settings_[glob]["BasedOnStyles"].split(", ")[1]
    assert f"styles/{own}/Abbreviations.yml" in files
    assert f"{settings_['core']['StylesPath']}/config/vocabularies/{settings_['core']['Vocab']}/accept.txt" in files


def test_what_vale_cannot_hold_is_said() -> None:
    told = vale.export((Term("either", wording="a|b"), CAB)).unsaid
    assert told[0] == vale.UNSAID
    assert told[1].endswith("left out: either.")
