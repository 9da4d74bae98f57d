"""Rows of the outbox: letters on their way to people."""

import uuid

from django.db import models


class Message(models.Model):
    """One letter to one address, encrypted; the Message-ID is fixed, so that a double would show."""

    class State(models.TextChoices):
        """`in doubt`: the hub stopped between handing over and hearing back; a person decides, it is never repeated."""

        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        IN_DOUBT = "in doubt"
        REFUSED = "refused"
        ERASED = "erased"

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=30)
    about_id = models.BigIntegerField()
    locked = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    not_before = models.DateTimeField()
    hours = models.CharField(max_length=20, default="any")
    """The contact hours of law.clocks in which it may leave: asked again at the moment of sending."""
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, default="")
    """The key of whoever settled a doubt, and below why and when."""
    settled_reason = models.TextField(default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about_id"]), models.Index(fields=["state"])]
