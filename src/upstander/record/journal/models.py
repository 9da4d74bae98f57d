"""Rows of the journal; the tables are append-only and made by hand-written SQL for each database."""

from django.db import models


class Entry(models.Model):
    """One act or one look. `body` is canonical JSON and is what the chain hashes; the other columns only index it."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    body = models.TextField()
    leaf = models.BinaryField(max_length=32)
    head = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "journal_entry"


class Touch(models.Model):
    """Which records an act is about: the index behind a case's timeline."""

    pk = models.CompositePrimaryKey("entry", "kind", "record")
    entry = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    record = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "journal_touch"


class Consultation(models.Model):
    """Which records a page showed; the digest of these rows is in the entry, so that none can be taken away unseen."""

    pk = models.CompositePrimaryKey("entry", "kind", "record")
    entry = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    record = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "journal_consultation"


class Checkpoint(models.Model):
    """A signed statement of the journal's size and root, in the C2SP text form that outsiders keep."""

    size = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    frontier = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "journal_checkpoint"
