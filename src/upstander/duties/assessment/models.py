"""Rows of assessment: threshold decisions with their freedom-of-expression record, and their sign-off."""

from django.db import models


class Decision(models.Model):
    """Crime, not a crime, or need more: who, why, under which law. A change is a new row; the earlier one stays."""

    class Finding(models.TextChoices):
        """What was decided."""

        CRIME = "crime"
        NOT_CRIME = "not a crime"
        NEED_MORE = "need more"

    class State(models.TextChoices):
        """Whether it stands."""

        AWAITING = "awaiting sign-off"
        FINAL = "final"
        RETURNED = "returned"
        REPLACED = "replaced"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    finding = models.CharField(max_length=12, choices=Finding.choices)
    state = models.CharField(max_length=18, choices=State.choices)
    offences = models.JSONField(default=list)
    """Ids of law.offences that it rests on."""
    elements = models.JSONField(default=dict)
    """{offence id: {element id: what shows it}}."""
    strands = models.JSONField(default=list)
    disposition = models.CharField(max_length=40, default="")
    """For not a crime: a code of law.disposition."""
    reasons = models.TextField()
    expression = models.JSONField()
    """The six answers of law.expression: {factor id: text}."""
    law_version = models.CharField(max_length=20)
    decided_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    conduct_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-decided_at"])]


class SignOff(models.Model):
    """A named supervisor's agreement to a decision, or its return, with reasons."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="sign_offs")
    agrees = models.BooleanField()
    reasons = models.TextField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Step(models.Model):
    """A claim given back, a closing or a reopening, with the reason in words: the journal holds codes only."""

    class Kind(models.TextChoices):
        """What was done."""

        RELEASED = "released"
        CLOSED = "closed"
        REOPENED = "reopened"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=40, default="")
    """For a closing: the coded reason of law.disposition."""
    reasons = models.TextField(default="")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]
