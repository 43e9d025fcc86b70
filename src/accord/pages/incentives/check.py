"""The mirror check as it is read: what works against the company, the rewards as they stand, the mend. No database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from accord.analyses.incentives import Checked, mirror_check
from accord.clauses.charter import SIDE_WORDS, Charter, Side
from accord.clauses.contents import contents, joined
from accord.clauses.incentives import Incentive
from accord.clauses.schema import ClauseError
from accord.findings.format import Format
from accord.methods.incentives.found import Perversity
from accord.pages.account import opened
from accord.pages.charter.showing import ProposalLine, columns
from accord.pages.goals.worked import GRACE, reached
from accord.pages.incentives.words import MIRRORED, FoundShown, Speech, called, found_shown, mend_says
from accord.pages.outlook import stamp_of
from accord.pages.sheet import Sheet, SheetTable, cell_text
from accord.pages.shown import plural
from accord.pages.worked_out import worked_out_once
from accord.units.interval import Interval
from accord.workspace.folder import Workspace

CLAUSE = "incentives"
NO_FACTS = datetime(1970, 1, 1)  # noqa: DTZ001 - naive UTC, as the facts
AGREE = (
    "A formula on what adds up over months is written for its own time frame: "
    "agree on one frame for both, and write it anew."
)
PERSONAL = "Only the two heads and finance see this page and the clause behind it."


@dataclass(frozen=True, slots=True)
class RewardShown:
    """One reward as it stands; ``stake`` is what a year can make of it."""

    name: str
    side: str
    mark: str
    role: str
    pays: str
    weight: str


@dataclass(frozen=True, slots=True)
class MendShown:
    """The nearest weights that mirror the rewards: what changes, how much money at stake it moves, what it leaves."""

    changes: tuple[str, ...]
    moved: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class IncentivesPage:
    """``mend`` is None where nothing is to be mended or ``no_mend`` says why not. ``tried`` is a decision that somebody
    tries on the rewards, '' for none; nothing of it is stored. ``notes`` are what the answer rests on."""

    title: str
    lede: str
    found: tuple[FoundShown, ...]
    rewards: tuple[RewardShown, ...]
    worths: tuple[tuple[str, str], ...]
    decisions: tuple[tuple[str, str], ...]
    mend: MendShown | None
    no_mend: str
    proposals: tuple[ProposalLine, ...]
    notes: tuple[str, ...]
    tried: str
    signed: bool
    may_prepare: bool
    form: Format
    made_up: str

    def sheet(self) -> Sheet:
        heads = columns("What", "Paid", "The company loses", "How likely", "Where")
        rows = tuple(tuple(cell_text(t) for t in (f.says, f.gains, f.loses, f.often, f.where)) for f in self.found)
        lines = tuple(tuple(cell_text(t) for t in (r.name, r.side, r.role, r.pays, r.weight)) for r in self.rewards)
        tables = [SheetTable("found", "What works against the company", heads, rows)]
        tables.append(SheetTable("rewards", "Rewards", columns("Line", "Side", "Role", "Pays", "Weight"), lines))
        if self.mend:
            mend = tuple((cell_text(says),) for says in self.mend.changes)
            tables.append(SheetTable("mend", "The nearest weights that mirror them", columns("Change"), mend))
        notices = (PERSONAL, *self.notes)
        return Sheet("incentives", self.title, self.form, lede=self.lede, made_up=self.made_up, notices=notices,
                     tables=tuple(tables))  # fmt: skip


def checked_of(
    workspace: Workspace, charter: Charter, now: datetime, more: tuple[Incentive, ...] = ()
) -> Checked | None:
    """The check of a charter's rewards; None where it has none."""
    if not any(line.kind == "reward" for line in charter.incentives):
        return None
    ends = reached(workspace, now)
    # Without facts no month is known, whatever the clock says.
    until = ends + GRACE if ends else NO_FACTS
    return _checked(workspace, stamp_of(workspace), charter, until, more)


@worked_out_once(4)
def _checked(
    workspace: Workspace,
    stamp: tuple[int, int, int, int],
    charter: Charter,
    until: datetime,
    more: tuple[Incentive, ...],
) -> Checked:
    with opened(workspace) as here:
        return mirror_check(here.engine, charter, until, more=more)


def shown_check(charter: Charter, checked: Checked | None, *, form: Format, made_up: str = "") -> IncentivesPage:
    """A check as it is read, by whoever may see it."""
    lines = charter.incentives
    speech = _speech(charter, checked, form)
    found = tuple(found_shown(one, speech) for one in checked.mirror.found) if checked else ()
    mend = _mend(charter, checked, speech) if checked else None
    return IncentivesPage(
        title=_title(checked, form),
        lede=_lede(checked, found),
        found=found,
        rewards=tuple(_reward(line, charter) for line in lines if line.kind == "reward"),
        worths=tuple((line.name, f"{line.pays}, each {line.horizon}") for line in lines if line.kind == "worth"),
        decisions=tuple((d.name, f"{d.pays}: {', '.join(d.changes)}") for d in lines if d.kind == "decision"),
        mend=mend,
        no_mend=_no_mend(checked, mend),
        proposals=(),
        notes=tuple(_notes(checked, speech)) if checked else (),
        tried="",
        signed=charter.is_signed(CLAUSE),
        may_prepare=False,
        form=form,
        made_up=made_up,
    )


def _speech(charter: Charter, checked: Checked | None, form: Format) -> Speech:
    metrics = checked.metrics if checked else {}
    return Speech(form, charter.organisation.currency, metrics, len(checked.months) if checked else 0)


def _title(checked: Checked | None, form: Format) -> str:
    if checked is None:
        return "No reward is written down yet"
    count = len(checked.mirror.found)
    if not count:
        return MIRRORED
    return f"In {plural(count, 'way', form)} a reward works against the company"


def _lede(checked: Checked | None, found: tuple[FoundShown, ...]) -> str:
    if checked is None:
        return "Write down what the two heads are rewarded for, and it is held against what the company earns."
    return (
        f"{found[0].says}." if found else "No metric, no decision and no month was found in which one gains by a loss."
    )


def _reward(line: Incentive, charter: Charter) -> RewardShown:
    content = contents(replace(Charter(charter.organisation), incentives=(line,)))[CLAUSE][0]
    bounds = [f"nothing under {content['threshold']}"] if "threshold" in content else []
    bounds += [f"at most {content['cap']}"] if "cap" in content else []
    currency = line.currency or charter.organisation.currency
    pays = ", ".join([f"{line.pays} {currency} each {line.horizon}", *bounds])
    side = line.side or "it"
    return RewardShown(line.name, SIDE_WORDS[side], "m" if side == "marketing" else "t", line.role or "", pays,
                       f"{line.weight:g}")  # fmt: skip


def mended_lines(charter: Charter, checked: Checked) -> tuple[Incentive, ...]:
    """The clause's lines as the mend has them, without what was only assumed or tried."""
    mend = checked.mirror.mend
    if mend is None:
        return charter.incentives
    ours = {line.name for line in charter.incentives} | {
        line.name for line in mend.lines if line.name not in {one.name for one in checked.mirror.scheme.lines}
    }
    return tuple(line for line in mend.lines if line.name in ours)


def _mend(charter: Charter, checked: Checked, speech: Speech) -> MendShown | None:
    if checked.mirror.mend is None:
        return None
    told = mend_says(charter.incentives, mended_lines(charter, checked), speech)
    moved = tuple(
        f"{called(side)}: {speech.money(Interval.exact(amount))} at stake a year moves"
        for side, amount in checked.mirror.mend.moved
        if amount >= 1
    )
    moved += tuple(_usual(side, before, after, speech) for side, before, after in checked.mirror.mend.usual)
    left = tuple(_left(one, speech) for one in checked.mirror.left)
    return MendShown(told, moved, left) if told else None


def _left(one: Perversity, speech: Speech) -> str:
    says = found_shown(one, speech).says
    return f"{says}. {AGREE}" if one.kind == "frames" else says


def _usual(side: Side, before: float, after: float, speech: Speech) -> str:
    """What the weights do to the sum itself, so that nobody is surprised: only what is at stake is kept."""
    told = [speech.money(Interval.exact(amount)) for amount in (before, after)]
    return f"In a year of usual months {SIDE_WORDS[side]} is paid {told[1]} instead of {told[0]}"


def _no_mend(checked: Checked | None, mend: MendShown | None) -> str:
    if checked is None or mend is not None or not checked.mirror.found:
        return ""
    if all(one.kind == "frames" for one in checked.mirror.found):
        return AGREE
    if not checked.mirror.mendable:
        return "No weights of these lines mirror the rewards: one of them must be written differently, or shared anew."
    return "Weights alone do not mend this."


def _notes(checked: Checked, speech: Speech) -> list[str]:
    notes = [
        f"Assumed, because the clause does not say it: {line.name} is {line.pays} a month." for line in checked.assumed
    ]
    if not checked.mirror.weighed:
        count = checked.mirror.months
        notes.append(
            f"{plural(count, 'month', speech.form)} of history are known and twelve are needed: how likely anything is "
            "cannot be told. Decisions and directions are held against each other nevertheless."
        )
    if checked.unknown:
        notes.append(f"Without a history: {', '.join(speech.title(name) for name in checked.unknown)}.")
    notes += [f"In another currency, and left out: {line.name}." for line in checked.mirror.scheme.foreign]
    return [*notes, *checked.doubts]


def decision_of(name: str, pays: str, moves: str) -> Incentive:
    """A decision as it was typed: 'uptime - 0.1 %, releases + 1'. Raises ``ValueError``."""
    changes_of = [part.strip() for part in moves.split(",") if part.strip()]
    line = {"name": name.strip() or "This decision", "kind": "decision", "pays": pays.strip(), "changes": changes_of}
    try:
        return joined({CLAUSE: [line]}).incentives[0]
    except ClauseError as fault:
        # Whoever typed it may read it; nothing else of the clause is in it.
        raise ValueError(f"{fault.reason}. {fault.mend}") from None
