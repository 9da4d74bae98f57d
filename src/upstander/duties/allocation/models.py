"""Rows of allocation: offers of a case to a force, and the answers."""

from django.db import models


class Offer(models.Model):
    """A case offered to one force in one capacity; the investigating force accepts or disputes, the others are told."""

    class Capacity(models.TextChoices):
        """What the force is asked to be. `handover`: a named poster or a coming event, the force's from the start."""

        INVESTIGATING = "investigating"
        RECORDING = "recording"
        CONTACT = "contact"
        EVENT = "event"
        HANDOVER = "handover"

    class State(models.TextChoices):
        """What the force has answered."""

        WAITING = "waiting"
        ACCEPTED = "accepted"
        DISPUTED = "disputed"
        WITHDRAWN = "withdrawn"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    force = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=14, choices=Capacity.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    proposal = models.JSONField()
    """The proposal of law.responsible_force as it stood."""
    overrides = models.BooleanField(default=False)
    """The officer chose another force than the proposal named."""
    reason = models.TextField()
    offered_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    stale = models.BooleanField(default=False)
    """A report joined the case after the offer was made."""
    answered_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(default="")
    force_reference = models.CharField(max_length=80, default="")

    class Meta:
        indexes = [models.Index(fields=["case", "-offered_at"]), models.Index(fields=["force", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "force", "capacity"], condition=models.Q(state="waiting"), name="one_waiting_offer_of_a_kind"
            )
        ]
