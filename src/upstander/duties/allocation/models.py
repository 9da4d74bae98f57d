"""Rows of allocation: offers of a case to a force, the answers, and what officers found out about places."""

from django.db import models


class Offer(models.Model):
    """A case offered to one force in one capacity; the investigating force accepts or disputes, the others are told."""

    class Capacity(models.TextChoices):
        """What the force is asked to be. `handover`: a named poster or a coming event, the force's from the start.

        `notified`: told for another reason, such as the point of contact for elected people.
        """

        INVESTIGATING = "investigating"
        RECORDING = "recording"
        CONTACT = "contact"
        EVENT = "event"
        HANDOVER = "handover"
        NOTIFIED = "notified"

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
    reports = models.JSONField(default=list)
    """Ids of the reports that the case held when it was offered."""
    stale = models.BooleanField(default=False)
    """The case holds other reports now than when it was offered."""
    answered_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(default="")
    force_reference = models.CharField(max_length=80, default="")

    class Meta:
        indexes = [models.Index(fields=["case", "-offered_at"]), models.Index(fields=["force", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "force", "capacity"],
                condition=models.Q(state="waiting"),
                name="one_waiting_offer_of_a_kind",
            )
        ]


class FactSheet(models.Model):
    """What an officer found out beyond the reports, for the proposal of a force. A change is a new row."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    """Fields of law.responsible_force.Facts; they stand above what the reports say."""
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]
