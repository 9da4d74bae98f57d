"""Rows of matching: one item for each report, its keys in one plain table, the hashes of each picture and video."""

from django.db import models

from upstander.record.vault.fields import LockedText


class Item(models.Model):
    """What matching knows of one report: its skeleton, and the keys that it is filed under.

    The table of keys leads from a key to items alone; by this list an item's own keys are found without walking it.
    """

    report = models.OneToOneField("cases.Report", models.PROTECT, related_name="+")
    skeleton = models.TextField()
    fingerprints = models.BinaryField()
    others = models.BinaryField()
    """Every key but the fingerprints, packed as they are."""
    version = models.PositiveSmallIntegerField()


class Key(models.Model):
    """One 64-bit key of one item; the table is made by hand-written SQL (no row id on SQLite)."""

    pk = models.CompositePrimaryKey("k", "item")
    k = models.BigIntegerField()
    item = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "match_key"


class Picture(models.Model):
    """The hashes of one picture, made of its small copy: as `engines.matching.media.picture.Hashes` writes them."""

    preview = models.OneToOneField("vault.Preview", models.CASCADE, related_name="+")
    hashes = models.BinaryField()


class Words(models.Model):
    """What a machine read on one picture of one report. It may be wrong: matched and shown as such, never as said."""

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    preview = models.ForeignKey("vault.Preview", models.CASCADE, related_name="+")
    text = LockedText(row="of")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "preview"], name="a_picture_is_read_once_a_report")]

    @property
    def of(self) -> str:
        """Name the row for good, for its encryption."""
        return f"{self.report_id}-{self.preview_id}"


class Film(models.Model):
    """The hashes of the frames of one video, one a second: as `engines.matching.media.film.Film` writes them."""

    preview = models.OneToOneField("vault.Preview", models.CASCADE, related_name="+")
    hashes = models.BinaryField()
