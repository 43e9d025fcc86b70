"""People who sign in."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from accord.people.rights import SIDES, Right, Role, may


class People(BaseUserManager["Person"]):
    """Makes people; operations use it, so that each comes with its row of activity."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username or "")

    def make(self, *, email: str, name: str, role: Role, side: str = "", password: str | None = None) -> Person:
        """A person, stored. ``side`` is only heard for a liaison."""
        mine = SIDES.get(role, side if role is Role.LIAISON else "")
        person = self.model(email=self.normalize_email(email), name=name, role=role.value, side=mine)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account: the e-mail is the name to sign in with, the role settles what may be done."""

    ROLES: ClassVar = [(r.value, r.value) for r in Role]
    AUDIENCES: ClassVar = [("marketing", "Marketing"), ("it", "IT"), ("finance", "Finance")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=ROLES)
    side = models.CharField(max_length=10, blank=True, choices=[("marketing", "Marketing"), ("it", "IT")])
    audience = models.CharField(max_length=10, blank=True, choices=AUDIENCES)
    locale = models.CharField(max_length=20, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Whatever was given out before this moment (tokens, feeds, links) is dead.
    valid_from = models.DateTimeField(null=True)

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """Two letters for a round mark."""
        words = self.name.split() or [self.email]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    @property
    def reads_as(self) -> str:
        """The audience whose words this person reads: chosen, else the side's, else finance."""
        return self.audience or self.side or "finance"

    @property
    def is_staff(self) -> bool:
        """Django's administration asks this."""
        return may(self, Right.ADMINISTER)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return may(self, Right.ADMINISTER)

    def has_module_perms(self, app_label: str) -> bool:
        return may(self, Right.ADMINISTER)
