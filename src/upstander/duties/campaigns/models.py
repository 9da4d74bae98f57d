"""Rows of campaigns: what is pasted by many, who stands in it, and what was said in it first."""

from django.db import models


class Campaign(models.Model):
    """Something that so many reports hold that they stand in the queue as one row. It decides and closes nothing."""

    found_at = models.DateTimeField()
    found_before = models.BigIntegerField()
    """The item of matching at which it was found: those that held the same before it are gathered step by step."""
    first_at = models.DateTimeField()
    """When the first of its reports came in: where it stands among what nobody has read."""
    wording = models.CharField(max_length=40, default="")
    """The wording that brings its reports forward, as a case keeps it."""


class Key(models.Model):
    """A key of matching by which a report is known to belong to a campaign: of a text, post or file, or a run of it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="keys")
    k = models.BigIntegerField(unique=True)


class Said(models.Model):
    """That a report of the campaign was the first to say something: a digest, which says nothing by itself."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="said")
    kind = models.CharField(max_length=8)
    """As `saying.KINDS` names it."""
    k = models.BigIntegerField()
    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "kind", "k"], name="said_first_by_one_report")]


class Member(models.Model):
    """That a report belongs to a campaign, why it stands singly if it does, and who took it out to be looked at."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="members")
    report = models.OneToOneField("cases.Report", models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")
    """The case that the report opened: through it alone is the row seen and counted."""
    reporter = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    """When the report came in."""
    why = models.JSONField(default=list)
    """Codes of the clauses of `breaking_out` that let it stand singly; empty for one that stands behind."""
    taken_out_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    taken_out_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")
    """Why it was taken out, in the words of who did it."""

    class Meta:
        indexes = [models.Index(fields=["campaign", "at", "id"], name="members_in_order")]
