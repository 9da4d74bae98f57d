"""Rows of the work that is still due."""

from django.db import models


class Item(models.Model):
    """One piece of work, named after what must happen. Its effect and its done-mark share a transaction."""

    class State(models.TextChoices):
        """Where the work stands; `stuck` waits for a person."""

        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        STUCK = "stuck"

    name = models.CharField(max_length=60)
    about = models.JSONField(default=dict)
    """Ids and codes that the handler needs; never content."""
    once = models.CharField(max_length=120, null=True, unique=True)
    """A key that makes asking twice for the same work the same as asking once."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.BigIntegerField(default=0)
    """Raised at every claim: a worker that lost its lease cannot finish what another has taken over."""
    attempts = models.IntegerField(default=0)
    trouble = models.TextField(default="")
    """The error's kind and place of the last failed attempt."""

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["state", "lease_until"])]
