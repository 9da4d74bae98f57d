"""Rows of care: what each complainant was told, when and how."""

from django.db import models


class Update(models.Model):
    """One thing told to one complainant: shown on the tracking page, and sent where the contact rules allow it."""

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    of = models.CharField(max_length=40)
    """The step it tells of, and the name of its letter."""
    reasons = models.JSONField(default=list)
    """Coded reasons that the wording is made from."""
    force = models.CharField(max_length=40, default="")
    """The code of the force that it names: a later offer to another does not change what was said."""
    at = models.DateTimeField()
    message = models.ForeignKey("outbox.Message", models.PROTECT, null=True, related_name="+")
    """Empty where the contact rules allow no letter: it stands on the tracking page only."""
    once = models.CharField(max_length=120, unique=True)

    class Meta:
        indexes = [models.Index(fields=["report", "-at"])]
