"""Rows on the way to a court: when it happened, what prosecutors saw, who consented, who was charged.

Nothing here is changed: what was entered wrongly is corrected by a new row, and the earlier one stays.
"""

import uuid

from django.db import models

from upstander.record.vault.fields import LockedText


class Conduct(models.Model):
    """The day of the conduct, or of the last incident of a course, as found out since; the newest counts.

    Without a day: nobody knows any longer when it was.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    on = models.DateField(null=True)
    shown_by = LockedText(row="uid")
    """What shows it."""
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]


class Seen(models.Model):
    """That a prosecutor saw the file on a day: who, what they were given, and what proves it."""

    class Enough(models.TextChoices):
        """Whether they thought the evidence enough to begin proceedings."""

        YES = "yes"
        NO = "no"
        NOT_KNOWN = "not_known"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    on = models.DateField()
    enough = models.CharField(max_length=10, choices=Enough.choices)
    who = LockedText(row="uid")
    """A name or an office."""
    given = LockedText(row="uid")
    """What they were given, with its reference."""
    proof = LockedText(row="uid")
    """Where it can be checked that they had it on that day."""
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    counts = models.BooleanField(default=True)
    """Not where the correction says that it never was."""
    why = LockedText(row="uid")
    """Why the earlier one is corrected."""
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "on"])]


class Consent(models.Model):
    """That a consent was asked for, given, refused, or found not to be needed. The newest of each counts."""

    class Answer(models.TextChoices):
        """What became of it."""

        ASKED = "asked"
        GIVEN = "given"
        REFUSED = "refused"
        NOT_NEEDED = "not needed"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    offence = models.CharField(max_length=40)
    giver = models.CharField(max_length=40)
    """Of law.limits."""
    answer = models.CharField(max_length=10, choices=Answer.choices)
    on = models.DateField()
    reference = LockedText(row="uid")
    words = LockedText(row="uid")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]


class Charge(models.Model):
    """That somebody was charged with an offence, or sent a postal requisition; `taken back` ends an earlier entry."""

    class Kind(models.TextChoices):
        """How proceedings began."""

        CHARGE = "charge"
        REQUISITION = "requisition"
        TAKEN_BACK = "taken back"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    offence = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()
    reference = LockedText(row="uid")
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, related_name="taken_back_by")
    why = LockedText(row="uid")
    """Why an earlier entry is taken back."""
    rule = models.CharField(max_length=20, default="")
    """The rule of law.limits that it was checked against, and the last day that this gave."""
    last_day = models.DateField(null=True)
    law_version = models.CharField(max_length=20)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]
