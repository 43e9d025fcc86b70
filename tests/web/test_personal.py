"""What the heads are rewarded for is read by the heads and finance; no page, file or answer for others holds it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accord.charter import operations, queries
from accord.charter.models import ClauseVersion, Proposal
from accord.charter.signed_text import opened
from accord.clauses import marks, yaml_io
from accord.clauses.defaults import default_text
from accord.clauses.schema import ClauseError
from accord.people.models import Person
from accord.people.rights import RIGHTS, NotAllowed, Right, Role
from accord.record import signing
from accord.signatures.canonical import content_hash
from tests.api.asking import ask, scene_of, token
from tests.api.test_matrix import LINES as OPERATIONS
from tests.charter.made import Team, again
from tests.people_made_up import NOW, person
from tests.web.scenes import Scene, all_scenes
from tests.web.test_charter import signed_in
from tests.web.test_matrix import LINES

pytestmark = pytest.mark.django_db
SCENES = all_scenes()
SECRETS = ("7734519", "8812207", "Zanzibar", "Quagga", "Ocelot")
"""Amounts in force, proposed and given up; names; a word of a reason."""
SEES = [role for role in Role if Right.REWARDS in RIGHTS[role]]
OTHERS = [role for role in Role if role not in SEES]
ZANZIBAR: dict[str, Any] = {
    "name": "Zanzibar", "side": "it", "role": "CIO", "cap": "7734519.00", "pays": "7734519 * ramp(uptime, 99 %, 99.9 %)"
}  # fmt: skip
QUAGGA: dict[str, Any] = {"name": "Quagga", "kind": "decision", "pays": "8812207", "changes": ["uptime - 0.1 %"]}


@pytest.fixture(autouse=True)
def charter_file() -> Iterator[Path]:
    path: Path = settings.ACCORD_WORKSPACE.charter
    path.write_text(default_text())
    yield path
    for left in (*path.parent.glob("charter*.yaml"), marks.beside(path)):
        left.unlink(missing_ok=True)


def _rewarded() -> Team:
    """A clause in force, one that waits, one withdrawn, one overtaken, and the same in charter.yaml."""
    team = Team()
    withdrawn = team.drafted("incentives", [ZANZIBAR, QUAGGA], by=team.cmo)
    operations.withdraw(withdrawn.id, by=team.cmo, now=NOW)
    row = operations.draft("incentives", [ZANZIBAR], reason="Ocelot", by=team.cmo, now=NOW)
    row = operations.propose(row.id, version=1, by=team.cmo, now=NOW)
    team.drafted("incentives", [ZANZIBAR, {**QUAGGA, "pays": "8812208"}], by=team.cio)
    for head in (team.cmo, team.cio):
        row = team.signed(row, head)
    waits = operations.draft("incentives", [ZANZIBAR, QUAGGA], reason="Ocelot", by=team.cio, now=NOW)
    operations.propose(waits.id, version=1, by=team.cio, now=NOW)
    settings.ACCORD_WORKSPACE.charter.write_text(yaml_io.dump(queries.agreed(settings.ACCORD_WORKSPACE)))
    return team


def _told(answer: Any) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return str(content.decode("utf-8", "replace"))


def _held(answer: Any) -> list[str]:
    text = _told(answer)
    return [secret for secret in SECRETS if secret in text]


def _of(role: Role, team: Team) -> Client:
    here = {Role.CMO: team.cmo, Role.CIO: team.cio, Role.MARKETING: team.ada, Role.IT: team.ben}
    return signed_in(here.get(role) or person(role))


CLAUSE = [(name, ["incentives"]) for name in ("clause", "clause.versions", "clause.change")]
SEARCHES = [f"{reverse('search')}?q={word}" for word in ("uptime", "ramp", "incentives")]


@pytest.mark.parametrize("role", OTHERS)
def test_others_are_refused_the_clause_and_its_proposals_and_find_nothing_elsewhere(role: Role) -> None:
    client = _of(role, _rewarded())
    rows = [row.id for row in Proposal.objects.filter(clause="incentives")]
    shut = [reverse(name, args=args) for name, args in CLAUSE]
    shut += [reverse(name, args=[row]) for name in ("proposal", "proposal.edit", "proposal.signed") for row in rows]
    shut += [reverse("proposal.as", args=[row, ending]) for row in rows for ending in ("json", "csv", "xlsx", "pdf")]
    assert {client.get(address).status_code for address in shut} == {403}
    open_ = [reverse(n) for n in ("charter", "charter.export", "signed", "signed.archive", "today", "activity")]
    open_ += [reverse("charter.as", args=[ending]) for ending in ("json", "csv", "xlsx")]
    open_ += [reverse("signed.entry", args=[1]), *SEARCHES, *shut]
    assert {address: found for address in open_ if (found := _held(client.get(address)))} == {}


@pytest.mark.parametrize("role", SEES)
def test_the_heads_and_finance_read_it(role: Role) -> None:
    client = _of(role, _rewarded())
    waits = Proposal.objects.get(clause="incentives", state=Proposal.PROPOSED)
    assert "7734519" in _told(client.get(reverse("clause", args=["incentives"])))
    assert "8812207" in _told(client.get(reverse("proposal.as", args=[waits.id, "json"])))
    assert "7734519" in _told(client.get(reverse("charter.export")))
    assert "Incentives" in _told(client.get(reverse("charter")))


def test_others_neither_draft_nor_change_nor_see_what_a_text_would_change() -> None:
    team = _rewarded()
    waits = Proposal.objects.get(clause="incentives", state=Proposal.PROPOSED)
    with pytest.raises(NotAllowed):
        operations.draft("incentives", [], reason="why", by=team.ada, now=NOW)
    with pytest.raises(NotAllowed):
        operations.edit(waits.id, [], reason="why", version=waits.version, by=team.ben, now=NOW)
    with pytest.raises(NotAllowed):
        operations.withdraw(waits.id, by=team.ben, now=NOW)
    client = signed_in(team.ada)
    text = "incentives: [{name: Mine, side: it, role: CIO, pays: 5}]"
    answer = client.post(reverse("charter.preview"), {"text": text})
    assert (answer.status_code, _held(answer)) == (403, [])
    answer = client.post(reverse("charter.preview"), {"text": "liaisons: [{name: Made-up Lio, side: it}]"})
    assert (answer.status_code, _held(answer)) == (200, [])
    client.post(reverse("charter.draft_all"), {"text": client.get(reverse("charter.export")).content, "reason": "why"})
    assert not Proposal.objects.filter(clause="incentives", by=team.ada.id).exists()


def test_mails_and_what_everybody_did_name_the_clause_and_nothing_of_it() -> None:
    from accord.record.models import Activity, Outbox

    _rewarded()
    written = " ".join(str(row) for row in (*Outbox.objects.values(), *Activity.objects.values()))
    assert "Incentives" in written
    assert [secret for secret in SECRETS if secret in written] == []


def test_the_signed_record_holds_a_seal_that_proves_the_text() -> None:
    _rewarded()
    version = ClauseVersion.objects.get(clause="incentives", number=1)
    assert version.proposal is not None
    content = list(signing.entries())[-1].content
    assert content["sealed_sha256"] == content_hash(opened(version.proposal))
    assert len(version.proposal.salt) == 64
    assert {"text", "reason"} & set(content) == set()
    assert [secret for secret in SECRETS if secret.encode() in signing.archive(now=NOW)] == []


def test_the_administration_leaves_it_out() -> None:
    team = _rewarded()
    administrator = person(Role.ADMINISTRATOR)
    client = signed_in(administrator)
    rows = ClauseVersion.objects.filter(clause="incentives")
    answers = [client.get("/administration/charter/clauseversion/")]
    answers += [client.get(f"/administration/charter/clauseversion/{row.pk}/change/") for row in rows]
    assert team.cmo.pk != administrator.pk
    assert [held for answer in answers if (held := _held(answer))] == []


def test_a_file_that_cannot_be_read_says_which_line_and_quotes_nothing_of_it(charter_file: Path) -> None:
    charter_file.write_text("incentives: [{name: Zanzibar, side: it, role: CIO, pays: 7734519 7734519}]")
    with pytest.raises(ClauseError) as caught:
        yaml_io.load(charter_file)
    assert [secret for secret in SECRETS if secret in str(caught.value)] == []
    assert "7734519" in caught.value.whole
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert _held(_of(Role.AUDITOR, Team()).get(reverse("charter"))) == []


def test_what_others_export_and_take_up_again_leaves_the_clause_as_it_stands() -> None:
    team = _rewarded()
    text = _told(signed_in(team.ada).get(reverse("charter.export")))
    assert "incentives" not in text
    assert "incentives" in _told(signed_in(team.cmo).get(reverse("charter.export")))


@pytest.mark.parametrize("role", OTHERS)
def test_the_api_tells_others_nothing_of_it(role: Role, client: Client) -> None:
    who = person(role)
    rows = _made_around(who)
    headers = {"Authorization": f"Bearer {token(who, 'read', 'prepare')}"}
    shut = [reverse("api:clause", args=["incentives"]), reverse("api:versions", args=["incentives"])]
    shut += [reverse("api:proposal", args=[row]) for row in rows]
    assert {client.get(address, headers=headers).status_code for address in shut} == {403}
    open_ = [reverse(f"api:{name}") for name in ("charter", "charter_yaml", "today")]
    assert [held for a in (*open_, *shut) if (held := _held(client.get(a, headers=headers)))] == []


def _made_around(who: Person) -> list[Any]:
    """The clause in force beside somebody who is there already; the ids of its proposals."""
    heads = [person(r, email=f"another-{r.value}@made-up.example") for r in (Role.CMO, Role.CIO)]
    row = operations.draft("incentives", [ZANZIBAR, QUAGGA], reason="Ocelot", by=heads[0], now=NOW)
    row = operations.propose(row.id, version=1, by=heads[0], now=NOW)
    for head in heads:
        row = operations.sign(row.id, version=row.version, proof=again(NOW), by=head, now=NOW)
    return [row.id]


@pytest.mark.soak
@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['method']}-{line['address']}")
def test_no_address_in_no_form_tells_others(line: dict[str, str], role: Role, client: Client) -> None:
    who = person(role)
    scene = SCENES[line["scene"]](who) if line["scene"] else Scene()
    _made_around(who)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    for form in ["", *line["formats"].split()]:
        address = reverse(line["address"] + (".as" if form else ""), args=(*scene.args, *([form] if form else [])))
        answer = client.get(address, scene.query) if line["method"] == "GET" else client.post(address, scene.form)
        assert _held(answer) == [], address


@pytest.mark.soak
@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("line", OPERATIONS, ids=lambda line: line["operation"])
def test_no_operation_of_the_api_tells_others(line: dict[str, str], role: Role, client: Client) -> None:
    who = person(role)
    scene = scene_of(line["scene"], who)
    _made_around(who)
    assert _held(ask(client, line["operation"], scene, token(who, "read", "prepare"))) == []
