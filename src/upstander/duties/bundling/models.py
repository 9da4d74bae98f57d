"""Rows of bundling: what was suggested, why, and what a person made of it."""

from django.db import models


class Suggestion(models.Model):
    """That a report may belong with an earlier one. Nothing is joined without a person."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        JOINED = "joined"
        APART = "apart"

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    """The later report."""
    earlier = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    tier = models.CharField(max_length=12)
    """One of engines.matching.finding.TIERS: the strongest that fired."""
    reasons = models.JSONField()
    """Sentences and evidence as engines.matching.explain gives them, strongest first."""
    bits = models.FloatField(default=0)
    """Rarity of the words that are shared; nothing of people."""
    person = models.JSONField(null=True)
    """How what the two say of whoever posted compares: codes and weights as engines.matching.people gives them, no word
    of a report. It stands here alone, and only as long as the suggestion is open: no weight outlives its question.
    """
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "earlier"], name="one_suggestion_for_each_pair"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) | models.Q(state="open"), name="a_weight_of_people_while_open"
            ),
        ]
        indexes = [models.Index(fields=["earlier", "state"])]


class CannotLink(models.Model):
    """That a person has said these two reports are different matters; never suggested again until undone."""

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    earlier = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    undone_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "earlier"],
                condition=models.Q(undone_at=None),
                name="one_standing_cannot_link_for_each_pair",
            )
        ]


class Rest(models.Model):
    """The clocks that ran on a case when its last report was joined to another; they run on when one comes back."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    clocks = models.JSONField(default=list)
    """Ids of record.cases.Clock."""
