"""Row: the facts of the conduct and of the people, as an officer set them down to be advised on."""

from django.db import models


class KnownFacts(models.Model):
    """A document of `law.facts`, and what the law of that day advised. A change is a new row; the earlier one stays."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    facts = models.JSONField()
    """Codes, days, ages and labels; no name and no word of a report."""
    advised = models.JSONField(default=list)
    """Ids of the offences that were advised: their limits run before anybody has decided."""
    child = models.BooleanField(default=False)
    """A victim, or somebody who posted, is a child by the rules of `law.children`."""
    law_version = models.CharField(max_length=20)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]
