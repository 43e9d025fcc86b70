"""What changes the charter: each in one transaction with its row of activity."""

from accord.charter.operations.drafting import draft, edit, rewritten
from accord.charter.operations.proposing import propose, withdraw
from accord.charter.operations.refreshing import Undecided, bring_up_to_date
from accord.charter.operations.signing import Overtaken, sign, to_sign, write_again
from accord.charter.operations.wording import propose_terms

__all__ = [
    "Overtaken",
    "Undecided",
    "bring_up_to_date",
    "draft",
    "edit",
    "propose",
    "propose_terms",
    "rewritten",
    "sign",
    "to_sign",
    "withdraw",
    "write_again",
]
