"""A new server key takes over: what waits for a second signature is looked at first, and both heads are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accord.signatures.entry import Entry


class HalfSigned(Exception):  # noqa: N818 - a state that people can mend, and the message says how
    """One side signed with the key that is to go, and the other has not."""


def change_key(reason: str, *, despite: bool = False) -> Entry:
    """Change the key in the house's own name. Raises ``HalfSigned`` unless ``despite``, and ``Refused``."""
    from accord.people.models import Person
    from accord.people.queries import active
    from accord.people.rights import Role
    from accord.record import clock
    from accord.record.signing_key import change_key as change
    from accord.record.writing import HOUSE, writing

    with writing():
        names = half_signed()
        if names and not despite:
            raise HalfSigned(
                f"one side has signed {', '.join(names)} with the key in force; let the other side sign first, "
                "or say --despite and have it edited and signed anew"
            )
        heads: list[Person] = [*active(Role.CMO), *active(Role.CIO)]
        return change(by=HOUSE, reason=reason, tell=heads, now=clock.now())


def half_signed() -> list[str]:
    """What waits for its second signature: D-3, P-1."""
    from accord.charter.models import Proposal
    from accord.charter.queries import proposals
    from accord.decisions.models import Decision
    from accord.decisions.queries import decisions

    decided = [d.name for d in decisions(Decision.SIGNED_BY_ONE)]
    return decided + [p.name for p in proposals("", Proposal.SIGNED_BY_ONE)]
