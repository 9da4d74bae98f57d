"""Rows of declared connections: whom or what a person who works here knows, and what the reports name."""

import uuid

from django.db import models
from django.db.models import Q


class Connection(models.Model):
    """A connection that somebody who works here has declared; what they wrote is encrypted, found by a blind index."""

    class Kind(models.TextChoices):
        """To what."""

        NAME = "name"
        EMAIL = "email"
        PHONE = "phone"
        POSTCODE = "postcode"
        HANDLE = "handle"
        CASE = "case"

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    locked = models.BinaryField()
    """What was written of it, and how they know it."""
    index = models.CharField(max_length=64, default="")
    """Keyed digest of what was meant, as in Mention; empty for a case."""
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    end_reason = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["index"], condition=Q(ended_at=None), name="running_connections")]


class Mention(models.Model):
    """That a report names a person, an address or an account: a keyed digest, so that nothing readable is searched."""

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    index = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "index"], name="a_report_mentions_once")]
