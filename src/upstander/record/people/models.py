"""Rows for organisations, users, partners' tokens and the encrypted identities of people."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from upstander.law.access import Role


class Organisation(models.Model):
    """An owner of cases or a sender of reports: a force, a unit inside or above forces, or a body outside policing."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        HUB = "hub"
        FORCE = "force"
        UNIT = "unit", "borough or other unit of a force"
        UNIT_ABOVE = "unit above", "unit above forces"
        OUTSIDE = "outside", "body outside policing"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    code = models.CharField(max_length=40, unique=True)
    """For a force: its code in law.places."""
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    email = models.CharField(max_length=254, default="", blank=True)
    """Where offers are announced; an office address, not a person's."""
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class HubProfile(models.Model):
    """What hub this is: one row. National, or the hub of one force."""

    class Scope(models.TextChoices):
        """How far the hub reaches."""

        NATIONAL = "national"
        FORCE = "force"

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    force = models.CharField(max_length=40, default="")
    holding_force = models.CharField(max_length=40, default="")
    """The force that holds what nobody can place (row 11 of the responsible-force table)."""
    daily_looks = models.PositiveSmallIntegerField(default=60)
    """How often a day an officer may ask to be shown distressing content before being asked to pause."""


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail address without regard to case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of this e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Someone who signs in. Made by `oversight`; has one role in one organisation."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    sessions_ended = models.PositiveIntegerField(default=0)
    """How often all of this person's sessions were ended: one that began under another number is refused."""
    made_at = models.DateTimeField()
    keys_off = models.BooleanField(default=False)
    """Single keys do nothing on this person's pages (WCAG 2.1.4)."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name


class Token(models.Model):
    """What a partner's machine shows to send reports; only its keyed digest is kept."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Person(models.Model):
    """Someone whose identity the hub keeps: one encrypted record, nothing readable beside it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    locked = models.BinaryField(null=True)
    """Empty once erased: the data key went with it."""
    email_index = models.CharField(max_length=64, default="", db_index=True)
    """Keyed blind index of the e-mail address, for equality only."""
