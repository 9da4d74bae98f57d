"""Rows of oversight: acts of two people, reports that are held, old records, tripwires, and questions of an audit."""

import uuid

from django.db import models
from django.db.models import F, Q

from upstander.record.vault.fields import LockedText


class AskedAct(models.Model):
    """An act that somebody asked for and that another person has to agree to before it is done."""

    code = models.CharField(max_length=20)
    """An act of law.oversight."""
    about_kind = models.CharField(max_length=30, default="")
    about_id = models.BigIntegerField(default=0)
    """The record that it is about; empty where it is about a list."""
    said = models.JSONField(default=dict)
    """What the act needs to know besides, such as the filters of a list."""
    reason = models.TextField()
    asked_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    """When it can no longer be answered; once approved, when it can no longer be used."""
    answered_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    answer_reason = models.TextField(default="")
    alone = models.BooleanField(default=False)
    """Nobody else could agree at that hour: done alone, for a reason, and reviewed afterwards."""
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["approved", "asked_at"]), models.Index(fields=["about_kind", "about_id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved=None) | Q(approved=False) | Q(alone=True) | ~Q(answered_by=F("asked_by")),
                name="nobody_agrees_to_what_they_asked_for",
            )
        ]


class Hold(models.Model):
    """That a report is held, why, for how long at most, and who answers for it."""

    class Kind(models.TextChoices):
        """What is waited for."""

        QUARANTINE = "quarantine"
        SENDER = "sender"

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    owner = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    end_reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(ended_at=None), name="a_report_is_held_once")
        ]


class Withdrawal(models.Model):
    """That a report was withdrawn because whoever sent it asked for that: who did it, and what they said of it."""

    report = models.OneToOneField("cases.Report", models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SpecialistReferral(models.Model):
    """That a withheld file was referred to specialists: to whom, when, under which reference."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    file = models.ForeignKey("cases.ReportedFile", models.PROTECT, related_name="+")
    withheld = models.CharField(max_length=12)
    """As what the file was withheld then."""
    body = models.CharField(max_length=40)
    """A body of law.specialists."""
    to_whom = LockedText(row="uid")
    reference = LockedText(row="uid")
    note = LockedText(row="uid")
    referred_at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["file", "-at"], name="referrals_of_one_file")]


class OldRecord(models.Model):
    """What was decided about the person named in an old record of no crime, in a review that the law asks for.

    A record that was returned, reopened or named somebody again is decided anew: a new row, and the earlier one stays.
    """

    class State(models.TextChoices):
        """Whether it stands."""

        AWAITING = "awaiting sign-off"
        FINAL = "final"
        RETURNED = "returned"

    review = models.CharField(max_length=40)
    """A review of law.disposition."""
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    choice = models.CharField(max_length=20)
    """What may be decided in that review."""
    state = models.CharField(max_length=18, choices=State.choices)
    reason = LockedText(row="uid")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    signed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_reason = LockedText(row="uid")

    class Meta:
        indexes = [models.Index(fields=["case", "-at"]), models.Index(fields=["review", "state", "at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="awaiting sign-off"), name="an_old_record_waits_for_one_signature"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("by")),
                name="nobody_signs_their_own_of_an_old_record",
            ),
        ]


class Tripwire(models.Model):
    """A case that nobody has reason to open (a honeytoken): whoever opens it is asked why. Unseen at the desk."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="a_case_has_one_tripwire")
        ]


class Question(models.Model):
    """Something in the journal that an auditor should ask somebody about; found by a rule, answered by a person."""

    class Answer(models.TextChoices):
        """What came of asking."""

        EXPLAINED = "explained"
        NOTHING = "nothing"
        PASSED_ON = "passed on"

    code = models.CharField(max_length=20)
    """A question of law.oversight."""
    detail = models.CharField(max_length=20, default="")
    """For a connection, what is the same: name, email, phone, postcode, handle. Never the thing itself."""
    who = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=30, default="")
    about_id = models.BigIntegerField(default=0)
    day = models.DateField()
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    times = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default="")
    note = models.TextField(default="")
    answered_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "detail", "who", "about_kind", "about_id", "day"], name="a_question_is_asked_once"
            )
        ]
        indexes = [models.Index(fields=["answer", "-day"]), models.Index(fields=["who", "-day"])]
