"""What changes decisions: each in one transaction with its row of activity."""

from accord.decisions.operations.concluding import conclude, extend
from accord.decisions.operations.drafting import Basis, draft, edit, expect
from accord.decisions.operations.following import HAND_OVER, end, hand_over, renew, to_hand_over
from accord.decisions.operations.proposing import ask_for_change, propose, withdraw
from accord.decisions.operations.publish import Prepared, Publishing, prepared, publish, put_in_force, put_none_in_force
from accord.decisions.operations.signing import sign, to_sign

__all__ = [
    "HAND_OVER",
    "Basis",
    "Prepared",
    "Publishing",
    "ask_for_change",
    "conclude",
    "draft",
    "edit",
    "end",
    "expect",
    "extend",
    "hand_over",
    "prepared",
    "propose",
    "publish",
    "put_in_force",
    "put_none_in_force",
    "renew",
    "sign",
    "to_hand_over",
    "to_sign",
    "withdraw",
]
