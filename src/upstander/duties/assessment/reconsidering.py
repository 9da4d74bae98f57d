"""Rows of what is looked at anew: second readings drawn by lot, and reviews that complainants ask for."""

import uuid

from django.db import models

from upstander.record.vault.fields import LockedText


class Reading(models.Model):
    """A decision that it is no crime, drawn by lot to be read by a second officer who does not know what it says.

    While it waits for its reader, they stand in the relation `blind` to the case, which refuses them all of it but
    what was reported. The practice is that of prosecutors who have a share of their negative decisions read again.
    """

    class State(models.TextChoices):
        """How far it has come."""

        OPEN = "open"
        AGREED = "agreed"
        DISPUTED = "disputed"
        STANDS = "stands"
        SET_ASIDE = "set aside"
        LAPSED = "lapsed"

    class Answer(models.TextChoices):
        """What the second reader would decide; nothing before they have answered."""

        NONE = ""
        CRIME = "crime"
        NOT_CRIME = "not a crime"
        NEED_MORE = "need more"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    decision = models.OneToOneField("assessment.Decision", models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reader = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    """Nobody where nobody was free of the case: a supervisor draws again."""
    drawn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    finding = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NONE, blank=True)
    reasons = LockedText(row="uid")
    expression = LockedText(row="uid")
    """The answers of law.expression as JSON: {factor id: text}."""
    read_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    settled_reasons = LockedText(row="uid")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["reader", "state"])]


class Appeal(models.Model):
    """A review that someone who reported asks for, in their own words, of a decision or of a closing."""

    class Outcome(models.TextChoices):
        """What a supervisor found."""

        OPEN = "open"
        UPHELD = "upheld"
        NOT_UPHELD = "not upheld"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    decision = models.ForeignKey("assessment.Decision", models.PROTECT, null=True, related_name="+")
    """The decision that it is no crime; or else `step`."""
    step = models.ForeignKey("assessment.Step", models.PROTECT, null=True, related_name="+")
    """The closing."""
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    words = LockedText(row="uid")
    asked_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    finish_by = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    reasons = LockedText(row="uid")
    """The supervisor's, kept in the case and not sent."""
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["outcome", "finish_by"]), models.Index(fields=["case", "-asked_at"])]
        constraints = [
            models.UniqueConstraint(fields=["report", "decision"], name="one_review_of_a_decision"),
            models.UniqueConstraint(fields=["report", "step"], name="one_review_of_a_closing"),
            models.CheckConstraint(
                condition=models.Q(decision=None, step__isnull=False) | models.Q(decision__isnull=False, step=None),
                name="a_review_is_of_a_decision_or_a_closing",
            ),
        ]
