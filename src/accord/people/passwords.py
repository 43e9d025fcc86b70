"""Which passwords are good enough: those that cost an attacker at least 10,000 guesses, as zxcvbn counts them.

Source: Wheeler, zxcvbn: Low-Budget Password Strength Estimation, USENIX Security 2016.
"""

from __future__ import annotations

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError

from accord.people.models import Person

LEAST_GUESSES = 10_000
_READ = 72
"""How much of a password is looked at; zxcvbn's time grows fast with length, and longer ones are long enough."""


class GuessedSlowly:
    """A password validator for Django's list."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raises ``ValidationError`` with zxcvbn's own advice."""
        from zxcvbn import zxcvbn

        known = [user.email, user.name, *user.name.split(), "accord"] if user is not None else ["accord"]
        told = zxcvbn(password[:_READ], user_inputs=[k for k in known if k])
        if told["guesses"] < LEAST_GUESSES:
            advice = [told["feedback"]["warning"], *told["feedback"]["suggestions"]]
            said = " ".join(a.rstrip(".") + "." for a in advice if a)
            raise ValidationError(f"This password is guessed too fast. {said}".strip(), code="guessed_fast")

    def get_help_text(self) -> str:
        return "At least ten characters; a few unrelated words are good, a name or a date is not."


class ResetTokens(PasswordResetTokenGenerator):
    """Links that set a new password: they die with a new password, an ended account and a new ``valid_from``."""

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        since = user.valid_from.isoformat() if user.valid_from else ""
        return f"{super()._make_hash_value(user, timestamp)}{user.is_active}{since}"
