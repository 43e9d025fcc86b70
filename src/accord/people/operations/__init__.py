"""Changes to people: each in one transaction with its row of activity."""

from __future__ import annotations

from accord.people.operations.access import change_role, confirm, deactivate, reactivate, reset_second_factors
from accord.people.operations.admitting import NotAdmitted, admit
from accord.people.operations.beginning import begin, demo_people, first_run_token
from accord.people.operations.invitations import InvalidLink, accept, invite, way_back, withdraw
from accord.people.operations.own import AUDIENCES, read_as, set_own
from accord.people.operations.tokens import make_token, revoke_token

__all__ = [
    "AUDIENCES",
    "InvalidLink",
    "NotAdmitted",
    "accept",
    "admit",
    "begin",
    "change_role",
    "confirm",
    "deactivate",
    "demo_people",
    "first_run_token",
    "invite",
    "make_token",
    "reactivate",
    "read_as",
    "reset_second_factors",
    "revoke_token",
    "set_own",
    "way_back",
    "withdraw",
]
