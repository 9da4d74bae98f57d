"""Rows of matching: one item for each report, its keys in one plain table, and the keys too common to follow."""

from django.db import models


class Item(models.Model):
    """What matching knows of one report: its skeleton and lexical fingerprints."""

    report = models.OneToOneField("cases.Report", models.PROTECT, related_name="+")
    skeleton = models.TextField()
    fingerprints = models.BinaryField()
    version = models.PositiveSmallIntegerField()


class Key(models.Model):
    """One 64-bit key of one item; the table is made by hand-written SQL (no row id on SQLite)."""

    pk = models.CompositePrimaryKey("k", "item")
    k = models.BigIntegerField()
    item = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "match_key"
