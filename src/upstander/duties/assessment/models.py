"""Rows of assessment: the twelve answers, threshold decisions with their freedom-of-expression record, sign-offs."""

from django.db import models

from upstander.duties.assessment.known import KnownFacts as KnownFacts
from upstander.duties.assessment.proceedings import Charge as Charge
from upstander.duties.assessment.proceedings import Conduct as Conduct
from upstander.duties.assessment.proceedings import Consent as Consent
from upstander.duties.assessment.proceedings import Seen as Seen
from upstander.duties.assessment.reconsidering import Appeal as Appeal
from upstander.duties.assessment.reconsidering import Reading as Reading


class Triage(models.Model):
    """The twelve answers as somebody gave them, the band they lead to and the band that was set.

    A change is a new row; the earlier one stays, so that each answer has who gave it and when.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    answers = models.JSONField()
    """{question of law.triage: yes | no | not_known}."""
    proposed = models.SmallIntegerField()
    """What the first rule that fires leads to: 0 High, 1 Medium, 2 Standard."""
    rule = models.CharField(max_length=40)
    """That rule of law.triage; its sentence is the reason."""
    band = models.SmallIntegerField()
    """What was set: the proposed one unless a person said otherwise."""
    reason = models.TextField(default="")
    """Why another band was set."""
    counts = models.BooleanField(default=True)
    """Not once the case was reopened: it is to be read and answered anew."""
    law_version = models.CharField(max_length=20)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(band=models.F("proposed")) | ~models.Q(reason=""),
                name="another_band_than_proposed_has_a_reason",
            )
        ]


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
    faiths = models.JSONField(default=list)
    """Ids of law.strands: the faiths perceived as targeted, beside the strand that they belong to."""
    disposition = models.CharField(max_length=40, default="")
    """For not a crime: a code of law.disposition."""
    reasons = models.TextField()
    expression = models.JSONField()
    """The six answers of law.expression: {factor id: text}."""
    law_version = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    """The document of law.facts that was advised on; empty where nobody asked for advice."""
    advice = models.JSONField(default=dict)
    """What the law said to these facts then, whole: `replay` compares it with what it says now."""
    shown_by = models.JSONField(default=dict)
    """{offence id: {element id: [post:<id>, file:<id>, account:<report id>]}}: to what `elements` points."""
    aggravation = models.JSONField(default=dict)
    """{offence id: {label of a victim: [strands on which hostility is evidenced]}}; an empty list says none."""
    public_interest = models.JSONField(default=dict)
    """{factor of law.public_interest: for | against | neither}, and under `words` what was said of it."""
    child_welfare = models.TextField(default="")
    """Where a child is a victim or posted: how the child's welfare was weighed."""
    decided_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    conduct_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-decided_at"]), models.Index(fields=["state", "decided_at"])]


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
