"""People who sign in, and what they hold: invitations, tokens, the one-time word of the first run."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from accord.people.names import initials
from accord.people.rights import SIDES, Right, Role, may


class People(BaseUserManager["Person"]):
    """Makes people; operations use it, so that each comes with its row of activity."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username or "")

    def make(self, *, email: str, name: str, role: Role, side: str = "", password: str | None = None) -> Person:
        """A person, stored. ``side`` is only heard for a liaison."""
        mine = SIDES.get(role, side if role is Role.LIAISON else "")
        # Lower case, because django-allauth looks addresses up in lower case.
        person = self.model(email=email.strip().lower(), name=name, role=role.value, side=mine)
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
    # Whose groups at the identity provider settle the role; who lost them is let in again when they come back.
    by_groups = models.BooleanField(default=False)
    ended_by_groups = models.BooleanField(default=False)
    # A head's account that somebody else opened signs from then on, not before; and what was done to it.
    signs_from = models.DateTimeField(null=True)
    rests_since = models.CharField(max_length=300, blank=True, default="")

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
        return initials(self.name or self.email)

    @property
    def reads_as(self) -> str:
        """The audience whose words this person reads: chosen, else the side's, else finance."""
        return self.audience or self.side or "finance"

    def get_session_auth_hash(self) -> str:
        """What sessions are bound to: they end with a new password, and with ``valid_from``."""
        bound = f"{self.password} {self.valid_from.isoformat() if self.valid_from else ''}"
        return salted_hmac("accord.people.session", bound, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        """Django's administration asks this."""
        return may(self, Right.ADMINISTER)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return may(self, Right.ADMINISTER)

    def has_module_perms(self, app_label: str) -> bool:
        return may(self, Right.ADMINISTER)


class Invitation(models.Model):
    """A link that lets somebody in once: as a new person, or back in, where ``person`` names who it is for.

    Only the hash of the link's secret is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Person.ROLES)
    side = models.CharField(max_length=10, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="ways_back")
    # Nobody, where it was made on the command line.
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="invited")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class Token(models.Model):
    """A secret that opens something to whoever holds it, as far as its owner may: the API, a feed, a shared page.

    Only the hash of the secret is kept. ``about`` says what a feed or a shared page shows.
    """

    API, FEED, SHARE = "api", "feed", "share"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    scopes = models.JSONField(default=list)
    about = models.JSONField(default=dict)
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    last_used = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "kind"])]


class FirstRun(models.Model):
    """The one-time word that the console shows while there is nobody; there is one row, and none afterwards."""

    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
