"""Settings: read strictly, overruled by the environment, and answers that are remembered beside them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accord.workspace.folder import Workspace
from accord.workspace.settings import BadSetting, Settings, load, remember, remembered

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/settings.md").read_text(encoding="utf-8")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace").create()


def test_a_workspace_needs_no_settings(tmp_path: Path) -> None:
    assert load(Workspace(tmp_path / "nowhere"), {}) == Settings()


def test_the_file_counts_and_the_environment_overrules_it(workspace: Workspace) -> None:
    workspace.settings.write_text('engine = "spark"\nmemory_mb = 100\n')
    assert load(workspace, {}) == Settings(engine="spark", memory_mb=100)
    assert load(workspace, {"ACCORD_MEMORY_MB": "200", "ACCORD_THREADS": "3"}) == Settings("spark", "", 200, 3)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("memory = 5", "there is no setting memory. The settings are engine"),
        ('memory_mb = "5"', "memory_mb is '5'; it needs a whole number"),
        ("memory_mb = true", "memory_mb is True; it needs a whole number"),
        ("memory_mb = 1", "memory_mb is 1; it is at least 64 MB"),
        ("engine = 5", "engine is 5; it needs text"),
        ("threads = -1", "threads is -1; it is at least 0"),
        ("memory_mb", "is not TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(workspace: Workspace, text: str, complaint: str) -> None:
    workspace.settings.write_text(text)
    with pytest.raises(BadSetting, match=re.escape(complaint)) as fault:
        load(workspace, {})
    assert str(workspace.settings) in str(fault.value)


def test_a_wrong_variable_is_named(workspace: Workspace) -> None:
    with pytest.raises(BadSetting, match="ACCORD_THREADS is 'many'; it needs a whole number"):
        load(workspace, {"ACCORD_THREADS": "many"})


def test_a_file_in_another_encoding_is_an_error(workspace: Workspace) -> None:
    workspace.settings.write_bytes('engine = "é"'.encode("latin-1"))
    with pytest.raises(BadSetting, match="is not TOML"):
        load(workspace, {})


def test_answers_are_remembered_and_joined(workspace: Workspace) -> None:
    remember(workspace, {"a1": {"zone": "Europe/Paris", "day_first": True}})
    remember(workspace, {"a1": {"zone": "Europe/Rome"}, "b2": {"options": {"map": "x=y"}}})
    assert remembered(workspace) == {
        "a1": {"zone": "Europe/Rome", "day_first": True},
        "b2": {"options": {"map": "x=y"}},
    }
    assert load(workspace, {}) == Settings()


def test_what_a_person_wrote_stays_as_it_was(workspace: Workspace) -> None:
    by_hand = '# ours\nmemory_mb = 100  # enough\n\n[answers.a1]\nzone = "Europe/Paris"\n'
    workspace.settings.write_text(by_hand)
    for zone in ("Europe/Rome", "Europe/Berlin"):
        remember(workspace, {"a1": {"zone": zone}, "b2": {"zone": zone}})
    assert workspace.settings.read_text().startswith(by_hand)
    assert remembered(workspace)["a1"] == {"zone": "Europe/Paris"}
    assert remembered(workspace)["b2"] == {"zone": "Europe/Berlin"}
    assert load(workspace, {}).memory_mb == 100


def test_nothing_to_remember_writes_nothing(workspace: Workspace) -> None:
    remember(workspace, {})
    assert not workspace.settings.exists()


texts = st.text(st.characters(codec="utf-8"), max_size=30)
answers = st.dictionaries(
    texts.filter(bool),
    st.one_of(
        texts, st.booleans(), st.integers(-(2**53), 2**53), st.dictionaries(texts.filter(bool), texts, min_size=1)
    ),
    min_size=1,
    max_size=4,
)


@hypothesis_settings(deadline=None)
@given(told=st.dictionaries(texts.filter(bool), answers, min_size=1, max_size=3))
def test_any_answer_comes_back_as_it_was_given(tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]) -> None:
    workspace = Workspace(tmp_path_factory.mktemp("w"))
    remember(workspace, told)
    assert remembered(workspace) == told


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda f: f.name)
def test_every_setting_stands_on_its_page_with_its_default(setting: Any) -> None:
    row = next((line for line in PAGE.splitlines() if line.startswith(f"| `{setting.name}` |")), "")
    assert setting.metadata["meaning"] in row
    assert f"`{setting.default}`" in row or (setting.default == "" and "| empty |" in row)


def test_the_page_names_no_setting_that_is_not_there() -> None:
    named = set(re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE))
    assert named == {f.name for f in fields(Settings)}


def test_every_variable_in_the_code_is_documented() -> None:
    sources = (ROOT / "src").rglob("*.py")
    used = {
        name for path in sources for name in re.findall(r"\"(ACCORD_[A-Z_]*[A-Z])\"", path.read_text(encoding="utf-8"))
    }
    assert used <= set(re.findall(r"`(ACCORD_[A-Z_]+)`", PAGE)), used


def test_the_example_on_the_page_is_read(workspace: Workspace) -> None:
    example = "\n".join(re.findall(r"^    (memory_mb.*|keep_originals_days.*)$", PAGE, re.MULTILINE))
    workspace.settings.write_text(example)
    assert load(workspace, {}).keep_originals_days == tomllib.loads(example)["keep_originals_days"]
